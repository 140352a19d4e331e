"""Sources made equal to the configured ones."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, select, update

from core.model import Health, Listing, Page, PageId
from core.source import Baseline, Source, SourceKind
from storage.addresses import url_digest
from storage.columns import storable
from storage.engine import in_turn
from storage.pages import add_pages
from storage.rows import Values, listing_values
from storage.tables import LISTING, PAGE, SOURCE
from storage.upsert import insert_or_update, insert_unless_there

Known = dict[str, Row[*tuple[object, ...]]]
StandsFor = dict[str, int | None]
"""Source to the page of its listing."""

_PAGE_AT = (PAGE.c.source_id == bindparam("source")) & (PAGE.c.url_digest == bindparam("digest"))
_UNFOLLOW = (
    update(PAGE)
    .where(_PAGE_AT, PAGE.c.next_check_at.is_not(None))
    .values(next_check_at=None, revision=PAGE.c.revision + 1)
)
_FOLLOW = (
    update(PAGE)
    .where(_PAGE_AT, PAGE.c.next_check_at.is_(None))
    .values(next_check_at=bindparam("now"), announce=bindparam("announced"), revision=PAGE.c.revision + 1)
)
_TAKE_FORM = (
    update(PAGE)
    .where(_PAGE_AT)
    .values(url=bindparam("form"), etag=None, last_modified=None, raw_digest=None, revision=PAGE.c.revision + 1)
)
_OWN_PAGE = select(PAGE.c.id, PAGE.c.url, PAGE.c.next_check_at).where(_PAGE_AT)
_STANDING = select(LISTING.c.source_id, LISTING.c.page_id)
_STAND_FOR = update(LISTING).where(LISTING.c.source_id == bindparam("source")).values(page_id=bindparam("own"))
_LOOK_AGAIN = (
    update(LISTING)
    .where(LISTING.c.source_id == bindparam("source"))
    .values(
        next_look_at=bindparam("now"),
        etag=None,
        last_modified=None,
        raw_digest=None,
        entrance=None,
        revision=LISTING.c.revision + 1,
    )
)
_START_AGAIN = (
    update(LISTING)
    .where(LISTING.c.source_id == bindparam("source"))
    .values(
        rules=None,
        health=Health.OK.value,
        failures=0,
        items=0,
        failing_since=None,
        last_new_at=None,
        expected_by=None,
    )
)


def register(connection: Connection, sources: Sequence[Source], now: datetime) -> None:
    """Make the stored sources equal to the configured ones; what they have brought so far is kept."""
    in_turn(connection)
    known: Known = {row.id: row for row in connection.execute(select(SOURCE))}
    stands_for: StandsFor = {row.source_id: row.page_id for row in connection.execute(_STANDING)}
    configured = {source.id for source in sources}
    for gone in sorted(known.keys() - configured):
        connection.execute(update(SOURCE).where(SOURCE.c.id == gone).values(registered=False, watched=False))
    # In one order in every process: two that start at once would otherwise wait for each other.
    for source in sorted(sources, key=lambda source: source.id):
        before = known.get(source.id)
        if before is not None and _is_settled(before, source, stands_for):
            continue
        connection.execute(insert_or_update(connection, SOURCE, "id", _row(source)))
        if before is not None and (before.url, before.kind) != (source.url, source.kind.value):
            _leave(connection, before, source, now)
        _arrive(connection, source, stands_for, now)


def _is_settled(before: Row[*tuple[object, ...]], source: Source, stands_for: StandsFor) -> bool:
    """Whether the source was registered just so: of 100,000 sources few move when the file is saved."""
    has_its_page = source.kind is SourceKind.PAGE or stands_for.get(source.id) is not None
    return has_its_page and all(getattr(before, name) == value for name, value in _row(source).items())


def _leave(connection: Connection, before: Row[*tuple[object, ...]], source: Source, now: datetime) -> None:
    """The source has moved: what was seen at the old address is no validator, no baseline, no page for the new one."""
    if before.kind == SourceKind.PAGE.value:
        connection.execute(_UNFOLLOW, _place(source.id, before.url))
    connection.execute(_LOOK_AGAIN, {"source": source.id, "now": now})
    if before.url != source.url:
        connection.execute(_START_AGAIN, {"source": source.id})
    if source.kind is SourceKind.PAGE:
        announced = source.baseline is Baseline.ANNOUNCE
        connection.execute(_FOLLOW, _place(source.id, source.url) | {"now": now, "announced": announced})


def _arrive(connection: Connection, source: Source, stands_for: StandsFor, now: datetime) -> None:
    own = _own_page(connection, source, now)
    if source.kind is SourceKind.PAGE:
        return
    if own.next_check_at is not None:
        connection.execute(_UNFOLLOW, _place(source.id, source.url))
    if stands_for.get(source.id) == own.id:
        return
    fresh = Listing(source_id=source.id, next_look_at=now)
    row = {"source_id": source.id, "page_id": own.id, "revision": fresh.revision} | listing_values(fresh)
    connection.execute(insert_unless_there(connection, LISTING), row)
    connection.execute(_STAND_FOR, {"source": source.id, "own": own.id})


def _own_page(connection: Connection, source: Source, now: datetime) -> Row[*tuple[object, ...]]:
    """The page at the source's own address, made if it has none, under the form that the source names."""
    place = _place(source.id, source.url)
    found = connection.execute(_OWN_PAGE, place).first()
    if found is None:
        add_pages(connection, [_page(source, now)])
        found = connection.execute(_OWN_PAGE, place).one()
    if found.url != storable(source.url):
        connection.execute(_TAKE_FORM, place | {"form": source.url})
    return found


def _place(source_id: str, url: str) -> Values:
    return {"source": source_id, "digest": url_digest(url)}


def _page(source: Source, now: datetime) -> Page:
    """The page at the source's own address: its only one, or the one that stands for its listing."""
    only = source.kind is SourceKind.PAGE
    return Page(
        id=PageId(0),
        source_id=source.id,
        url=source.url,
        first_seen_at=now,
        next_check_at=now if only else None,
        tier=source.tier,
        announce=only and source.baseline is Baseline.ANNOUNCE,
    )


def _row(source: Source) -> Values:
    return {
        "id": source.id,
        "name": source.name,
        "url": source.url,
        "kind": source.kind.value,
        "tier": source.tier.value,
        "registered": True,
        "watched": source.disabled is None,
    }
