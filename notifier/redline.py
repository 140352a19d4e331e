"""The redline as a message shows it: plain, in one line, and of what is unchanged only enough to find the place."""

from collections.abc import Sequence
from dataclasses import replace

from core.diff import Hunk, Op
from core.redline import Entry, Piece
from core.redline import redline as entries
from notifier.plain import plain

AROUND = 28
"""Characters of unchanged text told on either side of a difference."""


def redline(hunks: Sequence[Hunk]) -> tuple[Entry, ...]:
    """The hunks as entries, in order; the notes stand in the label."""
    return tuple(_short(entry) for entry in entries([_plain(hunk) for hunk in hunks]))


def _plain(hunk: Hunk) -> Hunk:
    return replace(
        hunk,
        before=_plain_lines(hunk.before),
        after=_plain_lines(hunk.after),
        where=plain(hunk.where),
        was=plain(hunk.was),
    )


def _plain_lines(text: str | None) -> str | None:
    """Where blocks were merged or split is told by line feeds, which must outlast the cleaning."""
    return None if text is None else "\n".join(plain(line) for line in text.split("\n"))


def _short(entry: Entry) -> Entry:
    pieces = [replace(piece, text=piece.text.replace("\n", " ")) for piece in entry.pieces]
    return replace(
        entry,
        label=" · ".join(filter(None, (entry.label, *entry.notes))),
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
