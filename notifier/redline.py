"""Hunks as the pieces of a redline: what went, what came, and enough around it to find the place."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.diff import Hunk, Op, spans
from notifier.plain import plain

AROUND = 28
"""Characters of unchanged text told on either side of a difference."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `equal`, `insert` or `delete`."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One hunk, ready to be shown; every text in it is plain.

    Args:
        label: what was done, in both languages; empty for context.
    """

    op: Op
    label: str
    where: str
    pieces: tuple[Piece, ...]

    @property
    def before(self) -> str:
        """The old side in one line."""
        return "".join(piece.text for piece in self.pieces if piece.op is not Op.INSERT)

    @property
    def after(self) -> str:
        """The new side in one line."""
        return "".join(piece.text for piece in self.pieces if piece.op is not Op.DELETE)


LABELS = {
    Op.EQUAL: "",
    Op.INSERT: "added 新增",
    Op.DELETE: "removed 删除",
    Op.REPLACE: "changed 修改",
    Op.MOVE: "moved here 移至此处",
}


def redline(hunks: Sequence[Hunk]) -> tuple[Entry, ...]:
    """The hunks as entries, in order."""
    return tuple(Entry(hunk.op, LABELS[hunk.op], plain(hunk.where), _pieces(hunk)) for hunk in hunks)


def _pieces(hunk: Hunk) -> tuple[Piece, ...]:
    before, after = plain(hunk.before), plain(hunk.after)
    match hunk.op:
        case Op.REPLACE:
            return _replaced(before, after)
        case Op.DELETE:
            return (Piece(Op.DELETE, before),)
        case Op.INSERT:
            return (Piece(Op.INSERT, after),)
        case _:
            return (Piece(Op.EQUAL, after),)


def _replaced(before: str, after: str) -> tuple[Piece, ...]:
    found = spans(before, after)
    pieces: list[Piece] = []
    for at, span in enumerate(found):
        if span.op is Op.EQUAL:
            pieces.append(Piece(Op.EQUAL, _shorten(span.after, head=at > 0, tail=at < len(found) - 1)))
            continue
        if span.before:
            pieces.append(Piece(Op.DELETE, span.before))
        if span.after:
            pieces.append(Piece(Op.INSERT, span.after))
    return tuple(pieces)


def _shorten(text: str, *, head: bool, tail: bool) -> str:
    """Unchanged text without the middle that nobody needs; `head`, `tail`: which end touches a difference."""
    if len(text) <= AROUND * (head + tail) + 1:
        return text
    return (text[:AROUND] if head else "") + "…" + (text[-AROUND:] if tail else "")
