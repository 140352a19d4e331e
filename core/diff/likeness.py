"""How alike two blocks are, and which blocks are worth comparing: bounded, whatever their length and number."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rapidfuzz import fuzz
from rapidfuzz.distance import Postfix, Prefix

CELLS = 1_000_000
"""Characters by characters that are compared wholly; longer texts are compared by their clauses."""

GRAM = 3
COMMON = 8
"""A sequence of `GRAM` characters that more blocks have than this tells nothing."""

INDEXED = 50_000
"""About as many of these sequences are kept of a body."""

CANDIDATES = 3

_CLAUSE = re.compile(r"[^\s,.;:!?，。；：、！？的和与在为对等是有]{1,12}")
"""Pieces of a text that begin at the same characters whatever was put in before them."""


def alike(was: str, now: str) -> float:
    """Similarity of two texts, 0..1."""
    if len(was) * len(now) <= CELLS:
        return fuzz.ratio(was, now) / 100
    head = Prefix.similarity(was, now)
    tail = Postfix.similarity(was[head:], now[head:])
    shared = Counter(_CLAUSE.findall(was, head, len(was) - tail)) & Counter(_CLAUSE.findall(now, head, len(now) - tail))
    same = head + tail + sum(len(clause) * times for clause, times in shared.items())
    return 2 * same / (len(was) + len(now))


def candidates(
    old: Sequence[str], new: Sequence[str], at_old: Iterable[int], at_new: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """For each new block the few old ones that share most rare sequences of characters with it."""
    blocks = list(at_old)
    index = _index(old, blocks, stride=3 + sum(len(old[i]) for i in blocks) // INDEXED)
    for j in at_new:
        text = new[j]
        grams = [text[at : at + GRAM] for at in range(max(1, len(text) - GRAM + 1))]
        shared = Counter(chain.from_iterable(filter(None, map(index.get, grams))))
        yield from ((i, j) for i, _ in shared.most_common(CANDIDATES))


def _index(old: Sequence[str], at_old: list[int], *, stride: int) -> dict[str, list[int]]:
    """Sequence -> the blocks that have it; of each block every nth sequence is kept."""
    index: dict[str, list[int]] = {}
    for i in at_old:
        text = old[i]
        for gram in {text[at : at + GRAM] for at in range(0, max(1, len(text) - GRAM + 1), stride)}:
            holders = index.setdefault(gram, [])
            if len(holders) <= COMMON:
                holders.append(i)
    return {gram: holders for gram, holders in index.items() if len(holders) <= COMMON}
