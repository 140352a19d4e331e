"""Listings: recalled, due, and what a look at one has found."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from core.errors import StaleWrite, StoreError
from core.model import Finding, Listing, PageId
from core.source import SourceId, SourceKind
from storage.pages import add_pages
from storage.rows import listing_from, listing_values
from storage.tables import LISTING, SOURCE

_LISTINGS = select(LISTING).join(SOURCE, SOURCE.c.id == LISTING.c.source_id)
_HAS_LISTING = SOURCE.c.kind != SourceKind.PAGE.value
_MOVE = update(LISTING).where(LISTING.c.source_id == bindparam("moved"), LISTING.c.revision == bindparam("known"))


def recall_listing(connection: Connection, source_id: SourceId) -> Listing:
    """A listing. Raises `StoreError` for a source that was not registered, or is one page."""
    row = connection.execute(_LISTINGS.where(LISTING.c.source_id == source_id)).first()
    if row is None:
        raise StoreError(f"source {source_id!r} has no listing; it was not registered, or is of kind page")
    return listing_from(row)


def due_listings(connection: Connection, now: datetime, limit: int) -> list[SourceId]:
    """Watched sources whose listing is due, longest due first."""
    due = _LISTINGS.where(SOURCE.c.watched, _HAS_LISTING, LISTING.c.next_look_at <= now)
    ordered = due.order_by(LISTING.c.next_look_at, LISTING.c.source_id).limit(limit)
    return [SourceId(row.source_id) for row in connection.execute(ordered)]


def all_listings(connection: Connection) -> list[Listing]:
    """State of every registered source that has a listing, by the sources' ids."""
    found = _LISTINGS.where(SOURCE.c.registered, _HAS_LISTING).order_by(LISTING.c.source_id)
    return [listing_from(row) for row in connection.execute(found)]


def commit_finding(connection: Connection, before: Listing, finding: Finding) -> list[PageId]:
    """Store a listing and its new pages; raises `StaleWrite` if somebody else moved the listing."""
    values = listing_values(finding.listing) | {"revision": before.revision + 1}
    moved = connection.execute(_MOVE, {"moved": before.source_id, "known": before.revision, **values})
    if moved.rowcount == 0:
        raise StaleWrite(f"the listing of {before.source_id!r} is no longer at revision {before.revision}")
    return add_pages(connection, finding.pages)
