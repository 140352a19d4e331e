"""The side road: one listing, from look to new pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.health import alarm
from core.listing import Walk, first_pages, relisted, settle_listing
from core.model import Change, Delivery, Failed, Finding, Listing, PageId, Turmoil
from core.ports import Memory, Web
from core.source import Configuration, Source, SourceId
from core.storm import UPHEAVAL, is_upheaval
from crawler.normalise import fold
from notifier.rules import route
from notifier.subject import subject_of
from policywatch.walk import Walker


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What a look at a listing led to.

    Args:
        pages: ids of the pages that were new to us.
        change: of the source's health.
        trouble: why the look led to nothing, or not to the end; None when all was understood.
    """

    listing: Listing
    pages: tuple[PageId, ...] = ()
    change: Change | None = None
    deliveries: tuple[Delivery, ...] = ()
    trouble: str | None = None


async def discover(
    source_id: SourceId,
    *,
    sources: Mapping[SourceId, Source],
    config: Configuration,
    web: Web,
    store: Memory,
    now: datetime,
) -> Discovery:
    """Look at one listing, and commit the pages it leads to.

    Raises:
        StaleWrite: somebody else looked meanwhile; nothing was written.
        StoreError: the database failed; nothing was written.
    """
    source = sources[source_id]
    listing = await store.listing(source_id)  # ! 1 recall
    walk = await Walker(source, listing, web, store).walk()  # ! 2 its pages, and which of their documents are known
    turmoil = await store.turmoil(source_id, now - UPHEAVAL)  # ! whether all its documents changed at once
    return await _commit(source, listing, walk, turmoil, config=config, store=store, now=now)


async def put_off(
    source_id: SourceId,
    trouble: str,
    *,
    sources: Mapping[SourceId, Source],
    config: Configuration,
    store: Memory,
    now: datetime,
) -> Discovery:
    """Count a look that a fault of ours ended as one that led to nothing. Raises like `discover`."""
    listing = await store.listing(source_id)
    walk = Walk(sight=Failed(reason=trouble), known={}, entrance=listing.entrance, trouble=trouble)
    return await _commit(sources[source_id], listing, walk, Turmoil(), config=config, store=store, now=now)


async def _commit(
    source: Source,
    listing: Listing,
    walk: Walk,
    turmoil: Turmoil,
    *,
    config: Configuration,
    store: Memory,
    now: datetime,
) -> Discovery:
    settled = settle_listing(listing, walk, source, now)  # 3 when again, and how it fares
    after, change = alarm(listing, settled, source, now, upheaval=is_upheaval(turmoil))
    finding = Finding(
        listing=after,
        pages=first_pages(source, listing, walk.new, now, old=walk.old(listing)),  # 4 what to follow, what to note
        relisted=relisted(walk, listing, source),  # 5 what stands there differently now
        change=change,
        deliveries=route(subject_of(change, source, fold), config) if change else (),
    )
    pages = await store.commit_finding(listing, finding)  # ! 6 all of it or none of it
    return Discovery(
        listing=after, pages=tuple(pages), change=change, deliveries=finding.deliveries, trouble=walk.trouble
    )
