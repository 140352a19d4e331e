"""The redline of a change as a page shows it: what differs, with the unchanged text around it folded away."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.diff import diff
from core.model import Told, Version
from core.redline import Entry, redline
from core.source import Language

AROUND = 1
"""Unchanged blocks that stay open on either side of a difference."""

FOLDED_FROM = 3
"""So many unchanged blocks that would be folded away, at least; fewer stay open."""

MOST = 4_000
"""Most blocks that one page shows; what differs comes before what does not."""

_BOTH = re.compile(r"([A-Za-z][A-Za-z ,;/-]*) ([\u3400-\u9fff].*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring entries.

    Args:
        folded: they are unchanged and need to be opened to be read.
        left_out: so many more are not shown.
    """

    entries: tuple[Entry, ...]
    folded: bool = False
    left_out: int = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.entries) + self.left_out


@dataclass(frozen=True, slots=True)
class Redline:
    """All that differs between two versions.

    Args:
        differing: how many entries do.
        omitted: entries that are left out at the end, but for unchanged ones that would be folded away.
    """

    stretches: tuple[Stretch, ...]
    differing: int
    omitted: int


def redline_of(told: Told) -> Redline | None:
    """The redline between the two versions of a change; None where there are not two, or they are the same."""
    before, after = told.before, told.after
    if before is None or after is None or before.number == after.number:
        return None
    return redline_between(before, after)


def redline_between(before: Version, after: Version) -> Redline:
    """The redline between two versions."""
    entries = redline(diff(before.document.blocks, after.document.blocks))
    differing = sum(map(_differs, entries))
    stretches = tuple(_stretches(entries))
    open_ones = sum(len(one.entries) for one in stretches if not one.folded)
    return Redline(tuple(_fitting(stretches, MOST - open_ones)), differing, max(0, open_ones - MOST))


def _fitting(stretches: Sequence[Stretch], room: int) -> Iterator[Stretch]:
    """As much as a page shows.

    Args:
        room: for what is folded away; less than none where not even the rest has room.
    """
    left = MOST
    for one in stretches:
        most = max(0, room if one.folded else left)
        shown = one.entries[:most]
        if one.folded:
            room -= len(shown)
            yield Stretch(shown, folded=True, left_out=len(one.entries) - len(shown))
        elif left > 0:
            left -= len(shown)
            yield Stretch(shown)
        else:
            return


def in_one_tongue(text: str, language: Language) -> str:
    """The half of `moved 移动` that is of the language; a text that is not so built stays whole.

    >>> in_one_tongue("moved 移动", Language.ZH), in_one_tongue("was 第五条 原第五条", Language.EN)
    ('移动', 'was 第五条 原第五条')
    """
    both = _BOTH.fullmatch(text)
    if both is None or " " in both[2]:
        return text
    return both[2] if language is Language.ZH else both[1]


def _differs(entry: Entry) -> bool:
    return bool(entry.label)


def _stretches(entries: Sequence[Entry]) -> Iterator[Stretch]:
    runs = [(differs, tuple(run)) for differs, run in groupby(entries, key=_differs)]
    for at, (differs, run) in enumerate(runs):
        head = AROUND if at > 0 else 0
        tail = AROUND if at < len(runs) - 1 else 0
        if differs or len(run) - head - tail < FOLDED_FROM:
            yield Stretch(run)
            continue
        yield from (Stretch(run[:head]), Stretch(run[head : len(run) - tail], folded=True))
        yield Stretch(run[len(run) - tail :])
