"""Changes, with all that is told of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Row, Select, func, select, tuple_

from core.model import Change, ChangeKind, PageId, Stretch, Told
from core.source import SourceId, Tier
from storage.chunks import chunks
from storage.rows import change_from
from storage.tables import CHANGE, SOURCE
from storage.versions import Key, among, recall_versions

_CHANGES = select(*CHANGE.columns, SOURCE.c.name.label("source_name"), SOURCE.c.tier).join(
    SOURCE, SOURCE.c.id == CHANGE.c.source_id
)
_PLACE = (CHANGE.c.at, CHANGE.c.page_id, CHANGE.c.number)
_OLDEST_FIRST, _NEWEST_FIRST = _PLACE, tuple(column.desc() for column in _PLACE)
_LISTED = select(CHANGE.c.page_id, CHANGE.c.number)
"""Chosen from one index, as the list of changes is: see `glances`."""

# Not the bare column: SQLite would sort all changes of these kinds, for each bite anew.
_KIND = func.coalesce(CHANGE.c.kind, "")

_JOINED = select(CHANGE.c.joined_to, CHANGE.c.url).order_by(CHANGE.c.at, CHANGE.c.page_id, CHANGE.c.number)


def recent_changes(
    connection: Connection,
    *,
    since: datetime | None,
    until: datetime | None,
    source_id: SourceId | None,
    kind: ChangeKind | None,
    limit: int,
) -> list[Told]:
    """What changed, newest first."""
    found = _CHANGES.order_by(*_NEWEST_FIRST).limit(limit)
    if since is not None:
        found = found.where(CHANGE.c.at >= since)
    if until is not None:
        found = found.where(CHANGE.c.at < until)
    if source_id is not None:
        found = found.where(CHANGE.c.source_id == source_id)
    if kind is not None:
        found = found.where(CHANGE.c.kind == kind.value)
    return _told(connection, found)


def stretch(connection: Connection, wanted: Stretch, limit: int) -> list[Told]:
    """Changes in a row, in the order in which they are read."""
    order = _NEWEST_FIRST if wanted.after is None else _OLDEST_FIRST
    listed = _LISTED.where(_KIND.in_([kind.value for kind in wanted.kinds])).order_by(*order).limit(limit)
    if wanted.after is not None:
        listed = listed.where(tuple_(*_PLACE) > tuple_(*wanted.after))
    if wanted.before is not None:
        listed = listed.where(tuple_(*_PLACE) < tuple_(*wanted.before))
    if wanted.down_to is not None:
        listed = listed.where(tuple_(*_PLACE) >= tuple_(*wanted.down_to))
    if wanted.sources is not None:
        listed = listed.where(CHANGE.c.source_id.in_(wanted.sources))
    some = listed.subquery()
    chosen = (CHANGE.c.page_id == some.c.page_id) & (CHANGE.c.number == some.c.number)
    found = _CHANGES.join(some, chosen).order_by(*order)
    return _told(connection, found) if wanted.whole else _named(connection, found)


def told_by_id(connection: Connection, change_ids: Sequence[str]) -> list[Told]:
    """The changes with these ids, in the order of the ids; unknown ones are left out."""
    told: dict[str, Told] = {}
    for some in chunks(change_ids):
        found = _told(connection, _CHANGES.where(CHANGE.c.id.in_(some)))
        told |= {one.change.id: one for one in found}
    return [told[change_id] for change_id in change_ids if change_id in told]


def told_of(connection: Connection, keys: Iterable[Key]) -> dict[Key, Told]:
    """Changes by page and number."""
    told: dict[Key, Told] = {}
    for some in chunks(sorted(set(keys))):
        found = _told(connection, _CHANGES.where(among(CHANGE, some)))
        told |= {key: one for one in found if (key := (one.change.page_id, one.change.number)) in some}
    return told


def _told(connection: Connection, found: Select[*tuple[object, ...]]) -> list[Told]:
    rows = connection.execute(found).all()
    keys = [key for row in rows for key in (_key(row, row.before), _key(row, row.after)) if key]
    versions = recall_versions(connection, keys)
    joined = _joined(connection, [row.id for row in rows])
    return [
        Told(
            change=_speaking(change_from(row), joined.get(row.id, ())),
            source_name=row.source_name,
            tier=Tier(row.tier),
            before=versions.get(_key(row, row.before) or _NOWHERE),
            after=versions.get(_key(row, row.after) or _NOWHERE),
        )
        for row in rows
    ]


def _named(connection: Connection, found: Select[*tuple[object, ...]]) -> list[Told]:
    """Without their documents, and without the pages that they have come to speak for."""
    return [
        Told(change=change_from(row), source_name=row.source_name, tier=Tier(row.tier))
        for row in connection.execute(found)
    ]


def _joined(connection: Connection, change_ids: Sequence[str]) -> dict[str, list[str]]:
    """Addresses of the pages whose changes joined these."""
    urls: dict[str, list[str]] = {}
    for some in chunks(change_ids):
        for row in connection.execute(_JOINED.where(CHANGE.c.joined_to.in_(some))):
            urls.setdefault(row.joined_to, []).append(row.url)
    return urls


def _speaking(change: Change, joined: Iterable[str]) -> Change:
    """A change with the pages that it speaks for by now."""
    pages = dict.fromkeys((*change.pages, *joined))
    pages.pop(change.url, None)
    return replace(change, pages=tuple(pages)) if pages else change


_NOWHERE: Key = (PageId(0), 0)


def _key(row: Row[*tuple[object, ...]], number: int | None) -> Key | None:
    return None if number is None else (PageId(row.page_id), number)
