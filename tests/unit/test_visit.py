"""One errand, supervised: a fault of ours ends there, is not met again at once, and is told when it lasts."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import StoreError
from core.health import FAILING_AFTER
from core.model import ChangeKind, Finding, Listing, PageId, Sight, Validators
from core.source import Channel, ChannelType, Configuration, Manners, Match, Rule, SourceId, SourceKind
from policywatch.engines.crew import Errand
from policywatch.visit import Visited, visit
from policywatch.wiring import Watch
from tests.contract.stored import a_source
from tests.fakes.clocks import HandClock
from tests.fakes.memory_store import MemoryStore
from tests.fakes.nouns import NOW
from tests.fakes.scripted_web import ScriptedWeb

SITE = "https://www.example.gov.cn/tzgg/"


class Broken(ScriptedWeb):
    """A bug."""

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
        raise ZeroDivisionError("oops")


async def broken_watch(kind: SourceKind) -> Watch:
    config = Configuration(
        sources=(replace(a_source(url=SITE), kind=kind),),
        channels=(Channel(name="team", type=ChannelType.CONSOLE),),
        rules=(Rule(name="health", match=Match(kinds=(ChangeKind.FAILING.value,)), send_to=("team",)),),
    )
    watch = Watch(config, MemoryStore(), Broken(), {}, HandClock(NOW))
    await watch.apply(config)
    return watch


async def due(watch: Watch) -> list[Errand]:
    """What a tick would send somebody to."""
    listings = [Errand(source, SITE) for source in await watch.store.due_listings(watch.clock(), 10)]
    return listings + [Errand(one.source_id, one.url, one.page_id) for one in await watch.store.due_pages(NOW, 10)]


@pytest.mark.parametrize("kind", [SourceKind.LIST, SourceKind.PAGE])
async def test_a_fault_of_ours_is_not_met_at_every_tick_and_is_told_when_it_lasts(kind: SourceKind) -> None:
    watch, seen = await broken_watch(kind), list[Visited]()
    (errand,) = await due(watch)
    for number in range(FAILING_AFTER):
        await visit(watch, errand, seen.append)
        assert await due(watch) == [], number
        watch.clock = HandClock(watch.clock() + timedelta(days=1))
    assert {one.outcome for one in seen} == {"fault"}
    assert [one.change.kind for one in seen if one.change is not None] == [ChangeKind.FAILING]
    assert [one.deliveries for one in seen] == [0] * (FAILING_AFTER - 1) + [1]


async def test_a_source_that_is_taken_out_while_its_visit_fails_is_left_alone() -> None:
    watch, seen = await broken_watch(SourceKind.LIST), list[Visited]()

    class Leaving(Broken):
        async def look(self, *args: object, **kwargs: object) -> Sight:
            watch.adopt(Configuration())
            raise ZeroDivisionError("oops")

    watch.web = Leaving()
    await visit(watch, Errand(SourceId("gz-wjw"), SITE), seen.append)
    assert [one.outcome for one in seen] == ["fault"]


async def test_a_host_is_left_alone_where_its_look_cannot_be_noted() -> None:
    watch, seen = await broken_watch(SourceKind.LIST), list[Visited]()

    class Full(MemoryStore):
        async def commit_finding(self, before: Listing, finding: Finding) -> list[PageId]:
            raise StoreError("the disk is full")

    watch.store = Full()
    await watch.apply(watch.config)
    (errand,) = await due(watch)
    visiting = asyncio.create_task(visit(watch, errand, seen.append, calm=timedelta(hours=1)))
    await asyncio.sleep(0.2)
    assert [one.outcome for one in seen] == ["fault"]
    assert not visiting.done()
    visiting.cancel()
