"""One tour: a source at one host, its listing, then its pages, newest due first; bounded, so that it gives way."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from core.model import Tour
from core.source import Source, SourceKind
from policywatch.engines.crew import Errand
from policywatch.round import page_errands
from policywatch.visit import CALM, Witness, visit
from policywatch.wiring import Watch

MOST_LOOKS = 20
LONGEST = timedelta(minutes=2)
"""No look is begun later; what is under way ends."""

log = structlog.get_logger(__name__)


async def make_tour(
    watch: Watch, tour: Tour, stopping: Callable[[], bool], witness: Witness, *, longest: timedelta = LONGEST
) -> bool:
    """Look at what is due of a source at a host; returns whether something is left that another tour is to look at.

    Args:
        stopping: whether what is not begun yet is to be left for others.

    Raises:
        StoreError: the database failed; what was not looked at is due still.
    """
    source = watch.sources.get(tour.source_id)
    if source is None:
        log.warning("no such source here; is sources.yaml the same on every machine?", source=tour.source_id)
        return False
    now = asyncio.get_running_loop().time
    ends = now() + longest.total_seconds()
    room = MOST_LOOKS
    for errand in await _listing(watch, source, tour, watch.clock()):
        await visit(watch, errand, witness, calm=CALM)
        room -= 1
    due = await watch.store.due_at(tour, watch.clock(), room + 1)
    for errand in page_errands(due[:room]):
        if stopping() or now() >= ends:
            return not stopping()
        await visit(watch, errand, witness, calm=CALM)
    return len(due) > room


async def _listing(watch: Watch, source: Source, tour: Tour, now: datetime) -> list[Errand]:
    """The errand to the listing, where this is its host and it is due."""
    errand = Errand(source.id, source.url)
    if source.kind is SourceKind.PAGE or errand.host != tour.host:
        return []
    listing = await watch.store.listing(source.id)
    return [errand] if listing.next_look_at <= now else []
