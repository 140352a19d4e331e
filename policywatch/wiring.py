"""The only place that constructs real things."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from core.ports import Courier, Store, Web
from core.source import Allowance, Configuration, Source, SourceId
from crawler.fetch import HttpWeb, Politeness
from crawler.normalise import fold
from crawler.read import PLAIN
from notifier.channels import Surroundings, couriers
from notifier.timing import opens
from policywatch.config import load
from policywatch.engines.distributed.clock import SharedClock
from policywatch.engines.distributed.pacing import SharedPacing
from policywatch.press import Press
from policywatch.resting import Rests
from storage import open_blobs, open_store

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


@dataclass
class Watch:
    """Everything a running service holds; `apply` is how a saved sources.yaml takes effect.

    Args:
        stream: where channels of type `console` print; None is standard output.
        press: the feeds, as far as they were read.
    """

    config: Configuration
    store: Store
    web: Web
    environ: Mapping[str, str]
    clock: Clock = wall_clock
    stream: TextIO | None = None
    couriers: Mapping[str, Courier] = field(default_factory=dict)
    sources: Mapping[SourceId, Source] = field(default_factory=dict)
    rests: Rests = field(default_factory=Rests)
    press: Press = field(default_factory=Press)

    async def apply(self, config: Configuration) -> None:
        """Make the configuration the one that counts, from the next errand on."""
        await self.store.register(config.sources, self.clock())
        self.adopt(config)

    def adopt(self, config: Configuration) -> None:
        """Make it the one that counts here; another machine has registered its sources, or will."""
        self.config = config
        self.sources = {source.id: source for source in config.sources if source.disabled is None}
        self.rests = Rests()
        self.couriers = couriers(config.channels, self.environ, surroundings(config, self.stream))

    @property
    def allowances(self) -> Mapping[str, Allowance]:
        """How much the recipients of a channel get at most, by its name; a channel without limit is left out."""
        return {one.name: one.allowance for one in self.config.channels if one.allowance is not None}

    def closed(self, now: datetime) -> Collection[str]:
        """Names of the channels whose quiet hours or days off it is."""
        zone = self.config.settings.timezone
        return [one.name for one in self.config.channels if opens(now, one, zone) > now]


def surroundings(config: Configuration, stream: TextIO | None = None) -> Surroundings:
    """What the channels of an installation share.

    Their clock is the wall's: signatures and dates of messages are for receivers whose clocks run, whatever
    the service takes the time to be.
    """
    settings = config.settings
    return Surroundings(
        stream=stream,
        timezone=settings.timezone,
        dashboard=settings.dashboard,
        allow_private_networks=settings.allow_private_networks,
    )


def read_configuration(path: Path, environ: Mapping[str, str]) -> Configuration:
    """What `sources.yaml` says. Raises `ConfigError` with every mistake in it."""
    return load(path, environ, plain=PLAIN, fold=fold)


@asynccontextmanager
async def open_watch(
    config: Configuration,
    database: str,
    environ: Mapping[str, str],
    clock: Clock = wall_clock,
    *,
    stream: TextIO | None = None,
) -> AsyncIterator[Watch]:
    """A watch with a real store and a real door to the network; both are closed at the end."""
    store = open_store(database, open_blobs(environ))
    try:
        async with HttpWeb(clock=clock) as web:
            watch = Watch(config, store, web, environ, clock, stream)
            await watch.apply(config)
            yield watch
    finally:
        await store.close()


@asynccontextmanager
async def open_share(
    config: Configuration, database: str, environ: Mapping[str, str], clock: Clock = wall_clock
) -> AsyncIterator[Watch]:
    """A watch that shares its hosts with other machines: clock and turns are the database's.

    Its sources are not registered: the planner does that.
    """
    store = open_store(database, open_blobs(environ))
    try:
        shared = SharedClock(clock)
        await shared.compare(store)
        pacing = SharedPacing(store, Politeness(time.monotonic, asyncio.sleep), shared)
        async with HttpWeb(clock=shared, pacing=pacing) as web, _kept_right(shared, store):
            watch = Watch(config, store, web, environ, shared)
            watch.adopt(config)
            yield watch
    finally:
        await store.close()


@asynccontextmanager
async def _kept_right(clock: SharedClock, store: Store) -> AsyncIterator[None]:
    comparing = asyncio.create_task(clock.keep_right(store), name="clock")
    try:
        yield
    finally:
        comparing.cancel()
        await asyncio.gather(comparing, return_exceptions=True)
