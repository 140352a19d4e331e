"""Of links that cross each other, those that together explain most (a heaviest increasing subsequence)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Blocks of the old body and what they became; one of the two ranges has one member."""

    old: range
    new: range
    moved: bool = False


def heaviest(links: Sequence[Link], gains: Sequence[float]) -> list[Link]:
    """The links, rising on both sides and sharing no block, whose gains add up to most; n log n."""
    by_start = sorted(range(len(links)), key=lambda at: (links[at].old.start, links[at].new.start))
    by_stop = sorted(range(len(links)), key=lambda at: links[at].old.stop)
    weights, before = [0.0] * len(links), [-1] * len(links)
    ends = _Ends(max((link.new.stop for link in links), default=0))
    passed = 0
    for at in by_start:
        link = links[at]
        while links[by_stop[passed]].old.stop <= link.old.start:
            ends.put(links[by_stop[passed]].new.stop, weights[by_stop[passed]], by_stop[passed])
            passed += 1
        weight, before[at] = ends.best(link.new.start)
        weights[at] = weight + gains[at]
    step = max(range(len(links)), key=lambda at: weights[at], default=-1)
    chosen: list[Link] = []
    while step >= 0:
        chosen.append(links[step])
        step = before[step]
    return chosen[::-1]


class _Ends:
    """The heaviest chain that ends before a place of the new body (a Fenwick tree of maxima)."""

    def __init__(self, size: int) -> None:
        self._weights = [0.0] * (size + 1)
        self._chains = [-1] * (size + 1)

    def put(self, place: int, weight: float, chain: int) -> None:
        while place < len(self._weights):
            if self._weights[place] < weight:
                self._weights[place], self._chains[place] = weight, chain
            place += place & -place

    def best(self, place: int) -> tuple[float, int]:
        weight, chain = 0.0, -1
        while place:
            if self._weights[place] > weight:
                weight, chain = self._weights[place], self._chains[place]
            place -= place & -place
        return weight, chain
