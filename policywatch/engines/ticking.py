"""Duties done again and again, though the clock of the machine is set while they wait."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

Duty = Callable[[], Awaitable[None]]

OFTEN = timedelta(seconds=5)
"""How soon it is seen that the clock was set back."""


class Every(BaseTrigger):  # type: ignore[misc]
    """So long after the last time, as the clock is then: what a leap of the clock left out is not made up for.

    The interval of APScheduler counts every time that was left out: millions of them, where a clock that had lost the
    year is set.
    """

    def __init__(self, interval: timedelta) -> None:
        self.interval = interval

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """The next time."""
        return now + self.interval


class Ticking:
    """Does each duty so often, never twice at once; one that is late is done all the same.

    Args:
        duties: what to do, and how often.
    """

    def __init__(self, duties: Iterable[tuple[Duty, timedelta]]) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for duty, often in duties:
            self._scheduler.add_job(duty, Every(often), max_instances=1, coalesce=True, misfire_grace_time=None)
        self._keeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; the first time of each duty is one interval ahead."""
        self._scheduler.start()
        self._keeping = asyncio.create_task(self._keep(), name="ticking")

    def pause(self) -> None:
        """Begin no duty any more; what is under way goes on."""
        self._scheduler.pause()

    def stop(self) -> None:
        """Cut what is under way."""
        if self._keeping is not None:
            self._keeping.cancel()
        self._scheduler.shutdown(wait=False)

    def keep_right(self, now: datetime) -> None:
        """Let no duty wait for longer than its interval.

        APScheduler goes by the time of day: on a clock that is set back by eight hours it would do nothing for so long.
        """
        for job in self._scheduler.get_jobs():
            if job.next_run_time is not None and job.next_run_time - now > job.trigger.interval:
                job.modify(next_run_time=now)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(OFTEN.total_seconds())
            self.keep_right(datetime.now(UTC))
