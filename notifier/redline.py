"""The redline as a message shows it: harmless, in one line, and of what is unchanged only enough to find the place."""

from collections.abc import Sequence
from dataclasses import replace

from core.diff import Hunk, Op
from core.redline import Entry, Piece
from core.redline import redline as entries
from notifier.phrases import Words
from notifier.plain import inert

AROUND = 28
"""Characters of unchanged text told on either side of a difference."""

BOTH = Words()


def redline(hunks: Sequence[Hunk], words: Words = BOTH) -> tuple[Entry, ...]:
    """The hunks as entries, in order; the notes stand in the label."""
    harmless = [_inert(hunk) for hunk in hunks]
    return tuple(_short(entry, hunk, words) for hunk, entry in zip(harmless, entries(harmless), strict=True))


def bounded(told: Sequence[Entry], room: int) -> tuple[Entry, ...]:
    """The entries that have room, in characters; the first difference is cut rather than left out."""
    kept: list[Entry] = []
    for entry in told:
        size = sum(len(piece.text) for piece in entry.pieces)
        if size <= room:
            kept.append(entry)
            room -= size
        elif entry.op is not Op.EQUAL:
            if not differing(kept) and room >= len(entry.pieces):
                kept.append(replace(entry, pieces=_cut(entry.pieces, room // len(entry.pieces))))
            break
    return tuple(kept) if differing(kept) else ()


def differing(told: Sequence[Entry]) -> int:
    """How many of the entries are differences, not what stands around them."""
    return sum(entry.op is not Op.EQUAL for entry in told)


def _cut(pieces: Sequence[Piece], length: int) -> tuple[Piece, ...]:
    return tuple(
        piece if len(piece.text) <= length else replace(piece, text=piece.text[: length - 1] + "…") for piece in pieces
    )


def _inert(hunk: Hunk) -> Hunk:
    return replace(
        hunk,
        before=_inert_lines(hunk.before),
        after=_inert_lines(hunk.after),
        where=inert(hunk.where),
        was=inert(hunk.was),
    )


def _inert_lines(text: str | None) -> str | None:
    """Where blocks were merged or split is told by line feeds, which must outlast the cleaning."""
    return None if text is None else "\n".join(inert(line) for line in text.split("\n"))


def _short(entry: Entry, hunk: Hunk, words: Words) -> Entry:
    pieces = [replace(piece, text=piece.text.replace("\n", " ")) for piece in entry.pieces]
    # Where it stood is the one note that is no phrase of a closed set.
    moved = f"was {hunk.was} 原{hunk.was}"
    notes = (words("was", where=hunk.was) if note == moved else words.marked(note) for note in entry.notes)
    return replace(
        entry,
        label=" · ".join(filter(None, (words.marked(entry.label), *notes))),
        pieces=_excerpt(pieces) if entry.op is Op.REPLACE else tuple(pieces),
    )


def _excerpt(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    last = len(pieces) - 1
    return tuple(
        replace(piece, text=_shorten(piece.text, head=at > 0, tail=at < last)) if piece.op is Op.EQUAL else piece
        for at, piece in enumerate(pieces)
    )


def _shorten(text: str, *, head: bool, tail: bool) -> str:
    """Unchanged text without the middle that nobody needs; `head`, `tail`: which end touches a difference."""
    if len(text) <= AROUND * (head + tail) + 1:
        return text
    return (text[:AROUND] if head else "") + "…" + (text[-AROUND:] if tail else "")
