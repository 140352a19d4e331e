"""What `doctor` says of the queue, and what is to be done."""

from collections.abc import Iterator

import psycopg
import pytest

from core.model import Tour
from core.source import SourceId
from policywatch.cli.queue import queue
from policywatch.engines.distributed.leading import Lead
from policywatch.engines.distributed.queue import VISITS, open_queue, queue_address
from tests.contract.postgres import new_database

TOURS = [Tour(SourceId("one"), host) for host in ("a.example", "b.example", "c.example")]


@pytest.fixture
def database() -> Iterator[str]:
    """An empty one."""
    with new_database() as made:
        yield made


async def test_nothing_is_said_where_the_engine_was_never_used(database: str) -> None:
    assert await queue(database) == []
    assert await queue("sqlite:///policywatch.db") == []


async def test_a_server_that_is_not_there_is_one_sentence() -> None:
    (finding,) = await queue("postgresql://watch:secret@127.0.0.1:1/policies")
    assert "cannot be used" in finding.state
    assert "secret" not in finding.state


async def test_depth_stalled_jobs_and_who_is_up_are_told_with_the_remedy(database: str) -> None:
    lead = Lead(database)
    async with open_queue(queue_address(database, "a test")) as opened:
        (idle,) = await queue(database)
        assert (idle.state, idle.remedy) == ("0 jobs wait; 0 are under way; 0 workers are up, no planner is up", "")
        await opened.put(TOURS, listing=False)
        manager = opened.app.job_manager
        worker, dead = await manager.register_worker(), await manager.register_worker()
        await manager.fetch_job([VISITS], worker)
        await manager.fetch_job([VISITS], dead)
        with psycopg.connect(database) as connection:
            connection.execute(
                "UPDATE policywatch_queue.procrastinate_workers SET last_heartbeat = '2026-01-01' WHERE id = %s",
                (dead,),
            )
        (alone,) = await queue(database)
        assert "1 jobs wait, the oldest for 0 s; 2 are under way, 1 of them stalled; 1 workers are up" in alone.state
        assert "run --engine distributed" in alone.remedy
        assert await lead.take()
        (led,) = await queue(database)
        assert "a planner is up" in led.state
        assert led.remedy == ""
        await manager.unregister_worker(worker)
        (unmanned,) = await queue(database)
        assert "policywatch worker" in unmanned.remedy
    await lead.leave()
