"""Pages: recalled, due, known or not, and who else says the same."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, Row, Select, bindparam, select, update

from core.errors import StaleWrite, StoreError
from core.model import Due, Page, PageId, Presence, Reading, Text, Twin, Version
from core.source import SourceId, Tier
from storage.chunks import chunks
from storage.columns import storable
from storage.rows import Values, page_from, page_values
from storage.tables import PAGE, SOURCE, VERSION
from storage.upsert import insert_unless_there
from storage.versions import BASE, ON_BASE, VERSION_COLUMNS, version_from, versions_of

_RANK = {tier.value: rank for rank, tier in enumerate(Tier)}
"""Tiers stand in the order in which they count."""

_WITH_SOURCE = PAGE.join(SOURCE, SOURCE.c.id == PAGE.c.source_id)
_LATEST = (VERSION.c.page_id == PAGE.c.id) & (VERSION.c.number == PAGE.c.latest_number)
_PAGES = select(*PAGE.columns, SOURCE.c.tier).select_from(_WITH_SOURCE)
_PAGE = (
    select(*PAGE.columns, SOURCE.c.tier, *VERSION_COLUMNS)
    .select_from(_WITH_SOURCE.outerjoin(VERSION, _LATEST).outerjoin(BASE, ON_BASE))
    .where(PAGE.c.id == bindparam("wanted"))
)
_MOVE = update(PAGE).where(PAGE.c.id == bindparam("moved"), PAGE.c.revision == bindparam("known"))
_DUE = (
    select(PAGE.c.id, PAGE.c.source_id, PAGE.c.url)
    .select_from(_WITH_SOURCE)
    .where(SOURCE.c.watched, PAGE.c.next_check_at.is_not(None))
    .order_by(PAGE.c.next_check_at, PAGE.c.id)
)


def recall_page(connection: Connection, page_id: PageId) -> Page:
    """A page with its latest version. Raises `StoreError` if there is none."""
    row = connection.execute(_PAGE, {"wanted": page_id}).first()
    if row is None:
        raise StoreError(f"there is no page {page_id}")
    return page_from(row, version_from(row))


def move_page(connection: Connection, before: Page, after: Page, latest: Version | None) -> None:
    """Write what a page has become; raises `StaleWrite` if somebody else moved it."""
    values = page_values(after) | {"revision": before.revision + 1}
    if latest is not before.latest:  # its index is not touched by the many commits that bring no version
        values |= {
            "latest_number": latest.number if latest else None,
            "latest_exact": latest.fingerprint.exact if latest else None,
        }
    moved = connection.execute(_MOVE, {"moved": before.id, "known": before.revision, **values})
    if moved.rowcount == 0:
        raise StaleWrite(f"page {before.id} ({before.url}) is no longer at revision {before.revision}")


def add_pages(connection: Connection, pages: Sequence[Page]) -> list[PageId]:
    """Create the pages that their sources do not know yet; returns the new ids, in the order given."""
    created = []
    statement = insert_unless_there(connection, PAGE).returning(PAGE.c.id)
    for page in pages:
        page_id = connection.execute(statement, _new_row(page)).scalar_one_or_none()
        if page_id is not None:
            created.append(PageId(page_id))
    return created


def due_pages(connection: Connection, now: datetime, limit: int, sources: Sequence[SourceId] | None) -> list[Due]:
    """Followed pages of watched sources whose time has come, longest due first."""
    found = _DUE.where(PAGE.c.next_check_at <= now).limit(limit)
    return _dues(connection, found if sources is None else found.where(PAGE.c.source_id.in_(sources)))


def followed_pages(connection: Connection, sources: Sequence[SourceId]) -> list[Due]:
    """Followed pages of the watched ones of the sources."""
    return _dues(connection, _DUE.where(PAGE.c.source_id.in_(sources)))


def unknown_urls(connection: Connection, source_id: SourceId, urls: Sequence[str]) -> list[str]:
    """Those of the addresses that the source has no page for, in the order given."""
    digests = [url_digest(url) for url in urls]
    known: set[str] = set()
    for some in chunks(digests):
        found = select(PAGE.c.url_digest).where(PAGE.c.source_id == source_id, PAGE.c.url_digest.in_(some))
        known.update(connection.execute(found).scalars())
    return [url for url, digest in zip(urls, digests, strict=True) if digest not in known]


def twins(connection: Connection, page: Page, reading: Reading) -> tuple[Twin, ...]:
    """Other present pages whose latest version says exactly what the reading says."""
    if not isinstance(reading, Text):
        return ()
    found = _PAGES.where(
        PAGE.c.latest_exact == reading.fingerprint.exact,
        PAGE.c.presence == Presence.PRESENT.value,
        PAGE.c.id != page.id,
    )
    return tuple(Twin(PageId(row.id), row.url, Tier(row.tier)) for row in _by_authority(connection, found))


def source_pages(connection: Connection, source_id: SourceId) -> list[Page]:
    """Every page of a source, without versions, oldest first."""
    found = _PAGES.where(PAGE.c.source_id == source_id).order_by(PAGE.c.first_seen_at, PAGE.c.id)
    return [page_from(row, None) for row in connection.execute(found)]


def versions_at(connection: Connection, url: str) -> list[Version]:
    """Versions of the page at an address, oldest first; of several such pages the official one, then the oldest."""
    found = _PAGES.where(PAGE.c.url_digest == url_digest(url), PAGE.c.latest_number.is_not(None))
    rows = _by_authority(connection, found)
    return versions_of(connection, rows[0].id) if rows else []


def url_digest(url: str) -> str:
    """What an address is found by."""
    return sha256(storable(url).encode()).hexdigest()


def _dues(connection: Connection, found: Select[*tuple[object, ...]]) -> list[Due]:
    return [Due(PageId(row.id), SourceId(row.source_id), row.url) for row in connection.execute(found)]


def _by_authority(connection: Connection, found: Select[*tuple[object, ...]]) -> list[Row[*tuple[object, ...]]]:
    rows = connection.execute(found).all()
    return sorted(rows, key=lambda row: (_RANK[row.tier], row.first_seen_at, row.id))


def _new_row(page: Page) -> Values:
    identity = {
        "source_id": page.source_id,
        "url": page.url,
        "url_digest": url_digest(page.url),
        "first_seen_at": page.first_seen_at,
    }
    return identity | page_values(page) | {"latest_number": None, "latest_exact": None, "revision": page.revision}
