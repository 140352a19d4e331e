"""Hunks as people read them: what went, what came, where, and what is to be noted; in English and Chinese."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.diff import Hunk, Nature, Op, Span, nature, renumbered, spans
from core.diff.numbering import content, number

LABELS = {
    Op.EQUAL: "",
    Op.INSERT: "added 新增",
    Op.DELETE: "deleted 删除",
    Op.REPLACE: "changed 修改",
    Op.MOVE: "moved 移动",
}
MERGED, SPLIT = "merged 合并", "split 拆分"
MOVED_AND_CHANGED = "moved and changed 移动并修改"
RENUMBERED = "renumbered 序号调整"

NATURES = {
    Nature.SAME: "no difference 无差异",
    Nature.COSMETIC: "punctuation or layout only 仅标点或格式",
    Nature.NUMBERING: "numbering only 仅序号",
    Nature.ORDER: "order only 仅顺序",
    Nature.DATES: "dates only 仅日期",
    Nature.NUMBERS: "figures only 仅数字",
    Nature.WORDING: "wording 文字",
}
"""What kind of edit it is, as it is said."""

_TELLING = (Nature.COSMETIC, Nature.DATES, Nature.NUMBERS)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `equal`, `insert` or `delete`."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One hunk, ready to be shown.

    Args:
        op: how it is shown: two sides (REPLACE), one that is new, gone or moved, or context (EQUAL).
        label: what was done; empty for context.
        notes: what is to be said beside it.
    """

    op: Op
    label: str
    where: str
    notes: tuple[str, ...]
    pieces: tuple[Piece, ...]

    @property
    def before(self) -> str:
        """The old side."""
        return "".join(piece.text for piece in self.pieces if piece.op is not Op.INSERT)

    @property
    def after(self) -> str:
        """The new side."""
        return "".join(piece.text for piece in self.pieces if piece.op is not Op.DELETE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the comparison table (修改对照表): 原条文, 修改后, 说明."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    note: str


def redline(hunks: Sequence[Hunk]) -> tuple[Entry, ...]:
    """The hunks as entries, in order."""
    return tuple(
        Entry(_shown_as(hunk), _label(hunk), hunk.where or "", tuple(_notes(hunk)), tuple(_pieces(hunk)))
        for hunk in hunks
    )


def rows(hunks: Sequence[Hunk]) -> Iterator[Row]:
    """What differs, block by block; at the end, in one row, which articles only changed their numbers."""
    for entry in redline([hunk for hunk in hunks if hunk.op is not Op.EQUAL]):
        said = (f"{entry.where} {entry.label}".strip(), *entry.notes)
        before = tuple(piece for piece in entry.pieces if piece.op is not Op.INSERT)
        after = tuple(piece for piece in entry.pieces if piece.op is not Op.DELETE)
        yield Row(before, after, "\n".join(said))
    if shifts := list(_shifts(hunks)):
        was, now = ("\n".join(_stretch(side) for side in sides) for sides in zip(*shifts, strict=True))
        yield Row((Piece(Op.EQUAL, was),), (Piece(Op.EQUAL, now),), RENUMBERED)


def _shown_as(hunk: Hunk) -> Op:
    if hunk.op is Op.MOVE and content(hunk.before or "") != content(hunk.after or ""):
        return Op.REPLACE
    return hunk.op


def _label(hunk: Hunk) -> str:
    parts = (hunk.before or "").count("\n"), (hunk.after or "").count("\n")
    match hunk.op:
        case Op.MOVE if _shown_as(hunk) is Op.REPLACE:
            return MOVED_AND_CHANGED
        case Op.REPLACE if parts[0] > parts[1]:
            return MERGED
        case Op.REPLACE if parts[0] < parts[1]:
            return SPLIT
        case Op.EQUAL if renumbered(hunk):
            return RENUMBERED
        case _:
            return LABELS[hunk.op]


def _notes(hunk: Hunk) -> Iterator[str]:
    if hunk.was and hunk.op is not Op.EQUAL:
        yield f"was {hunk.was} 原{hunk.was}"
    if _shown_as(hunk) is Op.REPLACE and (kind := nature([hunk])) in _TELLING:
        yield NATURES[kind]


def _pieces(hunk: Hunk) -> Iterator[Piece]:
    before, after = hunk.before or "", hunk.after or ""
    match hunk.op:
        case Op.DELETE:
            yield Piece(Op.DELETE, before)
        case Op.INSERT:
            yield Piece(Op.INSERT, after)
        case Op.EQUAL if not renumbered(hunk):
            yield Piece(Op.EQUAL, after)
        case Op.EQUAL:
            rest = after.lstrip().removeprefix(number(after))
            yield from (Piece(Op.DELETE, number(before)), Piece(Op.INSERT, number(after)), Piece(Op.EQUAL, rest))
        case _:
            for span in spans(before, after):
                yield from _sides(span)


def _sides(span: Span) -> Iterator[Piece]:
    if span.op is Op.EQUAL:
        yield Piece(Op.EQUAL, span.after)
        return
    if span.before:
        yield Piece(Op.DELETE, span.before)
    if span.after:
        yield Piece(Op.INSERT, span.after)


def _shifts(hunks: Sequence[Hunk]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Unbroken runs of renumbered blocks: (first, last) of the old numbers and of the new."""
    run: list[Hunk] = []
    for hunk in hunks:
        if renumbered(hunk):
            run.append(hunk)
        elif run and (hunk.op is not Op.EQUAL or _level(hunk) == _level(run[-1])):
            yield _ends(run)
            run = []
    if run:
        yield _ends(run)


def _level(hunk: Hunk) -> str:
    """条 of 第五条, 章 of 第二章; empty of what has no number."""
    return number(hunk.after or "")[-1:]


def _ends(run: Sequence[Hunk]) -> tuple[tuple[str, str], tuple[str, str]]:
    first, last = run[0], run[-1]
    return (_was(first), _was(last)), (_now(first), _now(last))


def _was(hunk: Hunk) -> str:
    return hunk.was or number(hunk.before or "")


def _now(hunk: Hunk) -> str:
    return hunk.where or number(hunk.after or "")


def _stretch(ends: tuple[str, str]) -> str:
    return ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"
