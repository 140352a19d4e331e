"""Duties are done whatever the clock does."""

import asyncio
from datetime import UTC, datetime, timedelta

from policywatch.engines.ticking import Every, Ticking

SECOND = timedelta(seconds=1)


async def test_a_duty_is_done_again_and_again() -> None:
    done = asyncio.Semaphore(0)

    async def duty() -> None:
        done.release()

    ticking = Ticking([(duty, SECOND / 100)])
    ticking.start()
    async with asyncio.timeout(10):
        for _ in range(3):
            await done.acquire()
    ticking.stop()


async def test_a_clock_that_is_set_back_holds_up_nothing_for_longer_than_its_interval() -> None:
    done = asyncio.Event()

    async def duty() -> None:
        done.set()

    ticking = Ticking([(duty, timedelta(hours=1))])
    ticking.start()
    ticking.keep_right(datetime.now(UTC))
    await asyncio.sleep(0.05)
    assert not done.is_set()
    ticking.keep_right(datetime.now(UTC) - timedelta(hours=8))
    async with asyncio.timeout(10):
        await done.wait()
    ticking.stop()


def test_a_clock_that_leaps_forward_leaves_nothing_to_be_made_up_for() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert Every(SECOND).get_next_fire_time(now - timedelta(days=20_000), now) == now + SECOND
