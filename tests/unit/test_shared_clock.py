"""The clock that all machines go by."""

from collections.abc import Callable
from datetime import datetime, timedelta

from policywatch.engines.distributed.clock import SLOWEST, SharedClock
from tests.fakes.clocks import HandClock
from tests.fakes.memory_hosts import RememberedHosts
from tests.fakes.nouns import NOW

MINUTE = timedelta(minutes=1)


class Elsewhere(RememberedHosts):
    """A database whose clock shows something else, and which takes its time to say so."""

    def __init__(self, wall: HandClock, ahead: timedelta, takes: timedelta = timedelta()) -> None:
        super().__init__()
        self.wall, self.ahead, self.takes = wall, ahead, takes

    async def time(self) -> datetime:
        """See `Hosts`."""
        self.wall.forward(self.takes / 2)
        shown = self.wall() + self.ahead
        self.wall.forward(self.takes / 2)
        return shown


def passed(wall: HandClock) -> Callable[[], timedelta]:
    """What passed by a clock that nobody sets."""
    return lambda: wall() - NOW


async def test_a_machine_whose_clock_is_wrong_goes_by_the_database_s() -> None:
    wall = HandClock(NOW)
    clock = SharedClock(wall, passed(wall))
    await clock.compare(Elsewhere(wall, 7 * MINUTE, takes=SLOWEST / 2))
    assert clock() == wall() + 7 * MINUTE
    wall.forward(MINUTE)
    await clock.compare(Elsewhere(wall, -3 * MINUTE))
    assert clock() == wall() - 3 * MINUTE


async def test_an_answer_that_took_too_long_says_nothing() -> None:
    wall = HandClock(NOW)
    clock = SharedClock(wall, passed(wall))
    await clock.compare(Elsewhere(wall, 7 * MINUTE))
    await clock.compare(Elsewhere(wall, MINUTE, takes=2 * SLOWEST))
    assert clock() == wall() + 7 * MINUTE


async def test_a_machine_whose_clock_is_set_goes_on_as_before() -> None:
    wall, running = HandClock(NOW), HandClock(NOW)
    clock = SharedClock(wall, passed(running))
    await clock.compare(Elsewhere(running, MINUTE))
    wall.forward(timedelta(hours=8))
    running.forward(MINUTE)
    assert clock() == NOW + 2 * MINUTE


async def test_a_slow_answer_says_more_than_none() -> None:
    wall = HandClock(NOW)
    clock = SharedClock(wall, passed(wall))
    await clock.compare(Elsewhere(wall, 7 * MINUTE, takes=2 * SLOWEST))
    assert clock() == wall() + 7 * MINUTE
