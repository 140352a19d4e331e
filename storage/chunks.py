"""Long lists cut to what one statement can take."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

_MOST = 500
"""Well below the 999 parameters of the oldest SQLite, two of them an item."""

Item = TypeVar("Item")


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in order, at most 500 at a time."""
    for start in range(0, len(items), _MOST):
        yield items[start : start + _MOST]
