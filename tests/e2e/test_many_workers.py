"""Five hundred hosts: what one, two and four workers get done; kills of any of them lose and double nothing."""

import asyncio
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.postgres import new_database
from tests.e2e.country import Country, country
from tests.e2e.fleet import PLANNER, Fleet, fleet

HOSTS = 500
DOCUMENTS = 1
DELAY = 0.3
"""Seconds: as in real life, the pauses and how many hosts are visited at once bound what one worker does."""

KILLS = 30
PATIENCE = 300.0
WORKER = ("worker", "--concurrency", "16")

pytestmark = pytest.mark.slow


@pytest.fixture
def database() -> Iterator[str]:
    """An empty one."""
    with new_database() as made:
        yield made


async def round_of(crew: Fleet, sites: Country, name: str, jobs: int) -> None:
    """Wait until nothing is due, and print what was done in how long.

    Args:
        jobs: how many there had been before it.
    """
    looks, requests, began = sites.looks, sites.requests, time.monotonic()
    await crew.until(crew.is_idle, PATIENCE)
    took = time.monotonic() - began
    done = {
        "looks": sites.looks - looks,
        "requests": sites.requests - requests,
        "jobs": jobs_so_far(crew) - jobs,
    }
    rates = ", ".join(f"{count} {what} ({count / took:.0f}/s)" for what, count in done.items())
    sys.stderr.write(f"\n{name}: {rates} in {took:.1f} s")


def jobs_so_far(crew: Fleet) -> int:
    """How many jobs there have been."""
    return crew.asked("SELECT last_value FROM policywatch_queue.procrastinate_jobs_id_seq")


@pytest.mark.parametrize("workers", [1, 2, 4])
async def test_so_many_workers_tell_every_change_of_five_hundred_hosts_once(
    tmp_path: Path, database: str, workers: int
) -> None:
    async with (
        country(HOSTS, documents=DOCUMENTS, crawl_delay=DELAY) as sites,
        fleet(tmp_path, database, sites) as crew,
    ):
        for command in (PLANNER, *[WORKER] * workers):
            await crew.start(*command)
        await crew.until(lambda: sites.requests > 0, PATIENCE)
        await round_of(crew, sites, f"{workers} workers, first round", 0)
        jobs = jobs_so_far(crew)
        planted = sites.plant()
        crew.make_due()
        await round_of(crew, sites, f"{workers} workers, second round", jobs)
        began = time.monotonic()
        await crew.until(crew.is_delivered, PATIENCE)
        sys.stderr.write(f"; all delivered {time.monotonic() - began:.1f} s later\n")
        assert await crew.end_all() == [0] * (workers + 1), crew.said
        await crew.expect_told_once(planted)
        assert crew.hook.calls == len(planted)
        assert sites.busiest == 1
        assert sites.shortest >= 0.9 * DELAY
        assert "Traceback" not in crew.said


async def test_thirty_kills_and_three_lost_databases_lose_and_double_nothing(tmp_path: Path, database: str) -> None:
    chance = random.Random(7)
    async with (
        country(HOSTS, documents=DOCUMENTS, crawl_delay=DELAY) as sites,
        fleet(tmp_path, database, sites) as crew,
    ):
        for command in (PLANNER, PLANNER, *[WORKER] * 3):
            await crew.start(*command)
        await crew.until(crew.is_idle, PATIENCE)
        planted = sites.plant()
        crew.make_due()
        for kill in range(KILLS):
            await asyncio.sleep(chance.uniform(0.3, 1.5))
            victim = crew.up[chance.randrange(len(crew.up))]
            await crew.kill(victim)
            await crew.start(*victim.arguments)
            if kill % 10 == 4:
                crew.cut()
            if kill % 10 == 9:
                crew.make_due()  # so that there is always something to be killed at
        await crew.until(crew.is_idle, PATIENCE)
        crew.make_due()  # a look whose commit was lost with its connection is put off, not dropped
        await crew.until(crew.is_idle, PATIENCE)
        crew.end_leases()  # of ten minutes: what the dead had claimed
        await crew.until(crew.is_delivered, PATIENCE)
        assert await crew.end_all() == [0] * 5, crew.said
        await crew.expect_told_once(planted)
        assert sites.busiest == 1
        assert sites.shortest >= 0.9 * DELAY
        sys.stderr.write(f"\n{KILLS} kills: {len(planted)} changes told once, by {crew.hook.calls} requests\n")
