"""Listings: recalled, due, and what a look at one has found."""

from datetime import datetime

from sqlalchemy import Connection, Update, bindparam, case, func, or_, select, update

from core.errors import StaleWrite, StoreError
from core.model import Finding, Listing, PageId, Relisted
from core.source import SourceId, SourceKind
from storage.columns import Moment
from storage.engine import in_turn
from storage.pages import add_pages
from storage.rows import Values, listing_from, listing_values
from storage.serialise import plain_listed
from storage.tables import LISTING, PAGE, SOURCE
from storage.verdicts import add_change

_LISTINGS = (
    select(*LISTING.columns, PAGE.c.changes)
    .join(SOURCE, SOURCE.c.id == LISTING.c.source_id)
    .outerjoin(PAGE, PAGE.c.id == LISTING.c.page_id)
)
_HAS_LISTING = SOURCE.c.kind != SourceKind.PAGE.value
_DUE = (
    select(LISTING.c.source_id)
    .join(SOURCE, SOURCE.c.id == LISTING.c.source_id)
    .where(SOURCE.c.watched, _HAS_LISTING)
    .order_by(LISTING.c.next_look_at, LISTING.c.source_id)
)
_MOVE = update(LISTING).where(LISTING.c.source_id == bindparam("moved"), LISTING.c.revision == bindparam("known"))
_AT_ONCE = func.coalesce(bindparam("at", type_=Moment()), PAGE.c.next_check_at)
_RELIST = (
    update(PAGE)
    .where(PAGE.c.id == bindparam("page"), PAGE.c.source_id == bindparam("source"))
    .values(
        listed=bindparam("shown", type_=PAGE.c.listed.type),
        listed_title=func.coalesce(bindparam("title", type_=PAGE.c.listed_title.type), PAGE.c.listed_title),
        next_check_at=case((PAGE.c.next_check_at.is_not(None), _AT_ONCE)),
        relisted=or_(PAGE.c.relisted, bindparam("status", type_=PAGE.c.relisted.type)),
        revision=PAGE.c.revision + 1,
    )
)
_COUNT = (
    update(PAGE).where(PAGE.c.id == bindparam("page")).values(changes=bindparam("number"), revision=PAGE.c.revision + 1)
)


def recall_listing(connection: Connection, source_id: SourceId) -> Listing:
    """A listing. Raises `StoreError` for a source that was not registered, or is one page."""
    row = connection.execute(_LISTINGS.where(LISTING.c.source_id == source_id)).first()
    if row is None:
        raise StoreError(f"source {source_id!r} has no listing; it was not registered, or is of kind page")
    return listing_from(row)


def due_listings(connection: Connection, now: datetime, limit: int) -> list[SourceId]:
    """Watched sources whose listing is due, longest due first."""
    found = connection.scalars(_DUE.where(LISTING.c.next_look_at <= now).limit(limit))
    return [SourceId(source_id) for source_id in found]


def all_listings(connection: Connection) -> list[Listing]:
    """State of every registered source that has a listing, by the sources' ids."""
    found = _LISTINGS.where(SOURCE.c.registered, _HAS_LISTING).order_by(LISTING.c.source_id)
    return [listing_from(row) for row in connection.execute(found)]


def commit_finding(connection: Connection, before: Listing, finding: Finding) -> list[PageId]:
    """Write all of a finding; raises `StaleWrite` if somebody else moved the listing."""
    in_turn(connection)
    # The source's row first, as in `register`: two that wait for each other's rows would wait for ever.
    connection.execute(_weigh(before.source_id))
    values = listing_values(finding.listing) | {"revision": before.revision + 1}
    moved = connection.execute(_MOVE, {"moved": before.source_id, "known": before.revision, **values})
    if moved.rowcount == 0:
        raise StaleWrite(f"the listing of {before.source_id!r} is no longer at revision {before.revision}")
    created = add_pages(connection, finding.pages)
    if finding.relisted:
        at = finding.listing.last_looked_at
        connection.execute(_RELIST, [_relisting(before.source_id, one, at) for one in finding.relisted])
    if finding.change is not None:
        # The page that stands for the listing counts the changes that hang on it.
        connection.execute(_COUNT, {"page": finding.change.page_id, "number": finding.change.number})
    add_change(connection, finding.change, finding.deliveries)
    return created


def _relisting(source_id: SourceId, relisted: Relisted, at: datetime | None) -> Values:
    return {
        "page": relisted.page_id,
        "source": source_id,
        "title": relisted.title,
        "shown": plain_listed(relisted.listed),
        "status": relisted.status,
        "at": at,
    }


def _weigh(source_id: SourceId) -> Update:
    # Here, and not where a page is committed: a look at one page costs nothing of what its source has.
    followed = (PAGE.c.source_id == source_id) & PAGE.c.next_check_at.is_not(None)
    mean = select(func.avg(PAGE.c.weight)).where(followed).scalar_subquery()
    return update(SOURCE).where(SOURCE.c.id == source_id).values(weight=mean)
