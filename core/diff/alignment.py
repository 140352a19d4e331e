"""diff(before, after): two bodies as aligned hunks."""

from collections.abc import Sequence
from itertools import chain

from rapidfuzz import fuzz

from core.diff.chain import Link
from core.diff.hunks import Hunk, Op
from core.diff.likeness import CELLS
from core.diff.links import linked
from core.diff.numbering import places, said
from core.diff.words import spans
from core.model import Block


def diff(before: Sequence[Block], after: Sequence[Block]) -> tuple[Hunk, ...]:
    """Align two bodies block by block, by content: numbers that lead a block (第五条) are left out of it.

    The hunks stand in the order of the new body, what was deleted where it stood. `applied` and `reverted`
    give the two bodies back.
    """
    links = linked([said(block) for block in before], [said(block) for block in after])
    return tuple(_Telling(before, after, links).hunks())


def similarity(hunks: Sequence[Hunk]) -> float:
    """How much of the two bodies is the same, 0..1, in characters; a move changes nothing."""
    same = total = 0.0
    for hunk in hunks:
        size = len(hunk.before or "") + len(hunk.after or "")
        total += size
        if hunk.op is Op.EQUAL:
            same += size
        elif hunk.op in (Op.REPLACE, Op.MOVE):
            same += size * _alike(hunk.before or "", hunk.after or "")
    return same / total if total else 1.0


def _alike(before: str, after: str) -> float:
    if before == after:
        return 1.0
    if len(before) * len(after) <= CELLS:
        return fuzz.ratio(before, after) / 100
    same = sum(len(span.after) for span in spans(before, after) if span.op is Op.EQUAL)
    return 2 * same / (len(before) + len(after))


class _Telling:
    """The links of two bodies, told in the order of the new one."""

    def __init__(self, before: Sequence[Block], after: Sequence[Block], links: Sequence[Link]) -> None:
        self.before, self.after = before, after
        self.links = {link.new.start: link for link in links}
        self.kept = sorted(link.old.start for link in links if not link.moved)
        explained = set(chain.from_iterable(link.old for link in links))
        self.gone = [at for at in range(len(before)) if at not in explained][::-1]
        self.was_at, self.is_at = places(before), places(after)

    def hunks(self) -> list[Hunk]:
        told: list[Hunk] = []
        limits = iter([*self.kept, len(self.before)])
        told += self._deleted(next(limits))
        at = 0
        while at < len(self.after):
            link = self.links.get(at)
            if link is None:
                told.append(Hunk(Op.INSERT, None, self.after[at].text, self.is_at[at]))
                at += 1
                continue
            told.append(self._linked(link))
            at = link.new.stop
            if not link.moved:
                told += self._deleted(next(limits))
        return told

    def _deleted(self, limit: int) -> list[Hunk]:
        """What stood before `limit` and is not told yet."""
        told: list[Hunk] = []
        while self.gone and self.gone[-1] < limit:
            at = self.gone.pop()
            told.append(Hunk(Op.DELETE, self.before[at].text, None, self.was_at[at], origin=at))
        return told

    def _linked(self, link: Link) -> Hunk:
        old, new = self.before[link.old.start : link.old.stop], self.after[link.new.start : link.new.stop]
        where, was = self.is_at[link.new.start], self.was_at[link.old.start]
        return Hunk(
            Op.MOVE if link.moved else Op.EQUAL if _says_the_same(old, new) else Op.REPLACE,
            "\n".join(block.text for block in old),
            "\n".join(block.text for block in new),
            where or was,
            was if where and was != where else None,
            link.old.start,
        )


def _says_the_same(old: Sequence[Block], new: Sequence[Block]) -> bool:
    return len(old) == len(new) == 1 and said(old[0]) == said(new[0])
