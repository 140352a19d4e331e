"""The turnstile alone, with a clock of its own."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from crawler.fetch.politeness import CROWD, Politeness, retry_after

NOW = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Time:
    """Seconds that pass only by sleeping."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed

    async def sleep(self, seconds: float) -> None:
        self.passed += seconds


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 5 ", timedelta(seconds=5)),
        ("0", None),
        ("-5", None),
        ("²", None),
        ("", None),
        (None, None),
        ("soon", None),
        ("9" * 5000, timedelta(days=7)),
        ("Mon, 02 Mar 2026 01:00:00 GMT", HOUR),
        ("Monday, 02-Mar-26 01:00:00 GMT", HOUR),
        ("Mon, 02 Mar 2026 01:00:00 -0000", HOUR),
        ("Sun, 01 Mar 2026 00:00:00 GMT", None),
        ("Mon, 02 Mar 2099 00:00:00 GMT", timedelta(days=7)),
        ("Mon, 02 Mar 999999 00:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_week(value: str | None, wait: timedelta | None) -> None:
    assert retry_after(value, NOW) == wait


async def test_the_stricter_of_two_sources_at_one_host_is_respected() -> None:
    time = Time()
    politeness = Politeness(time, time.sleep)
    inside: list[int] = []

    async def visit(concurrency: int) -> None:
        async with politeness.turn(("h", 80), timedelta(0), concurrency):
            inside.append(concurrency)
            await asyncio.sleep(0.01)

    tasks = [asyncio.create_task(visit(1)), asyncio.create_task(visit(5))]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert inside == [1]
    await asyncio.gather(*tasks)
    assert inside == [1, 5]


async def test_a_visit_that_is_cancelled_gives_its_turn_back() -> None:
    time = Time()
    politeness = Politeness(time, time.sleep)

    async def visit() -> None:
        async with politeness.turn(("h", 80), timedelta(0), 1):
            await asyncio.sleep(60)

    waiting = [asyncio.create_task(visit()) for _ in range(2)]
    await asyncio.sleep(0.01)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    async with asyncio.timeout(1), politeness.turn(("h", 80), timedelta(0), 1) as held:
        assert held is None


async def test_hosts_that_are_idle_are_forgotten_and_those_that_are_owed_a_pause_are_not() -> None:
    time = Time()
    politeness = Politeness(time, time.sleep)
    await politeness.hold(("strict", 80), HOUR)
    async with politeness.turn(("slow", 80), HOUR, 1):
        pass
    for number in range(4 * CROWD):
        async with politeness.turn((f"h{number}", 80), timedelta(0), 1):
            time.passed += 1.0
    assert politeness.known <= CROWD
    async with politeness.turn(("strict", 80), timedelta(0), 1) as held:
        assert held == HOUR - timedelta(seconds=time.passed)
    began = time.passed
    async with politeness.turn(("slow", 80), HOUR, 1):
        assert time.passed == pytest.approx(HOUR.total_seconds())
        assert time.passed > began
