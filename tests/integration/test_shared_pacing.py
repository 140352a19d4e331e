"""Two machines at one host: each with a turnstile of its own, both behind that of the database."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from core.model import Blocked, Failed, Fresh
from core.ports import Hosts
from core.source import Manners
from crawler.fetch import HttpWeb, Politeness
from policywatch.engines.distributed.pacing import SLACK, SharedPacing
from storage import open_store
from tests.contract.postgres import emptied_database
from tests.fakes.website import Page, Website

PAUSE = timedelta(milliseconds=100)
MANNERS = Manners(allow_private_networks=True, delay=PAUSE, concurrency=5, robots_ignored="a test")


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


@asynccontextmanager
async def machine(hosts: Hosts, clock: Callable[[], datetime] = now) -> AsyncIterator[HttpWeb]:
    """One of them."""
    pacing = SharedPacing(hosts, Politeness(time.monotonic, asyncio.sleep), clock)
    async with HttpWeb(pacing=pacing) as web:
        yield web


@pytest.fixture
async def hosts() -> AsyncIterator[Hosts]:
    store = open_store(emptied_database())
    yield store
    await store.close()


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with Website() as served:
        served.put("/a", Page(b"<p>a</p>", pause=0.03))
        yield served


async def test_of_two_machines_one_asks_at_a_time_and_neither_without_a_pause(hosts: Hosts, site: Website) -> None:
    async with AsyncExitStack() as stack:
        machines = [await stack.enter_async_context(machine(hosts)) for _ in range(2)]
        began = time.monotonic()
        sights = await asyncio.gather(*(one.look(site.url + "/a", MANNERS) for one in machines for _ in range(4)))
        took = time.monotonic() - began
    assert [type(sight) for sight in sights] == [Fresh] * 8
    assert site.busiest == 1
    assert took >= 7 * PAUSE.total_seconds()


async def test_a_host_that_asks_one_machine_for_silence_hears_nothing_of_the_other(hosts: Hosts, site: Website) -> None:
    site.put("/busy", Page(b"", status=503, headers={"Retry-After": "120"}))
    async with machine(hosts) as one, machine(hosts) as other:
        first = await one.look(site.url + "/busy", MANNERS)
        second = await other.look(site.url + "/a", MANNERS)
    assert isinstance(first, Failed | Blocked)
    assert isinstance(second, Failed)
    assert second.retry_after is not None
    assert timedelta(seconds=100) < second.retry_after <= timedelta(seconds=120)
    assert site.paths == ["/busy"]


async def test_a_host_whose_machine_died_while_asking_is_free_when_its_lease_is_over(
    hosts: Hosts, site: Website
) -> None:
    host = f"127.0.0.1:{site.url.rpartition(':')[2]}"
    died = now() - MANNERS.timeout - SLACK + timedelta(milliseconds=300)
    await hosts.take_turn(host, died, PAUSE, MANNERS.timeout + SLACK)
    async with machine(hosts) as heir:
        began = time.monotonic()
        assert isinstance(await heir.look(site.url + "/a", MANNERS), Fresh)
    assert time.monotonic() - began >= 0.2


async def test_a_look_that_is_given_up_lets_others_have_their_turn(hosts: Hosts, site: Website) -> None:
    site.put("/slow", Page(b"", pause=60))
    async with machine(hosts) as one, machine(hosts) as other:
        slow = asyncio.create_task(one.look(site.url + "/slow", MANNERS))
        while not site.asked("/slow"):  # noqa: ASYNC110 - it happens at the site
            await asyncio.sleep(0.01)
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)
        async with asyncio.timeout(10):
            assert isinstance(await other.look(site.url + "/a", MANNERS), Fresh)
