"""The daemon in one process: one tick over what is due, an outbox that never waits for it, reload on save."""

import asyncio
import contextlib
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from core.errors import StoreError, UsageError
from core.model import Due
from policywatch.alarm import sound_alarms
from policywatch.deliver import drain
from policywatch.engines.crew import Crew, Errand
from policywatch.engines.daemon import Reloading, log_visit, signals
from policywatch.engines.ticking import Ticking
from policywatch.feeds import publish
from policywatch.remind import remind
from policywatch.round import page_errands
from policywatch.visit import CALM, visit
from policywatch.wiring import Watch

log = structlog.get_logger(__name__)

TICK = timedelta(seconds=2)
MINUTE = timedelta(minutes=1)
HEART = "scheduler"
GRACE = timedelta(seconds=20)
BATCH = 10_000
TOURS = 200
"""Sources at hosts whose pages are planned in one tick; those hosts are busy then, and the next are the others."""

MOST_LOOKS = 20
"""At pages of one source before its host is free for others, and for its listing."""


class Embedded:
    """Runs a watch until it is told to stop.

    Args:
        path: of sources.yaml; saving it applies it, or says why not and keeps the old one.
        tick: between two looks at what is due.
    """

    def __init__(self, watch: Watch, path: Path, *, tick: timedelta = TICK) -> None:
        self._watch = watch
        self._path = path
        self._tick = tick
        self._crew = Crew(self._visit)
        self._draining = asyncio.Lock()
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Serve until SIGTERM, SIGINT or `stop`; running visits and sends are let finish."""
        often = [(duty, self._tick) for duty in (self.plan, self.remind, self.drain)]
        seldom = [(duty, MINUTE) for duty in (self.alarm, self.publish, self.beat, self.register)]
        ticking = Ticking(often + seldom)
        reloading = Reloading(self._path, self._watch.environ, self._watch.apply)
        reload = asyncio.create_task(reloading.run(self._stopping), name="reload")
        with signals(stop=self.stop, reload=reloading.ask):
            ticking.start()
            await self.beat()
            log.info("watching", sources=len(self._watch.sources))
            await self._stopping.wait()
            log.info("stopping")
            ticking.pause()
            await self._crew.stop(GRACE.total_seconds())
            await self._finish_draining()
            ticking.stop()
            await reload

    def stop(self) -> None:
        """End `run` gracefully; safe to call twice."""
        self._stopping.set()

    async def plan(self) -> None:
        """Send the crew to what is due: listings before pages, hosts side by side."""
        watch = self._watch
        now = watch.clock()
        try:
            listings = await watch.store.due_listings(now, BATCH)
            pages = await self._pages(now)
        except StoreError as fault:
            log.error("cannot plan", fault=str(fault))
            return
        errands = [
            Errand(source_id, watch.sources[source_id].url) for source_id in listings if source_id in watch.sources
        ]
        self._crew.send(errands + page_errands(pages))

    async def _pages(self, now: datetime) -> list[Due]:
        """Due pages at hosts that are free, so many of each source there: a backlog at one host hides no other."""
        store = self._watch.store
        free = [tour for tour in await store.due_tours(now) if not self._crew.is_busy(tour.host)]
        return [due for tour in free[:TOURS] for due in await store.due_at(tour, now, MOST_LOOKS)]

    async def remind(self) -> None:
        """Tell of the deadlines whose time has come."""
        try:
            told = await remind(self._watch)
        except StoreError as fault:
            log.error("cannot remind", fault=str(fault))
            return
        for change in told:
            log.info("change", kind=change.kind.value, headline=change.headline, url=change.url)

    async def drain(self) -> None:
        """Deliver what is owed."""
        watch = self._watch
        try:
            async with self._draining:
                report = await drain(watch, self._stopping.is_set)
        except StoreError as fault:
            log.error("cannot deliver", fault=str(fault))
            return
        if report.sent or report.delayed or report.failed:
            log.info("delivered", sent=report.sent, delayed=report.delayed, failed=report.failed)

    async def alarm(self) -> None:
        """Tell by other channels what one of them does not deliver."""
        try:
            await sound_alarms(self._watch)
        except StoreError as fault:
            log.error("cannot tell what is not delivered", fault=str(fault))

    async def beat(self) -> None:
        """Say that the scheduler is alive; `/ready` looks whether it does."""
        try:
            await self._watch.store.beat(HEART, self._watch.clock())
        except StoreError as fault:
            log.error("cannot say that I am alive", fault=str(fault))

    async def register(self) -> None:
        """See that the sources are ours still: a `check` with another file makes them those of that file."""
        try:
            await self._watch.store.register(self._watch.config.sources, self._watch.clock())
        except StoreError as fault:
            log.error("cannot register sources", fault=str(fault))

    async def publish(self) -> None:
        """Write the feeds of all rules where they say something else by now."""
        try:
            await publish(self._watch)
        except (StoreError, UsageError) as fault:
            log.error("cannot publish feeds", fault=str(fault))

    async def _finish_draining(self) -> None:
        """Let what is being sent be settled; what is not by then is sent again, under the same id."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE.total_seconds()), self._draining:
                pass

    async def _visit(self, errand: Errand) -> None:
        if not self._stopping.is_set():
            await visit(self._watch, errand, log_visit, calm=CALM)
