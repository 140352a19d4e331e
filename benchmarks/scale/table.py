"""The figures side by side, and how they grow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GOAL = 2.0
"""A step may take this much longer in an installation a hundred times as large."""

GROWS = "all:"
"""Steps that ask for everything there is are not held to it."""

Times = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Column:
    """What was measured at one size.

    Args:
        taken: bytes of the database.
        first: seconds of each step when nothing had asked for these pages before.
        warm: at the second walk over the same pages.
    """

    name: str
    taken: int
    first: Times
    warm: Times


def show(title: str, columns: Sequence[Column]) -> None:
    """Print a row for each step: first median, then warm median and 95th percentile, in ms; last the growth."""
    print(f"\n{title}; ms a step: median of the first walk, then median (95 %) of the second, which finds it in memory")
    sizes = "".join(f"{column.name:>28}" for column in columns)
    print(f"{'':38}{sizes}{'growth':>9}")
    print(f"{'GB on disk':38}" + "".join(f"{column.taken / 1e9:28.2f}" for column in columns))
    for step in columns[0].warm:
        growth = median(columns[-1].warm[step]) / median(columns[0].warm[step])
        verdict = "  over the goal" if growth > GOAL and not step.startswith(GROWS) else ""
        cells = "".join(f"{_cell(column, step):>28}" for column in columns)
        print(f"{step:38}{cells}{growth:8.2f}×{verdict}")


def median(values: Sequence[float]) -> float:
    """The upper one of an even number."""
    return sorted(values)[len(values) // 2]


def _cell(column: Column, step: str) -> str:
    warm = sorted(column.warm[step])
    late = warm[min(len(warm) - 1, int(0.95 * len(warm)))]
    return f"{_ms(median(column.first[step]))} · {_ms(median(warm))} ({_ms(late)})"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f}" if seconds < 0.1 else f"{seconds * 1000:,.0f}"
