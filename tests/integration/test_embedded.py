"""The daemon in one process, on a real SQLite file: a tick at a time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.model import Finding, Sight, Validators
from core.source import Configuration, Manners, Source, SourceId, SourceKind
from policywatch.engines.embedded import MOST_LOOKS, Embedded
from policywatch.wiring import Watch
from storage import open_store
from tests.contract.stored import a_new_page, a_source
from tests.fakes.clocks import HandClock
from tests.fakes.nouns import NOW
from tests.fakes.scripted_web import ScriptedWeb

HUGE, SMALL = "huge.example.gov.cn", "small.example.gov.cn"
MANY = 1_200
MINUTE = timedelta(minutes=1)


class Hanging(ScriptedWeb):
    """The huge host answers nobody before it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.released = asyncio.Event()

    async def look(
        self,
        url: str,
        manners: Manners,
        validators: Validators | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
        content_type: str | None = None,
    ) -> Sight:
        """See `Web`."""
        sight = await super().look(url, manners, validators)
        if HUGE in url:
            await self.released.wait()
        return sight

    def asked_of(self, host: str) -> int:
        """Looks at a host."""
        return sum(host in url for url, _ in self.asked)


def source_at(host: str) -> Source:
    return replace(a_source(url=f"https://{host}/list/"), id=SourceId(host.split(".")[0]), kind=SourceKind.LIST)


@pytest.fixture
async def watch(tmp_path: Path) -> AsyncIterator[Watch]:
    """Two sources, whose listings are not due; the one owes far more looks than the other, and for longer."""
    store = open_store(f"sqlite:///{tmp_path / 'policywatch.db'}")
    both = (source_at(HUGE), source_at(SMALL))
    watch = Watch(Configuration(sources=both), store, Hanging(), {}, HandClock(NOW))
    await watch.apply(watch.config)
    for source, host, count, since in zip(both, (HUGE, SMALL), (MANY, 1), (NOW - MINUTE, NOW), strict=True):
        listing = replace(await store.listing(source.id), next_look_at=NOW + MINUTE)
        pages = tuple(
            replace(a_new_page(f"https://{host}/content/post_{number}.html"), source_id=source.id, next_check_at=since)
            for number in range(count)
        )
        await store.commit_finding(listing, Finding(listing=listing, pages=pages))
    yield watch
    await store.close()


async def test_a_backlog_at_a_slow_host_hides_nothing_that_is_due_elsewhere(watch: Watch, tmp_path: Path) -> None:
    web = watch.web
    assert isinstance(web, Hanging)
    engine = Embedded(watch, tmp_path / "sources.yaml")
    async with asyncio.timeout(30):
        while not web.asked_of(SMALL):
            await engine.plan()
            await asyncio.sleep(0.01)
    assert web.asked_of(HUGE) == 1
    web.released.set()
    engine.stop()


async def test_a_host_is_free_for_its_listing_after_so_many_looks_at_its_pages(watch: Watch, tmp_path: Path) -> None:
    web = watch.web
    assert isinstance(web, Hanging)
    web.released.set()
    engine = Embedded(watch, tmp_path / "sources.yaml")
    await engine.plan()
    async with asyncio.timeout(30):
        while web.asked_of(HUGE) < MOST_LOOKS:  # noqa: ASYNC110 - a web tells nobody
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.5)
    assert web.asked_of(HUGE) == MOST_LOOKS


async def test_a_round_with_another_file_takes_no_source_away_for_good(watch: Watch, tmp_path: Path) -> None:
    await watch.store.register([], NOW)
    assert await watch.store.due_tours(NOW) == []
    await Embedded(watch, tmp_path / "sources.yaml").register()
    assert {tour.host for tour in await watch.store.due_tours(NOW)} == {HUGE, SMALL}
