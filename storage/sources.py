"""Sources made equal to the configured ones."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, select, update

from core.model import Listing, Page, PageId
from core.source import Baseline, Source, SourceKind
from storage.pages import add_pages, url_digest
from storage.rows import Values, listing_values
from storage.tables import LISTING, PAGE, SOURCE
from storage.upsert import insert_or_update, insert_unless_there

Known = dict[str, Row[*tuple[object, ...]]]

_PAGE_AT = (PAGE.c.source_id == bindparam("source")) & (PAGE.c.url_digest == bindparam("digest"))
_UNFOLLOW = update(PAGE).where(_PAGE_AT).values(next_check_at=None, revision=PAGE.c.revision + 1)
_FOLLOW = (
    update(PAGE)
    .where(_PAGE_AT, PAGE.c.next_check_at.is_(None))
    .values(next_check_at=bindparam("now"), revision=PAGE.c.revision + 1)
)
_LOOK_AGAIN = (
    update(LISTING)
    .where(LISTING.c.source_id == bindparam("source"))
    .values(
        next_look_at=bindparam("now"), etag=None, last_modified=None, raw_digest=None, revision=LISTING.c.revision + 1
    )
)


def register(connection: Connection, sources: Sequence[Source], now: datetime) -> None:
    """Make the stored sources equal to the configured ones; what they have brought so far is kept."""
    known: Known = {row.id: row for row in connection.execute(select(SOURCE))}
    configured = {source.id for source in sources}
    for gone in sorted(known.keys() - configured):
        connection.execute(update(SOURCE).where(SOURCE.c.id == gone).values(registered=False, watched=False))
    # In one order in every process: two that start at once would otherwise wait for each other.
    for source in sorted(sources, key=lambda source: source.id):
        connection.execute(insert_or_update(connection, SOURCE, "id"), _row(source))
        before = known.get(source.id)
        if before is not None and (before.url, before.kind) != (source.url, source.kind.value):
            _leave(connection, before, source, now)
        _arrive(connection, source, now)


def _leave(connection: Connection, before: Row[*tuple[object, ...]], source: Source, now: datetime) -> None:
    """The source has moved: what was seen at the old address is no validator, no baseline, no page for the new one."""
    if before.kind == SourceKind.PAGE.value:
        connection.execute(_UNFOLLOW, {"source": source.id, "digest": url_digest(before.url)})
    connection.execute(_LOOK_AGAIN, {"source": source.id, "now": now})
    if before.url != source.url:
        connection.execute(update(LISTING).where(LISTING.c.source_id == source.id).values(rules=None, failures=0))
    if source.kind is SourceKind.PAGE:
        connection.execute(_FOLLOW, {"source": source.id, "digest": url_digest(source.url), "now": now})


def _arrive(connection: Connection, source: Source, now: datetime) -> None:
    if source.kind is SourceKind.PAGE:
        add_pages(connection, [_page(source, now)])
        return
    fresh = Listing(source_id=source.id, next_look_at=now)
    row = {"source_id": source.id, "revision": fresh.revision} | listing_values(fresh)
    connection.execute(insert_unless_there(connection, LISTING), row)


def _page(source: Source, now: datetime) -> Page:
    return Page(
        id=PageId(0),
        source_id=source.id,
        url=source.url,
        first_seen_at=now,
        next_check_at=now,
        tier=source.tier,
        announce=source.baseline is Baseline.ANNOUNCE,
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
