"""The planner: turns what is due into jobs, once however many planners are up; it looks at no page itself."""

import asyncio
from bisect import bisect_right
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import structlog

from core.errors import StoreError, UsageError
from core.model import Tour
from core.source import Configuration, SourceId
from policywatch.alarm import sound_alarms
from policywatch.engines.crew import Errand
from policywatch.engines.daemon import Reloading, signals
from policywatch.engines.distributed.leading import Lead
from policywatch.engines.distributed.queue import Queue
from policywatch.engines.ticking import Ticking
from policywatch.feeds import publish
from policywatch.remind import remind
from policywatch.wiring import Watch

log = structlog.get_logger(__name__)

TICK = timedelta(seconds=2)
MINUTE = timedelta(minutes=1)
REGISTER = timedelta(minutes=10)
FORGET = timedelta(hours=1)
HEART = "planner"
"""Under which name the planner that plans says that it is alive."""

IDLE = timedelta(days=1)
"""A host that nobody asked for so long is forgotten."""

MOST_LISTINGS = 10_000

SOURCES_AT_ONCE = 5_000
"""Sources whose pages are planned in one turn: of more, some after the others, so that a turn costs the same."""


class Planner:
    """Plans until it is told to stop; one of several that are up does so at a time.

    Args:
        path: of sources.yaml; saving it applies it, or says why not and keeps the old one.
    """

    def __init__(self, watch: Watch, queue: Queue, lead: Lead, path: Path) -> None:
        self._watch = watch
        self._queue = queue
        self._lead = lead
        self._path = path
        self._registered: Configuration | None = None
        self._last: SourceId | None = None
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Serve until SIGTERM, SIGINT or `stop`."""
        ticking = Ticking(
            [
                (self.plan, TICK),
                (self.remind, TICK),
                (self.alarm, MINUTE),
                (self.publish, MINUTE),
                (self.beat, MINUTE),
                (self.register, REGISTER),
                (self.forget, FORGET),
            ]
        )
        reloading = Reloading(self._path, self._watch.environ, self.take_up)
        reload = asyncio.create_task(reloading.run(self._stopping), name="reload")
        with signals(stop=self.stop, reload=reloading.ask):
            ticking.start()
            log.info("watching", sources=len(self._watch.sources))
            await self._stopping.wait()
            log.info("stopping")
            ticking.stop()
            await self._lead.leave()
            await reload

    def stop(self) -> None:
        """End `run`; safe to call twice."""
        self._stopping.set()

    async def plan(self) -> None:
        """Let wait what is due and does not wait yet; take away what dead workers have left."""
        if await self._lead.take():
            await self._dutifully("plan", self._plan)
        else:
            self._registered = None

    async def remind(self) -> None:
        """Tell of the deadlines whose time has come."""
        if self._lead.ours:
            await self._dutifully("remind", self._remind)

    async def alarm(self) -> None:
        """Tell by other channels what one of them does not deliver."""
        if self._lead.ours:
            await self._dutifully("tell what is not delivered", self._alarm)

    async def publish(self) -> None:
        """Write the feeds of all rules where they say something else by now, to a folder of this machine."""
        if self._lead.ours:
            await self._dutifully("publish feeds", self._publish)

    async def beat(self) -> None:
        """Say that somebody plans: `/ready` asks for it."""
        if self._lead.ours:
            await self._dutifully("say that the planner is alive", self._beat)

    async def register(self) -> None:
        """See with the next plan that the sources are ours still: a `check` makes them those of its own file."""
        self._registered = None

    async def forget(self) -> None:
        """Forget hosts that nobody asks any more."""
        if self._lead.ours:
            await self._dutifully("forget idle hosts", self._forget)

    async def _plan(self) -> None:
        if self._registered is not self._watch.config:
            config = self._watch.config
            await self._watch.store.register(config.sources, self._watch.clock())
            self._registered = config
        await self._drop_stalled()
        await self._plan_tours()
        if await self._watch.store.owes(self._watch.clock()):
            await self._queue.put_deliveries()

    async def _plan_tours(self) -> None:
        store, now = self._watch.store, self._watch.clock()
        known = await self._queue.known()  # first: what ends meanwhile has looked at what is due now
        listings = self._listings(await store.due_listings(now, MOST_LISTINGS))
        planned = set(listings)
        pages = [tour for tour in await store.due_tours(now, self._next_sources()) if tour not in planned]
        put = await self._queue.put(known.missing(listings, listing=True), listing=True)
        put += await self._queue.put(known.missing(pages, listing=False), listing=False)
        if put:
            log.debug("planned", tours=put)

    def _next_sources(self) -> list[SourceId]:
        """Whose turn it is: the sources by their ids, round and round."""
        ids = sorted(self._watch.sources)
        start = bisect_right(ids, self._last) if self._last else 0
        chosen = ids[start : start + SOURCES_AT_ONCE] or ids[:SOURCES_AT_ONCE]
        self._last = chosen[-1] if chosen and chosen[-1] != ids[-1] else None
        return chosen

    def _listings(self, due: list[SourceId]) -> list[Tour]:
        sources = self._watch.sources
        return [Tour(one, Errand(one, sources[one].url).host) for one in due if one in sources]

    async def _drop_stalled(self) -> None:
        for job in await self._queue.drop_stalled():
            log.warning("a worker died; what it left is planned again", job=job.queueing_lock)

    async def _remind(self) -> None:
        for change in await remind(self._watch):
            log.info("change", kind=change.kind.value, headline=change.headline, url=change.url)

    async def _alarm(self) -> None:
        await sound_alarms(self._watch)

    async def _publish(self) -> None:
        await publish(self._watch)

    async def _beat(self) -> None:
        await self._watch.store.beat(HEART, self._watch.clock())

    async def _forget(self) -> None:
        await self._watch.store.forget_hosts(self._watch.clock() - IDLE)

    async def _dutifully(self, what: str, duty: Callable[[], Awaitable[None]]) -> None:
        try:
            await duty()
        except (StoreError, UsageError) as fault:
            log.error(f"cannot {what}", fault=str(fault))

    async def take_up(self, config: Configuration) -> None:
        """Another planner's sources are registered by it: whoever plans says what is watched."""
        self._watch.adopt(config)
