"""One planner plans, however many are up, and another when it is gone."""

from collections.abc import Iterator

import psycopg
import pytest

from policywatch.engines.distributed.leading import Lead, is_led
from tests.contract.postgres import new_database


@pytest.fixture
def database() -> Iterator[str]:
    """An empty one."""
    with new_database() as made:
        yield made


async def test_one_of_two_leads_and_the_other_when_the_first_leaves(database: str) -> None:
    first, second = Lead(database), Lead(database)
    assert [await first.take(), await second.take()] == [True, False]
    assert [await first.take(), await second.take()] == [True, False]
    await first.leave()
    assert [await second.take(), await first.take()] == [True, False]
    await second.leave()
    await first.leave()


async def test_who_loses_its_connection_loses_the_lead_and_says_so(database: str) -> None:
    first, second = Lead(database), Lead(database)
    assert await first.take()
    with psycopg.connect(database, autocommit=True) as connection:
        assert is_led(connection)
        connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert await second.take()
    assert not await first.take()
    assert not await first.take()
    await second.leave()
    assert await first.take()
    await first.leave()
    with psycopg.connect(database, autocommit=True) as connection:
        assert not is_led(connection)


async def test_without_a_database_nobody_leads() -> None:
    lead = Lead("postgresql://127.0.0.1:1/nowhere")
    assert not await lead.take()
    await lead.leave()
