"""A month as a calendar shows it: weeks from Monday on, each day with what falls on it."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.model import Deadline

FIRST, LAST = date(2000, 1, 1), date(2200, 1, 1)
"""Months outside are not shown."""

SHOWN = 3
"""Entries that a day of the grid names."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid."""

    day: date
    in_month: bool
    entries: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month; `first` is its first day."""

    first: date

    @property
    def after(self) -> date:
        """The first day of the next month."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def name(self) -> str:
        """As an address says it.

        >>> Month(date(2026, 3, 1)).name
        '2026-03'
        """
        return f"{self.first:%Y-%m}"

    def weeks(self, entries: Iterable[Deadline]) -> list[list[Day]]:
        """The grid, with the days of the neighbouring months that complete its weeks."""
        found: Mapping[date, list[Deadline]] = by_day(entries)
        weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(self.first.year, self.first.month)
        return [[Day(day, day.month == self.first.month, tuple(found.get(day, ()))) for day in week] for week in weeks]


def month_of(text: str, today: date) -> Month:
    """The month that an address asks for; that of today where it asks for none.

    >>> month_of("2026-02", date(2026, 3, 5)).first, month_of("soon", date(2026, 3, 5)).first
    (datetime.date(2026, 2, 1), datetime.date(2026, 3, 1))
    """
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = today.replace(day=1)
    return Month(first if FIRST <= first < LAST else today.replace(day=1))


def by_day(entries: Iterable[Deadline]) -> dict[date, list[Deadline]]:
    """What falls on each day, in order."""
    found: dict[date, list[Deadline]] = defaultdict(list)
    for one in entries:
        found[one.day].append(one)
    return dict(found)
