"""Versions in and out: columns to ask for, and the whole document, squeezed."""

from collections.abc import Iterable

from sqlalchemy import Connection, Row, Table, and_, bindparam, func, insert, select
from sqlalchemy.sql.elements import ColumnElement

from core.errors import StoreError
from core.model import Fingerprint, PageId, Version
from storage.chunks import chunks
from storage.compression import expand, squeeze, squeeze_against
from storage.serialise import document_from_json, document_to_json
from storage.tables import VERSION

BASE = VERSION.alias("base")
ON_BASE = and_(BASE.c.page_id == VERSION.c.page_id, BASE.c.number == VERSION.c.base)
VERSION_COLUMNS = (
    *(column.label(f"version_{column.name}") for column in VERSION.columns),
    BASE.c.document.label("base_document"),
)
"""What `version_from` reads, of `version` left-joined with `BASE` on `ON_BASE`."""

_VERSIONS = select(*VERSION_COLUMNS).select_from(VERSION.outerjoin(BASE, ON_BASE))
_WHOLE = VERSION.alias("whole")
_WHOLE_BEHIND = (
    select(_WHOLE.c.number, _WHOLE.c.document)
    .join(
        VERSION,
        and_(VERSION.c.page_id == _WHOLE.c.page_id, func.coalesce(VERSION.c.base, VERSION.c.number) == _WHOLE.c.number),
    )
    .where(VERSION.c.page_id == bindparam("page"), VERSION.c.number == bindparam("version"))
)

Key = tuple[PageId, int]
"""Page and version number."""


def add_version(connection: Connection, page_id: PageId, version: Version, previous: int | None) -> None:
    """Store a version; `previous` is the number of the one whose document it probably resembles."""
    document = document_to_json(version.document)
    base, squeezed = _squeezed(connection, document, page_id, previous)
    row = {
        "page_id": page_id,
        "number": version.number,
        "captured_at": version.captured_at,
        "title": version.document.title,
        "doc_number": version.document.doc_number,
        "stage": version.document.stage.value if version.document.stage else None,
        "published": version.document.dates.published,
        "exact": version.fingerprint.exact,
        "near": version.fingerprint.near,
        "recipe": version.fingerprint.recipe,
        "raw_digest": version.raw_digest,
        "chain": version.chain,
        "evidence": dict(version.evidence),
        "base": base,
        "document": squeezed,
    }
    connection.execute(insert(VERSION), row)


def version_from(row: Row[*tuple[object, ...]]) -> Version | None:
    """A version from `VERSION_COLUMNS`; None where the join found none."""
    if row.version_number is None:
        return None
    name = _name(row.version_page_id, row.version_number)
    base = expand(row.base_document, None, name) if row.version_base is not None else None
    plain = expand(row.version_document, base, name)
    try:
        document = document_from_json(plain)
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{name} is no document ({error!r}); restore a backup") from error
    return Version(
        number=row.version_number,
        captured_at=row.version_captured_at,
        document=document,
        fingerprint=Fingerprint(row.version_exact, row.version_near, row.version_recipe),
        raw_digest=row.version_raw_digest,
        chain=row.version_chain,
        evidence=row.version_evidence,
    )


def versions_of(connection: Connection, page_id: PageId) -> list[Version]:
    """All versions of a page, oldest first."""
    found = _VERSIONS.where(VERSION.c.page_id == page_id).order_by(VERSION.c.number)
    return [version for row in connection.execute(found) if (version := version_from(row))]


def recall_versions(connection: Connection, keys: Iterable[Key]) -> dict[Key, Version]:
    """The versions that there are among the keys."""
    found: dict[Key, Version] = {}
    for some in chunks(sorted(set(keys))):
        for row in connection.execute(_VERSIONS.where(among(VERSION, some))):
            key = (PageId(row.version_page_id), row.version_number)
            if key in some and (version := version_from(row)):
                found[key] = version
    return found


def among(table: Table, keys: Iterable[Key]) -> ColumnElement[bool]:
    """Rows with the page of one of the keys and the number of one: all that are meant, and a few more.

    For pairs SQLite would read the whole table, and PostgreSQL would search once for each of them.
    """
    pages, numbers = zip(*keys, strict=True)
    return table.c.page_id.in_(sorted(set(pages))) & table.c.number.in_(sorted(set(numbers)))


def _squeezed(
    connection: Connection, document: bytes, page_id: PageId, previous: int | None
) -> tuple[int | None, bytes]:
    behind = connection.execute(_WHOLE_BEHIND, {"page": page_id, "version": previous}).first()
    if behind is None:
        return None, squeeze(document)
    difference = squeeze_against(document, expand(behind.document, None, _name(page_id, behind.number)))
    return (None, squeeze(document)) if difference is None else (behind.number, difference)


def _name(page_id: int, number: int) -> str:
    return f"version {number} of page {page_id}"
