"""The figures side by side, and how they grow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

GOAL = 2.0
"""A step may take this much more in an installation a hundred times as large."""

GROWS = "all:"
"""Steps that ask for everything there is are not held to it."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a step took once, in seconds: of CPU, here and at the server, and by the clock."""

    cpu: float
    wall: float


Times = Mapping[str, Sequence[Spent]]


@dataclass(frozen=True, slots=True)
class Column:
    """What was measured at one size.

    Args:
        taken: bytes of the database.
        first: of each step when nothing had asked for these pages before.
        warm: at the second walk over the same pages.
    """

    name: str
    taken: int
    first: Times
    warm: Times


def show(title: str, columns: Sequence[Column]) -> None:
    """Print a row for each step, in ms; last how much more CPU it takes in the last column than in the first."""
    print(f"\n{title}; ms a step: CPU, median (95 %), then by the clock the medians of two walks over the same pages,")
    print("of which the first finds little in memory; last the growth of the CPU, which is that of the second walk")
    print(f"{'':38}" + "".join(f"{column.name:>32}" for column in columns) + f"{'growth':>9}")
    print(f"{'GB on disk':38}" + "".join(f"{column.taken / 1e9:32.2f}" for column in columns))
    for step in columns[0].warm:
        growth = middle(one.cpu for one in columns[-1].warm[step]) / middle(one.cpu for one in columns[0].warm[step])
        verdict = "  over the goal" if growth > GOAL and not step.startswith(GROWS) else ""
        cells = "".join(f"{_cell(column, step):>32}" for column in columns)
        print(f"{step:38}{cells}{growth:8.2f}×{verdict}")


def middle(values: Iterable[float]) -> float:
    """The median; of an even number the upper one."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def _cell(column: Column, step: str) -> str:
    warm = sorted(one.cpu for one in column.warm[step])
    late = warm[min(len(warm) - 1, int(0.95 * len(warm)))]
    clock = (middle(one.wall for one in times[step]) for times in (column.first, column.warm))
    return f"{_ms(middle(warm))} ({_ms(late)}) {' · '.join(map(_ms, clock))}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f}" if seconds < 0.1 else f"{seconds * 1000:,.0f}"
