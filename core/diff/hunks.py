"""The nouns of a diff, and how either text is rebuilt from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Op(StrEnum):
    """What was done to a piece of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Hunk:
    """A block, before and after; blocks that were merged or split stand on one side together, joined by line feeds.

    EQUAL says the same, perhaps under another number; MOVE stands where the block stands now, and has two
    sides that differ where it was edited as well.

    Args:
        where: its place (第五条, 第五条（二）) where the structure says so: now, or, for a DELETE, then.
        was: its place before, where that was another.
        origin: position of its first block in the old body; None for an INSERT.
    """

    op: Op
    before: str | None
    after: str | None
    where: str | None = None
    was: str | None = None
    origin: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters inside a replaced block; one side is empty for an insertion or a deletion."""

    op: Op
    before: str
    after: str


def applied(hunks: Sequence[Hunk]) -> str:
    """The new body, rebuilt: its blocks joined by line feeds."""
    return "\n".join(hunk.after for hunk in hunks if hunk.after is not None)


def reverted(hunks: Sequence[Hunk]) -> str:
    """The old body, rebuilt: its blocks joined by line feeds."""
    came_from = [(hunk.origin or 0, hunk.before) for hunk in hunks if hunk.before is not None]
    return "\n".join(text for _, text in sorted(came_from, key=lambda side: side[0]))
