"""The calendar of the month: thirty days of May, and when they are looked at."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 5, 1)
DAYS = 30

HOURS = (time(9, 10), time(12, 10), time(15, 10), time(18, 10))
"""When every page is looked at, each day."""

FEW = (HOURS[0], HOURS[2])
"""The least that the plot needs on usual days."""

LATE = time(21, 10)
"""One more look on the day on which a page flaps."""

SECOND_LOOK = timedelta(minutes=40)
"""After every round comes another, of what is due by then: what was in doubt, what is held back, what is missing."""

DAY_OF_FLAPS = 20
BUSY = frozenset({10, 12, 19, 26})
"""Days on which something is told only after many looks: a withdrawal, a host that is down, a list that is no more."""


def date_of(day: int) -> date:
    """The date of a day; day 1 is the first, and days below it were before anybody looked."""
    return FIRST + timedelta(days=day - 1)


def moment(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """An hour of a day, in UTC.

    >>> moment(1, 9, 10).isoformat()
    '2026-05-01T01:10:00+00:00'
    """
    return datetime.combine(date_of(day), time(hour, minute), ZONE).astimezone(UTC)


def day_of(at: datetime) -> int:
    """The day of a moment."""
    return (at.astimezone(ZONE).date() - FIRST).days + 1


def rounds(day: int, usual: Sequence[time] = HOURS) -> tuple[datetime, ...]:
    """When every page is looked at on a day.

    Args:
        usual: the hours of days that need no more looks than others.
    """
    hours = (*HOURS, LATE) if day == DAY_OF_FLAPS else HOURS if day in BUSY else usual
    return tuple(moment(day, hour.hour, hour.minute) for hour in hours)
