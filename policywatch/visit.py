"""One errand, supervised: whatever goes wrong on one page is told and ends there."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from core.errors import StaleWrite, StoreError
from core.model import Change
from core.source import SourceId
from policywatch.check import check
from policywatch.check import put_off as put_off_page
from policywatch.discover import discover
from policywatch.discover import put_off as put_off_listing
from policywatch.engines.crew import Errand
from policywatch.wiring import Watch

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What came of one errand.

    Args:
        outcome: class name of the last sight or reading, lower-case; `stale` and `fault` for our own troubles.
        found: pages that a listing led to for the first time.
        trouble: why it led to nothing.
    """

    errand: Errand
    outcome: str
    at: datetime
    found: int = 0
    change: Change | None = None
    deliveries: int = 0
    trouble: str | None = None

    @property
    def source_id(self) -> SourceId:
        """The source it was made for."""
        return self.errand.source_id


Witness = Callable[[Visited], None]


CALM = timedelta(minutes=1)
"""Of daemons, whose database takes nothing: what cannot be noted is due still, and would be asked for at every tick."""


async def visit(watch: Watch, errand: Errand, witness: Witness, *, calm: timedelta = timedelta()) -> None:
    """Make one visit and tell the witness; never raises for what one page did to us.

    A fault of ours counts as a look that led to nothing: it is not met again at every tick, and a source that goes on
    failing for it is told like any other.

    Args:
        calm: how long the host is left alone where not even that can be noted.
    """
    now = watch.clock()
    if errand.source_id not in watch.sources:
        return  # taken out of sources.yaml while the errand was under way
    try:
        witness(await _visit(watch, errand, now))
    except StaleWrite:
        witness(Visited(errand=errand, outcome="stale", at=now))
    except Exception as fault:
        log.exception("visit failed", source=errand.source_id, url=errand.url)
        seen, is_noted = await _put_off(watch, errand, f"internal error: {type(fault).__name__}: {fault}", now)
        witness(seen)
        if not is_noted:
            await asyncio.sleep(calm.total_seconds())


async def _visit(watch: Watch, errand: Errand, now: datetime) -> Visited:
    if errand.page_id is None:
        seen = await discover(
            errand.source_id,
            sources=watch.sources,
            config=watch.config,
            web=watch.web,
            store=watch.store,
            now=now,
        )
        return Visited(
            errand=errand,
            outcome=seen.listing.last_outcome or "",
            at=now,
            found=len(seen.pages),
            change=seen.change,
            deliveries=len(seen.deliveries),
            trouble=seen.trouble,
        )
    verdict = await check(
        errand.page_id, sources=watch.sources, config=watch.config, web=watch.web, store=watch.store, now=now
    )
    return Visited(
        errand=errand,
        outcome=verdict.page.last_outcome or "",
        at=now,
        change=verdict.change,
        deliveries=len(verdict.deliveries),
        # That a document is not there is a fact, and no failure of its source.
        trouble=verdict.page.last_error if verdict.page.last_outcome != "gone" else None,
    )


async def _put_off(watch: Watch, errand: Errand, trouble: str, now: datetime) -> tuple[Visited, bool]:
    """What is told of it, and whether the page or listing is due later for it."""
    seen = Visited(errand=errand, outcome="fault", at=now, trouble=trouble)
    if errand.source_id not in watch.sources:
        return seen, True
    sources, config, store = watch.sources, watch.config, watch.store
    try:
        led = (
            await put_off_listing(errand.source_id, trouble, sources=sources, config=config, store=store, now=now)
            if errand.page_id is None
            else await put_off_page(errand.page_id, trouble, sources=sources, config=config, store=store, now=now)
        )
    except StaleWrite:
        return seen, True
    except StoreError as fault:
        log.warning("could not put off", url=errand.url, fault=str(fault))
        return seen, False
    return replace(seen, change=led.change, deliveries=len(led.deliveries)), True
