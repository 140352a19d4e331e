"""Planner and worker in this process, on a real PostgreSQL and loopback sites."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from policywatch.engines.daemon import Reloading
from policywatch.engines.distributed.leading import Lead
from policywatch.engines.distributed.planner import Planner
from policywatch.engines.distributed.queue import Queue, open_queue, queue_address
from policywatch.engines.distributed.touring import MOST_LOOKS
from policywatch.engines.distributed.worker import Worker
from policywatch.wiring import Watch, open_share, read_configuration
from tests.contract.postgres import new_database
from tests.e2e.country import Country, Station, country

FILE = """\
version: 1
settings: {allow_private_networks: true, hold: 0s}
defaults: {every: 12h, delay: 0s, recheck: 12h}
sources:
"""
PATIENCE = 60.0
MANY = 2 * MOST_LOOKS + 5


@dataclass
class Machine:
    """What one process has."""

    watch: Watch
    queue: Queue
    path: Path
    database: str

    @asynccontextmanager
    async def planner(self) -> AsyncIterator[Planner]:
        """One more; it plans when it is told to."""
        planner = Planner(self.watch, self.queue, Lead(self.database), self.path)
        try:
            yield planner
        finally:
            planner.stop()
            await planner.run()

    async def waiting(self) -> list[str]:
        """What waits, by name."""
        question = "SELECT queueing_lock FROM procrastinate_jobs WHERE status = 'todo' ORDER BY priority DESC, id"
        return [row["queueing_lock"] for row in await self.queue.app.connector.execute_query_all_async(question)]


@asynccontextmanager
async def working(machine: Machine, hosts_at_once: int) -> AsyncIterator[Worker]:
    """A worker that is up."""
    worker = Worker(machine.watch, machine.queue, machine.path, hosts_at_once=hosts_at_once)
    running = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        worker.stop()
        async with asyncio.timeout(PATIENCE):
            await running


@pytest.fixture
async def sites() -> AsyncIterator[Country]:
    async with country(4, documents=1, crawl_delay=0.0) as built:
        yield built


@pytest.fixture
async def machine(tmp_path: Path, sites: Country) -> AsyncIterator[Machine]:
    path = tmp_path / "sources.yaml"
    path.write_text(FILE + "\n".join(sites.sources()) + "\n", encoding="utf-8")
    async with AsyncExitStack() as stack:
        database = stack.enter_context(new_database())
        watch = await stack.enter_async_context(open_share(read_configuration(path, {}), database, {}))
        queue = await stack.enter_async_context(open_queue(queue_address(database, "a test")))
        yield Machine(watch, queue, path, database)


async def until(happened: Callable[[], bool]) -> None:
    """Wait for something, not for a time."""
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 - it happens at the sites
            await asyncio.sleep(0.01)


def read(station: Station) -> int:
    """Documents of a station that were asked for."""
    return sum(count for path, count in station.paths.items() if path.startswith("/content/"))


async def test_of_two_planners_one_plans_what_is_due_once_and_the_other_takes_over(machine: Machine) -> None:
    async with machine.planner() as second:
        async with machine.planner() as first:
            for _ in range(2):
                await first.plan()
                await second.plan()
            waiting = await machine.waiting()
            assert len(waiting) == len(set(waiting)) == 4
            assert all(name.startswith("listing s") for name in waiting)
            await machine.queue.app.connector.execute_query_async("DELETE FROM procrastinate_jobs")
            await second.plan()
            assert await machine.waiting() == []
        await second.plan()
        assert len(await machine.waiting()) == 4


async def test_a_planner_registers_what_a_saved_file_adds(machine: Machine, sites: Country) -> None:
    async with machine.planner() as planner:
        await planner.plan()
        more = f'  - {{id: more, name: 五, url: "http://127.0.0.1:{sites.port}/list/"}}\n'
        machine.path.write_text(machine.path.read_text(encoding="utf-8") + more, encoding="utf-8")
        await Reloading(machine.path, {}, planner.take_up).reload()
        await planner.plan()
    assert f"listing more 127.0.0.1:{sites.port}" in await machine.waiting()


async def test_a_round_with_another_file_takes_no_source_away_for_good(machine: Machine) -> None:
    async with machine.planner() as planner:
        await planner.plan()
        await machine.queue.app.connector.execute_query_async("DELETE FROM procrastinate_jobs")
        await machine.watch.store.register([], machine.watch.clock())
        await planner.plan()
        assert await machine.waiting() == []
        await planner.register()
        await planner.plan()
    assert len(await machine.waiting()) == 4


async def test_a_huge_host_gives_way_to_the_others(machine: Machine, sites: Country) -> None:
    huge, *others = sites.stations.values()
    huge.documents = dict.fromkeys(range(MANY, 0, -1), 1)
    async with machine.planner() as planner:
        await planner.plan()
        async with working(machine, hosts_at_once=1):
            await until(lambda: all(read(station) == 1 for station in others))
            assert read(huge) < MANY
            await until(lambda: read(huge) == MANY)


async def test_a_worker_that_is_to_stop_ends_its_look_and_leaves_the_rest_due(machine: Machine, sites: Country) -> None:
    station = next(iter(sites.stations.values()))
    station.documents = dict.fromkeys(range(10, 0, -1), 1)
    async with machine.planner() as planner:
        await planner.plan()
    async with working(machine, hosts_at_once=1):
        await until(lambda: read(station) > 0)
    asked = sites.looks
    assert read(station) < 10
    assert await machine.waiting() != []
    left = await machine.queue.app.connector.execute_query_all_async(
        "SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing') AS doing, "
        "(SELECT count(*) FROM procrastinate_workers) AS workers"
    )
    assert left == [{"doing": 0, "workers": 0}]
    pages = await machine.watch.store.source_pages(machine.watch.config.sources[0].id)
    assert sum(page.last_looked_at is not None for page in pages) == read(station)
    assert sites.looks == asked


async def test_a_reload_that_is_asked_for_needs_no_saving(machine: Machine) -> None:
    applied = asyncio.Event()

    async def apply(_: object) -> None:
        applied.set()

    reloading, stopping = Reloading(machine.path, {}, apply), asyncio.Event()
    running = asyncio.create_task(reloading.run(stopping))
    reloading.ask()
    async with asyncio.timeout(PATIENCE):
        await applied.wait()
        stopping.set()
        await running
