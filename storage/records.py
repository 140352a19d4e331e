"""What the operator's tools ask of the memory beside what the roads do: everything, once, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, bindparam, exists, func, or_, select, tuple_

from core.errors import StoreError
from core.model import Change, PageId, Version
from core.ports import Blobs
from core.source import SourceId
from storage.blobs import DatabaseBlobs
from storage.chunks import chunks
from storage.places import BLOBS
from storage.references import lost_rows
from storage.rows import change_from
from storage.store import SqlStore
from storage.tables import CHANGE, PAGE, SOURCE, VERSION
from storage.versions import BASE, ON_BASE, VERSION_COLUMNS, Key, version_from

BEGINNING: Key = (PageId(0), 0)
"""Before every version."""

_BATCH = 500
_NAMED = VERSION.join(PAGE, PAGE.c.id == VERSION.c.page_id)
_KEYS = (
    select(VERSION.c.page_id, VERSION.c.number, PAGE.c.url, PAGE.c.source_id)
    .select_from(_NAMED)
    .order_by(VERSION.c.page_id, VERSION.c.number)
)
_ONE = (
    select(*VERSION_COLUMNS)
    .select_from(VERSION.outerjoin(BASE, ON_BASE))
    .where(VERSION.c.page_id == bindparam("page"), VERSION.c.number == bindparam("version"))
)
_LINK = select(VERSION.c.exact, VERSION.c.raw_digest, VERSION.c.captured_at, VERSION.c.chain).where(
    VERSION.c.page_id == bindparam("page"), VERSION.c.number == bindparam("version")
)
_CHANGES = (
    select(*CHANGE.columns, PAGE.c.source_id)
    .join(PAGE, PAGE.c.id == CHANGE.c.page_id)
    .where(or_(CHANGE.c.before.is_(None), CHANGE.c.before < CHANGE.c.after))
    .order_by(CHANGE.c.page_id, CHANGE.c.number)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which versions are asked for.

    Args:
        since: those captured at or after this moment; None for all.
        source_id: those of one source; None for all.
    """

    since: datetime | None = None
    source_id: SourceId | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """What a version's chain digest is made of, and the digest."""

    exact: str
    raw_digest: str
    captured_at: datetime
    chain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVersion:
    """A version as it lies in the database, whole or damaged.

    Args:
        version, link: None where they cannot be read.
        fault: why not.
        change: that brought it; None for one that was not told, or only recorded.
    """

    page_id: PageId
    number: int
    url: str
    source_id: SourceId
    version: Version | None
    link: Link | None
    fault: str = ""
    change: Change | None = None

    @property
    def key(self) -> Key:
        """Where it stands in the order of all."""
        return self.page_id, self.number


ALL = Wanted()


class Records(SqlStore):
    """The memory with what `verify` and `export` ask of it; each method is one transaction."""

    async def versions_after(self, last: Key, wanted: Wanted = ALL) -> list[KeptVersion]:
        """The next versions by page and number, at most 500; `BEGINNING` comes before the first."""
        return await self._read(_versions_after, last, wanted)

    async def number_of_versions(self, wanted: Wanted = ALL) -> int:
        """How many there are."""
        return await self._read(_number_of_versions, wanted)

    async def lost_rows(self) -> list[str]:
        """What points at rows that are not there, a clause each."""
        return await self._read(lost_rows)

    async def named_digests(self) -> set[str]:
        """Digests of the bytes that versions were read from."""
        return await self._read(_named_digests)

    async def knows(self, source_id: SourceId) -> bool:
        """Whether there is such a source."""
        return await self._read(_knows, source_id)

    @property
    def places(self) -> dict[str, Blobs]:
        """Where bytes are kept: the database, and the place that is named beside it."""
        places: dict[str, Blobs] = {"the database": DatabaseBlobs(self._engines)}
        return places if self._blobs is None else places | {BLOBS: self._blobs}


def open_records(url: str, blobs: Blobs | None = None) -> Records:
    """Like `storage.open_store`, for the operator's tools."""
    return Records(url, blobs)


def _versions_after(connection: Connection, last: Key, wanted: Wanted) -> list[KeptVersion]:
    after = tuple_(VERSION.c.page_id, VERSION.c.number) > last
    rows = connection.execute(_KEYS.where(after, *_conditions(wanted)).limit(_BATCH)).all()
    changes = _changes(connection, [(PageId(row.page_id), row.number) for row in rows])
    return [_kept(connection, row, changes.get((PageId(row.page_id), row.number))) for row in rows]


def _kept(connection: Connection, row: Row[*tuple[object, ...]], change: Change | None) -> KeptVersion:
    """One by one, so that a damaged version hides no other."""
    keys = {"page": row.page_id, "version": row.number}
    version, link, fault = None, None, ""
    try:
        link = Link(*connection.execute(_LINK, keys).one())
        version = version_from(connection.execute(_ONE, keys).one())
    except StoreError as error:
        fault = error.context
    except (ValueError, TypeError) as error:  # a column that is not of its kind
        fault = f"version {row.number} of page {row.page_id} cannot be read back ({error}); restore a backup"
    return KeptVersion(
        page_id=PageId(row.page_id),
        number=row.number,
        url=row.url,
        source_id=SourceId(row.source_id),
        version=version,
        link=link,
        fault=fault,
        change=change,
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        conditions.append(VERSION.c.captured_at >= wanted.since)
    if wanted.source_id is not None:
        conditions.append(PAGE.c.source_id == wanted.source_id)
    return conditions


def _number_of_versions(connection: Connection, wanted: Wanted) -> int:
    counted = select(func.count()).select_from(_NAMED).where(*_conditions(wanted))
    return connection.scalar(counted) or 0


def _changes(connection: Connection, keys: Sequence[Key]) -> dict[Key, Change]:
    """By version, the change that brought it; what only speaks of a version (a deadline) brought none."""
    brought: dict[Key, Change] = {}
    for some in chunks(keys):
        found = _CHANGES.where(tuple_(CHANGE.c.page_id, CHANGE.c.after).in_(some))
        for row in connection.execute(found):
            brought.setdefault((PageId(row.page_id), row.after), change_from(row))
    return brought


def _named_digests(connection: Connection) -> set[str]:
    return set(connection.scalars(select(VERSION.c.raw_digest).distinct()))


def _knows(connection: Connection, source_id: SourceId) -> bool:
    return bool(connection.scalar(select(exists().where(SOURCE.c.id == source_id))))
