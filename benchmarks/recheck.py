"""A simulated year of known pages: delay from a change to the look that finds it, at equal budgets of requests.

Four ways to spend the same number of looks: all pages alike; `core.recheck`, which learns from its own looks only; and
two oracles that know every page's true rate at every moment and space their looks by its square root, which is the
optimum for this cost: one within each source's budget, as `core.recheck` must, one with all budgets in one purse.
"""

import heapq
import math
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from benchmarks.recheck_year import YEAR, Mix, Specimen, alike, campaigns, contrary, policy, world
from core.model import UNOBSERVED, Observations
from core.recheck import interval, observed, weight
from core.source import Pace

RECHECK = timedelta(days=3)
GOAL = 0.5
"""Mean delay against uniform polling (issue 4)."""

_DAY = timedelta(days=1)
_WEIGHED_EVERY = Pace().every / _DAY


@dataclass(slots=True)
class Outcome:
    """Looks spent within the year, and the delay of every change."""

    looks: int = 0
    delays: list[float] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        """Take another's looks and delays in."""
        self.looks += other.looks
        self.delays += other.delays

    @property
    def mean(self) -> float:
        """Mean delay."""
        return sum(self.delays) / len(self.delays)

    @property
    def p90(self) -> float:
        """Delay that a tenth of the changes exceeds."""
        return sorted(self.delays)[int(0.9 * len(self.delays))]


