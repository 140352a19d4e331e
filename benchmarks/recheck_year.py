"""Pages that change through a simulated year, and the mixes of them that rechecking is measured on."""

import math
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from core.schedule import spread

YEAR = 365.0
"""Times and rates are in days."""

_ACTIVITY_SIGMA = 1.5
"""Of the log-normal activity of sources: between the calmest and the busiest twentieth lie two orders of magnitude."""

_LISTING = 0.25
"""A new page is found this long after its publication at most."""
_MENDING_MEDIAN, _MENDING_SIGMA = 0.4, 1.6
"""Of the log-normal delay from publication to a correction: half come within ten hours, one in six after two days."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How a page changes: a Poisson process whose rate is known at every moment.

    Args:
        rate: changes a day, always.
        corrections: to expect after publication.
        spells: from, until, and changes a day between.
    """

    rate: float = 0.0
    corrections: float = 0.0
    spells: tuple[tuple[float, float, float], ...] = ()

    def at(self, moment: float, born: float) -> float:
        """The rate at this moment."""
        rate = self.rate + sum(extra for start, end, extra in self.spells if start <= moment < end)
        age = moment - born
        if self.corrections and age > 0:
            z = math.log(age / _MENDING_MEDIAN) / _MENDING_SIGMA
            rate += self.corrections * math.exp(-z * z / 2) / (age * _MENDING_SIGMA * math.sqrt(2 * math.pi))
        return rate


@dataclass(frozen=True, slots=True)
class Specimen:
    """One page of the simulated year.

    Args:
        first: the first look; only changes after it count.
        known: when it was born, as far as a crawler can know.
        lengthened: by how much `core.schedule.spread` lengthens its intervals.
    """

    born: float
    first: float
    known: float
    lengthened: float
    habit: Habit
    changes: tuple[float, ...]


Mix = Callable[[random.Random, float, float], Habit]
"""(chance, how active the source is, when the page was born) -> how the page changes."""


def policy(chance: random.Random, active: float, born: float) -> Habit:
    """Most pages are corrected in their first days if ever; one in eight is kept up to date, one in a hundred lives."""
    kind = chance.random()
    rate = 1 / 3650
    if kind > 0.87:
        rate = min(2.0, active * chance.lognormvariate(math.log(1 / 150 if kind < 0.99 else 1 / 12), 1))
    return Habit(rate=rate, corrections=chance.expovariate(1 / 0.4))


def campaigns(chance: random.Random, active: float, born: float) -> Habit:
    """As above, but what was still for months is revised again and again for some weeks, without warning."""
    habit = policy(chance, active, born)
    spells: tuple[tuple[float, float, float], ...] = ()
    if chance.random() < 0.15:
        start = chance.uniform(0, YEAR)
        spells = ((start, start + chance.uniform(3, 21), chance.lognormvariate(math.log(0.3), 0.7)),)
    return Habit(rate=min(habit.rate, 1 / 60), corrections=habit.corrections, spells=spells)


def alike(chance: random.Random, active: float, born: float) -> Habit:
    """Every page changes once a month: there is nothing to learn, only something to lose."""
    return Habit(rate=1 / 30)


def contrary(chance: random.Random, active: float, born: float) -> Habit:
    """No page changes in its first month, and all change much alike later: what is assumed of youth is wrong."""
    return Habit(spells=((born + 30, math.inf, chance.lognormvariate(math.log(1 / 100), 0.5)),))


def world(mix: Mix, *, sources: int, pages: int, seed: int) -> list[list[Specimen]]:
    """Sources of pages, 70 % of them older than the year, the others published in the course of it."""
    chance = random.Random(f"{mix.__name__} {seed}")
    activity = [chance.lognormvariate(0, _ACTIVITY_SIGMA) for _ in range(sources)]
    return [
        [_specimen(mix, chance, active, f"{source}/{page}") for page in range(pages)]
        for source, active in enumerate(activity)
    ]


def _specimen(mix: Mix, chance: random.Random, active: float, key: str) -> Specimen:
    new = chance.random() < 0.3
    born = chance.uniform(0, YEAR - _LISTING) if new else -chance.lognormvariate(math.log(500), 1.2)
    first = (born if new else 0) + chance.uniform(0, _LISTING)
    habit = mix(chance, active, born)
    changes = [*_arrivals(chance, habit.rate, first, YEAR)]
    for start, end, extra in habit.spells:
        changes += _arrivals(chance, extra, max(start, first), min(end, YEAR))
    corrections = sum(1 for _ in _arrivals(chance, 1.0, 0.0, habit.corrections))
    changes += [born + chance.lognormvariate(math.log(_MENDING_MEDIAN), _MENDING_SIGMA) for _ in range(corrections)]
    return Specimen(
        born=born,
        first=first,
        known=first if new else born,
        lengthened=spread(timedelta(1), key) / timedelta(1),
        habit=habit,
        changes=tuple(sorted(moment for moment in changes if first < moment < YEAR)),
    )


def _arrivals(chance: random.Random, rate: float, start: float, end: float) -> Iterable[float]:
    moment = start
    while rate > 0 and (moment := moment + chance.expovariate(rate)) < end:
        yield moment
