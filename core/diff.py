"""Two bodies -> aligned hunks, and the characters that differ inside a replaced block."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from core.model import Block

ALIKE = 0.5
"""Two blocks are one block edited, rather than one gone and one come, from this similarity on."""

PAIRING_LIMIT = 400
"""Blocks of one gap that are paired by content; a longer gap is paired in order (bounded work)."""

TOKEN = re.compile(r"\d[\d,.]*(?:年|月|日|%|％)?|[A-Za-z]+|\s+|.", re.DOTALL)
"""Numbers and dates stay whole, Latin goes by word, Chinese by character."""


class Op(StrEnum):
    """What was done to a piece of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Hunk:
    """One block, before and after; `where` is its place (第五条) where the structure says so."""

    op: Op
    before: str | None
    after: str | None
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters inside a replaced block; one side is empty for an insertion or a deletion."""

    op: Op
    before: str
    after: str


def diff(before: Sequence[Block], after: Sequence[Block]) -> tuple[Hunk, ...]:
    """Align two bodies block by block, by content.

    Blocks are equal when their folded texts are; a block that only stands elsewhere is a move, told
    where it stands now. Leaving out INSERT and the `after` of the rest gives the one body, leaving out
    DELETE and the `before` the other (MOVE stands at its new place).
    """
    gaps = list(_gaps([block.folded for block in before], [block.folded for block in after]))
    moved = _moved(before, after, gaps)
    hunks: list[Hunk] = []
    for equal, old, new in gaps:
        if equal:
            pairs = zip(before[old.start : old.stop], after[new.start : new.stop], strict=True)
            hunks += [Hunk(Op.EQUAL, was.text, now.text, now.place) for was, now in pairs]
        else:
            hunks += _gap_hunks([before[i] for i in old], [after[i] for i in new], moved)
    return tuple(hunks)


def spans(before: str, after: str) -> tuple[Span, ...]:
    """What differs inside one replaced block; joining either side gives that side back."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    pieces: list[Span] = []
    for equal, was, now in _gaps(old, new):
        left, right = "".join(old[was.start : was.stop]), "".join(new[now.start : now.stop])
        op = Op.EQUAL if equal else Op.REPLACE if left and right else Op.DELETE if left else Op.INSERT
        pieces.append(Span(op, left, right))
    return tuple(pieces)


def similarity(hunks: Sequence[Hunk]) -> float:
    """How much of the two bodies is the same, 0..1, in characters; a move changes nothing."""
    same = total = 0.0
    for hunk in hunks:
        size = len(hunk.before or "") + len(hunk.after or "")
        total += size
        if hunk.op in (Op.EQUAL, Op.MOVE):
            same += size
        elif hunk.op is Op.REPLACE:
            same += size * fuzz.ratio(hunk.before or "", hunk.after or "") / 100
    return same / total if total else 1.0


def _gaps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, range, range]]:
    """Runs of equal items and, between them, what stands on either side: (equal, old range, new range)."""
    at_old = at_new = 0
    for tag in Indel.opcodes(old, new):
        if tag.tag != "equal":
            continue
        if at_old < tag.src_start or at_new < tag.dest_start:
            yield False, range(at_old, tag.src_start), range(at_new, tag.dest_start)
        yield True, range(tag.src_start, tag.src_end), range(tag.dest_start, tag.dest_end)
        at_old, at_new = tag.src_end, tag.dest_end
    if at_old < len(old) or at_new < len(new):
        yield False, range(at_old, len(old)), range(at_new, len(new))


def _moved(before: Sequence[Block], after: Sequence[Block], gaps: Sequence[tuple[bool, range, range]]) -> Counter[str]:
    """Folded texts that left one gap and came back in another, and how often."""
    left = Counter(before[i].folded for equal, old, _ in gaps if not equal for i in old)
    came = Counter(after[i].folded for equal, _, new in gaps if not equal for i in new)
    return left & came


def _gap_hunks(old: list[Block], new: list[Block], moved: Counter[str]) -> list[Hunk]:
    """Hunks of one gap: moves, then pairs of blocks that are alike, the rest gone or come."""
    left, came = +moved, +moved
    gone = [block for block in old if not _taken(left, block.folded)]
    hunks: list[Hunk] = []
    partners = _partners(gone, [block for block in new if block.folded not in moved])
    waiting = iter(gone)
    for block in new:
        if _taken(came, block.folded):
            hunks.append(Hunk(Op.MOVE, block.text, block.text, block.place))
            continue
        partner = partners.get(id(block))
        if partner is None:
            hunks.append(Hunk(Op.INSERT, None, block.text, block.place))
            continue
        hunks += [Hunk(Op.DELETE, was.text, None, was.place) for was in _until(waiting, partner)]
        hunks.append(Hunk(Op.REPLACE, partner.text, block.text, block.place or partner.place))
    return hunks + [Hunk(Op.DELETE, was.text, None, was.place) for was in waiting]


def _taken(stock: Counter[str], folded: str) -> bool:
    """Whether the stock held the text; takes one out."""
    if stock[folded] <= 0:
        return False
    stock[folded] -= 1
    return True


def _until(blocks: Iterator[Block], last: Block) -> Iterator[Block]:
    """The blocks before `last`, consuming `last` too."""
    for block in blocks:
        if block is last:
            return
        yield block


def _partners(old: list[Block], new: list[Block]) -> dict[int, Block]:
    """For each new block (by identity) the old one it was edited from; order is kept, so pairs never cross."""
    partners: dict[int, Block] = {}
    bounded = len(old) <= PAIRING_LIMIT and len(new) <= PAIRING_LIMIT
    start = 0
    for position, block in enumerate(new):
        candidates = range(start, len(old)) if bounded else range(min(position, len(old)), min(position + 1, len(old)))
        best = max(candidates, key=lambda i: _alike(old[i], block), default=None)
        if best is not None and _alike(old[best], block) >= ALIKE:
            partners[id(block)] = old[best]
            start = best + 1
    return partners


def _alike(was: Block, now: Block) -> float:
    """Similarity of two blocks, 0..1."""
    return fuzz.ratio(was.folded, now.folded) / 100
