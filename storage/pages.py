"""Pages: recalled, due, known or not, and who else says the same."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, Select, and_, bindparam, exists, func, select, update

from core.errors import StaleWrite, StoreError
from core.model import Due, Known, Page, PageId, Presence, Verdict, Version
from core.source import SourceId, SourceKind, Tier
from storage.addresses import form_digest, url_digest
from storage.chunks import chunks
from storage.rows import Values, feature_values, known_from, page_from, page_values, story_values
from storage.tables import LISTING, PAGE, SOURCE, VERSION
from storage.upsert import insert_unless_there
from storage.versions import BASE, ON_BASE, VERSION_COLUMNS, version_from, versions_of

RANK = {tier.value: rank for rank, tier in enumerate(Tier)}
"""Tiers stand in the order in which they count."""

STANDS_FOR_LISTING = and_(
    SOURCE.c.kind != SourceKind.PAGE.value,
    exists().where(LISTING.c.source_id == PAGE.c.source_id, LISTING.c.page_id == PAGE.c.id),
)
"""Of a page, joined with its source: whether it is no document."""

_WITH_SOURCE = PAGE.join(SOURCE, SOURCE.c.id == PAGE.c.source_id)
LATEST = (VERSION.c.page_id == PAGE.c.id) & (VERSION.c.number == PAGE.c.latest_number)
_PAGE_COLUMNS = (*PAGE.columns, SOURCE.c.tier, SOURCE.c.weight.label("source_weight"))
_PAGES = select(*_PAGE_COLUMNS).select_from(_WITH_SOURCE)
_PAGE = (
    select(*_PAGE_COLUMNS, *VERSION_COLUMNS)
    .select_from(_WITH_SOURCE.outerjoin(VERSION, LATEST).outerjoin(BASE, ON_BASE))
    .where(PAGE.c.id == bindparam("wanted"))
)
_KNOWN = select(PAGE.c.id, PAGE.c.url, PAGE.c.url_digest, PAGE.c.listed_title, PAGE.c.listed)
_MOVE = update(PAGE).where(PAGE.c.id == bindparam("moved"), PAGE.c.revision == bindparam("known"))
_DUE = (
    select(PAGE.c.id, PAGE.c.source_id, PAGE.c.url)
    .select_from(_WITH_SOURCE)
    .where(SOURCE.c.watched, PAGE.c.next_check_at.is_not(None))
    .order_by(PAGE.c.next_check_at, PAGE.c.id)
)
_REMIND = (
    select(PAGE.c.id, PAGE.c.source_id, PAGE.c.url)
    .select_from(_WITH_SOURCE)
    .where(SOURCE.c.watched, PAGE.c.presence == Presence.PRESENT.value)
    .order_by(PAGE.c.remind_at, PAGE.c.id)
)


def recall_page(connection: Connection, page_id: PageId) -> Page:
    """A page with its latest version. Raises `StoreError` if there is none."""
    row = connection.execute(_PAGE, {"wanted": page_id}).first()
    if row is None:
        raise StoreError(f"there is no page {page_id}")
    return page_from(row, version_from(row))


def move_page(connection: Connection, before: Page, verdict: Verdict) -> None:
    """Write what a page has become; raises `StaleWrite` if somebody else moved it."""
    after, features = verdict.page, verdict.features
    latest = verdict.version or after.latest
    values = page_values(after) | {"revision": before.revision + 1}
    # Their indexes are not touched by the many commits that bring nothing of the kind.
    if _story(after) != _story(before):
        values |= story_values(after)
    if latest is not before.latest:
        values |= {
            "latest_number": latest.number if latest else None,
            "latest_exact": latest.fingerprint.exact if latest else None,
        }
    if features is not None:
        values |= feature_values(features)
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


def due_reminders(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """Present pages of watched sources that something is to be said of by now, longest due first."""
    return _dues(connection, _REMIND.where(PAGE.c.remind_at <= now).limit(limit))


def known_pages(connection: Connection, source_id: SourceId, urls: Sequence[str]) -> dict[str, Known]:
    """Those of the addresses that the source has a page for, in the order given."""
    digests = {url: url_digest(url) for url in urls}
    known: dict[str, Known] = {}
    for some in chunks(sorted(set(digests.values()))):
        found = _KNOWN.where(PAGE.c.source_id == source_id, PAGE.c.url_digest.in_(some))
        known |= {row.url_digest: known_from(row) for row in connection.execute(found)}
    return {url: known[digest] for url, digest in digests.items() if digest in known}


def source_pages(connection: Connection, source_id: SourceId) -> list[Page]:
    """Every document of a source, without versions, oldest first."""
    found = _PAGES.where(PAGE.c.source_id == source_id, ~STANDS_FOR_LISTING)
    ordered = found.order_by(PAGE.c.first_seen_at, PAGE.c.id)
    return [page_from(row, None) for row in connection.execute(ordered)]


def pulse(connection: Connection, since: datetime) -> dict[SourceId, int]:
    """Documents first seen since that are no baseline, by source."""
    # Not grouped by the bare column: SQLite would go through all that there is, source by source.
    source_id = func.coalesce(PAGE.c.source_id, "").label("source_id")
    came = select(source_id, func.count().label("number")).where(PAGE.c.first_seen_at >= since, PAGE.c.announce)
    return {SourceId(row.source_id): row.number for row in connection.execute(came.group_by(source_id))}


def versions_at(connection: Connection, url: str) -> list[Version]:
    """Versions of the page at an address, oldest first."""
    page_id = document_at(connection, url)
    return [] if page_id is None else versions_of(connection, page_id)


def document_at(connection: Connection, url: str) -> PageId | None:
    """The page at an address that was read.

    Of several pages the official one; else the one at this very form of the address; else the oldest.
    """
    digests = (url_digest(url), form_digest(url))
    found = _PAGES.where(PAGE.c.url_digest.in_(digests), PAGE.c.latest_number.is_not(None))
    rows = _by_authority(connection, found, url)
    return PageId(rows[0].id) if rows else None


def _dues(connection: Connection, found: Select[*tuple[object, ...]]) -> list[Due]:
    return [Due(PageId(row.id), SourceId(row.source_id), row.url) for row in connection.execute(found)]


def _by_authority(
    connection: Connection, found: Select[*tuple[object, ...]], url: str | None = None
) -> list[Row[*tuple[object, ...]]]:
    """Official ones first, then those at exactly this address if one is given, then the oldest."""
    rows = connection.execute(found).all()
    return sorted(rows, key=lambda row: (RANK[row.tier], row.url != url, row.first_seen_at, row.id))


def _story(page: Page) -> tuple[object, ...]:
    return page.recent, page.suspect, page.flapping_since, page.remind_at, page.repealed_by


def _new_row(page: Page) -> Values:
    identity = {
        "source_id": page.source_id,
        "url": page.url,
        "url_digest": url_digest(page.url),
        "first_seen_at": page.first_seen_at,
    }
    return (
        identity
        | page_values(page)
        | story_values(page)
        | {"latest_number": None, "latest_exact": None, "revision": page.revision}
    )
