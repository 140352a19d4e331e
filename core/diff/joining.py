"""One block that several were merged into, or was split from: found from its surest part outwards."""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from core.diff.likeness import CELLS, alike

PARTS = 4
"""Most blocks that are seen as one on the other side."""

CONTAINED = 0.6
"""Share of a part that the whole has beyond what its other parts explain."""

TOGETHER = 0.7
"""Likeness of a part to the stretch of the whole that is most like it: letters strewn over a long text are none."""

LACKING = 6
"""A text is a part only of one that is longer by so many characters."""


def widened(parts: Sequence[str], free: Mapping[int, int], at: int, whole: str, likeness: float) -> tuple[range, float]:
    """The run of parts around one that together are like the whole, and how much they are.

    Args:
        free: the parts that nothing else explains, each with its gap; a run stays within one gap.
        likeness: of the part at `at` and the whole.
    """
    run = range(at, at + 1)
    while len(run) < PARTS and _length(parts, run) + LACKING <= len(whole):
        wider = _wider(parts, free, run, whole, likeness)
        if wider is None:
            break
        run, likeness = wider
    return run, likeness


def _wider(
    parts: Sequence[str], free: Mapping[int, int], run: range, whole: str, likeness: float
) -> tuple[range, float] | None:
    for at, longer in ((run.stop, range(run.start, run.stop + 1)), (run.start - 1, range(run.start - 1, run.stop))):
        if at not in free or free[at] != free[run.start] or not parts[at]:
            continue
        joined = "".join(parts[part] for part in longer)
        better = alike(joined, whole)
        gain = better * (len(joined) + len(whole)) - likeness * (_length(parts, run) + len(whole))
        if gain / 2 >= CONTAINED * len(parts[at]) and _stands_in(parts[at], whole):
            return longer, better
    return None


def _stands_in(part: str, whole: str) -> bool:
    """Whether one stretch of the whole is like the part; of texts too long for that their clauses have spoken."""
    if len(part) * len(whole) > CELLS:
        return True
    return fuzz.partial_ratio(part, whole) / 100 >= TOGETHER


def _length(parts: Sequence[str], run: range) -> int:
    return sum(len(parts[at]) for at in run)
