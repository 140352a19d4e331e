"""Which items of two sequences are the same ones, in order: a longest common subsequence with bounded work."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

CELLS = 4_000_000
"""Largest table (items by items) that is searched wholly: about a millisecond."""

WINDOW = 600
"""Items of either side that are searched together where the whole is too large and nothing in it is unique."""

Pair = tuple[int, int]


def matched(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Positions (old, new) of the items both sides share, rising on both.

    Exact up to `CELLS`; a larger problem is first cut at the items that stand once on either side (Bram
    Cohen's patience diff), and what is still too large is searched through a sliding window.
    """
    head = _same(zip(old, new, strict=False))
    room = min(len(old), len(new)) - head
    tail = min(room, _same(zip(reversed(old), reversed(new), strict=False)))
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    pairs = [(at, at) for at in range(head)]
    pairs += [(head + i, head + j) for i, j in _inner(inner_old, inner_new)]
    return pairs + [(len(old) - at, len(new) - at) for at in range(tail, 0, -1)]


def _same(pairs: Iterator[tuple[str, str]]) -> int:
    count = 0
    for was, now in pairs:
        if was != now:
            break
        count += 1
    return count


def _inner(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """The same, of what both sides have at all."""
    shared = set(old) & set(new)
    at_old = [at for at, item in enumerate(old) if item in shared]
    at_new = [at for at, item in enumerate(new) if item in shared]
    for i, j in _bounded([old[at] for at in at_old], [new[at] for at in at_new]):
        yield at_old[i], at_new[j]


def _bounded(old: list[str], new: list[str]) -> Iterator[Pair]:
    if len(old) * len(new) <= CELLS:
        yield from _whole(old, new)
        return
    start_old = start_new = 0
    for stop_old, stop_new in [*_anchors(old, new), (len(old), len(new))]:
        part = (old[start_old:stop_old], new[start_new:stop_new])
        search = _whole if len(part[0]) * len(part[1]) <= CELLS else _sliding
        yield from ((start_old + i, start_new + j) for i, j in search(*part))
        if stop_old < len(old):
            yield stop_old, stop_new
        start_old, start_new = stop_old + 1, stop_new + 1


def _whole(old: list[str], new: list[str]) -> Iterator[Pair]:
    if not old or not new:
        return
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            yield from zip(range(code.src_start, code.src_end), range(code.dest_start, code.dest_end), strict=True)


def _sliding(old: list[str], new: list[str]) -> Iterator[Pair]:
    """Window by window; of each window only the first half is believed, for its end may match better further on."""
    i = j = 0
    while i < len(old) and j < len(new):
        last = i + WINDOW >= len(old) and j + WINDOW >= len(new)
        end_old = len(old) if last else i + WINDOW // 2
        end_new = len(new) if last else j + WINDOW // 2
        at_old, at_new = i, j
        for was, now in _whole(old[i : i + WINDOW], new[j : j + WINDOW]):
            if i + was >= end_old or j + now >= end_new:
                break
            yield i + was, j + now
            at_old, at_new = i + was + 1, j + now + 1
        # At least one side moves on by half a window, so that the windows are few.
        behind = max(at_old - i, at_new - j) < WINDOW // 2
        i, j = (end_old, end_new) if last or behind else (at_old, at_new)


def _anchors(old: list[str], new: list[str]) -> list[Pair]:
    """The longest rising series of the items that stand once on either side (patience sorting)."""
    often_old, often_new = Counter(old), Counter(new)
    at_new = {item: at for at, item in enumerate(new) if often_new[item] == 1}
    pairs = [(at, at_new[item]) for at, item in enumerate(old) if often_old[item] == 1 and item in at_new]
    ends: list[int] = []
    chosen: list[int] = []
    before: list[int | None] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(chosen[length - 1] if length else None)
        ends[length : length + 1] = [place]
        chosen[length : length + 1] = [number]
    series: list[Pair] = []
    step = chosen[-1] if chosen else None
    while step is not None:
        series.append(pairs[step])
        step = before[step]
    return series[::-1]