@dataclass(slots=True)
class Followed:
    """What a crawler remembers of a page, and how many of its changes it has found."""

    specimen: Specimen
    found: int = 0
    observations: Observations = UNOBSERVED
    looked_at: float | None = None
    changed_at: float | None = None
    weight: float | None = None

    def look(self, now: float, source_weight: float | None) -> list[float]:
        """Learn from a look; the delays of what it found."""
        changes, before = self.specimen.changes, self.found
        while self.found < len(changes) and changes[self.found] <= now:
            self.found += 1
        changed = self.found > before
        if self.looked_at is not None:
            passed = timedelta(days=now - self.looked_at)
            self.observations = observed(self.observations, passed, changed=changed)
        self.looked_at = now
        self.changed_at = now if changed else self.changed_at
        self.weight = weight(
            self.observations,
            age=timedelta(days=now - self.specimen.known),
            since_change=None if self.changed_at is None else timedelta(days=now - self.changed_at),
            source_weight=source_weight,
        )
        return [now - moment for moment in changes[before : self.found]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the four ways came to.

    Args:
        dearest: looks of the source that was asked most, as a share of what `recheck` allows it.
    """

    uniform: Outcome
    adaptive: Outcome
    within: Outcome
    oracle: Outcome
    dearest: float

    @property
    def ratio(self) -> float:
        """Mean delay against uniform polling."""
        return self.adaptive.mean / self.uniform.mean

    @property
    def parity(self) -> float:
        """The largest difference of a budget from the adaptive one, as a share of it."""
        others = (self.uniform, self.within, self.oracle)
        return max(abs(other.looks / self.adaptive.looks - 1) for other in others)


def measure(mix: Mix, *, sources: int, pages: int, recheck: timedelta = RECHECK, seed: int = 1) -> Measured:
    """Spend the budget of `recheck` adaptively, and the same number of looks in the other ways."""
    drawn = world(mix, sources=sources, pages=pages, seed=seed)
    everything = [page for source in drawn for page in source]
    adaptive, within, dearest = Outcome(), Outcome(), 0.0
    for source in drawn:
        spent = adapted(source, recheck)
        adaptive.add(spent)
        within.add(foreseen(source, spent.looks))
        dearest = max(dearest, spent.looks / sum(1 + (YEAR - page.first) / (recheck / _DAY) for page in source))
    uniform, oracle = polled(everything, adaptive.looks), foreseen(everything, adaptive.looks)
    return Measured(uniform, adaptive, within, oracle, dearest)


def adapted(source: Sequence[Specimen], recheck: timedelta) -> Outcome:
    """What `core.recheck` does, told at each look only whether the text differs from that of the look before."""
    outcome = Outcome()
    followed = [Followed(page) for page in source]
    due = [(page.first, number) for number, page in enumerate(source)]
    heapq.heapify(due)
    source_weight, weighed_at = None, 0.0
    while due:
        now, number = heapq.heappop(due)
        if now - weighed_at >= _WEIGHED_EVERY:
            source_weight, weighed_at = mean_weight(followed), now
        page = followed[number]
        outcome.delays += page.look(now, source_weight)
        if now > YEAR:
            continue  # finds what is left of the year's changes; its cost is the next year's
        outcome.looks += 1
        wait = interval(recheck, page.weight, source_weight)
        heapq.heappush(due, (now + wait / _DAY * page.specimen.lengthened, number))
    return outcome


def mean_weight(followed: Sequence[Followed]) -> float | None:
    """As the store reckons it after a look at the listing: of the pages that have a weight."""
    weights = [page.weight for page in followed if page.weight is not None]
    return sum(weights) / len(weights) if weights else None


def polled(pages: Sequence[Specimen], looks: int) -> Outcome:
    """All pages at one interval, such that this many looks are spent."""

    def spent(every: float) -> int:
        return sum(1 + int((YEAR - page.first) / (every * page.lengthened)) for page in pages)

    every = _fitted(looks, spent)
    outcome = Outcome(looks=spent(every))
    for page in pages:
        step = every * page.lengthened
        outcome.delays += [
            page.first + math.ceil((moment - page.first) / step) * step - moment for moment in page.changes
        ]
    return outcome


def foreseen(pages: Sequence[Specimen], looks: int) -> Outcome:
    """A look whenever the integral of the square root of the true rate has grown by a step: the least delay there is.

    The step is such that this many looks are spent.
    """
    roads = [_road(page) for page in pages]

    def spent(step: float) -> int:
        return sum(1 + int(grown[-1] / step) for _, grown in roads)

    step = _fitted(looks, spent)
    outcome = Outcome(looks=spent(step))
    for page, (moments, grown) in zip(pages, roads, strict=True):
        for moment in page.changes:
            aim = math.ceil(_between(moments, grown, moment) / step) * step
            if aim <= grown[-1]:
                outcome.delays.append(_between(grown, moments, aim) - moment)
            else:
                speed = math.sqrt(page.habit.at(YEAR, page.born))
                outcome.delays.append(YEAR - moment + (aim - grown[-1]) / max(speed, 1e-3))
    return outcome


def main() -> None:
    """Print the table."""
    start = time.process_time()
    print(
        f"a simulated year of known pages, recheck {RECHECK.days} d; hours from a change to the look that finds it,"
        f" mean (and 90th percentile)"
    )
    print(
        f"{'mix':11}{'sources':>8}{'pages':>8}{'changes':>9}{'looks':>11}{'uniform':>13}{'adaptive':>13}{'ratio':>7}"
        f"{'oracle':>9}{'within':>8}{'budgets':>9}{'dearest':>9}"
    )
    for mix, sources in ((policy, 200), (campaigns, 40), (alike, 40), (contrary, 40)):
        print(_row(mix.__name__, measure(mix, sources=sources, pages=100), sources))
    print(f"ratio of means to uniform polling, its limits for oracles; {time.process_time() - start:.0f} s of CPU")


def _row(name: str, measured: Measured, sources: int) -> str:
    uniform, adaptive = measured.uniform, measured.adaptive
    verdict = f"  over the goal of {GOAL:g}" if name == policy.__name__ and measured.ratio > GOAL else ""
    return (
        f"{name:11}{sources:8}{sources * 100:8,}{len(adaptive.delays):9,}{adaptive.looks:11,}"
        f"{_hours(uniform):>13}{_hours(adaptive):>13}{measured.ratio:7.2f}"
        f"{measured.oracle.mean / uniform.mean:9.2f}{measured.within.mean / uniform.mean:8.2f}"
        f"{'±' + format(measured.parity, '.2%'):>9}{measured.dearest:9.1%}{verdict}"
    )


def _hours(outcome: Outcome) -> str:
    return f"{outcome.mean * 24:.1f} ({outcome.p90 * 24:.0f})"


def _road(page: Specimen) -> tuple[list[float], list[float]]:
    """Moments, and how far the integral of the square root of the rate has grown until each."""
    knots = {page.first, YEAR}
    knots |= {bound for start, end, _ in page.habit.spells for bound in (start, end) if page.first < bound < YEAR}
    if page.habit.corrections:
        ages = (0.02 * 1.25**power for power in range(50))
        knots |= {page.born + age for age in ages if page.first < page.born + age < YEAR}
    moments, grown = sorted(knots), [0.0]
    for start, end in pairwise(moments):
        grown.append(grown[-1] + (end - start) * math.sqrt(page.habit.at((start + end) / 2, page.born)))
    return moments, grown


def _between(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    """Where `x` leads on the line through the points."""
    right = max(1, min(bisect_left(xs, x), len(xs) - 1))
    run = xs[right] - xs[right - 1]
    return ys[right - 1] + (ys[right] - ys[right - 1]) * ((x - xs[right - 1]) / run if run else 0.0)


def _fitted(looks: int, spent: Callable[[float], int]) -> float:
    """The step at which as many looks are spent."""
    low, high = 1e-3, 1e3
    for _ in range(40):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if spent(middle) > looks else (low, middle)
    return high


if __name__ == "__main__":
    main()
