"""What a search finds."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.model.document import Stage
from core.model.identifiers import PageId
from core.model.page import Presence
from core.model.policy import PolicyId
from core.source import SourceId, Tier

IN_HEADING = 0
"""Rank of a document whose title or 文号 holds everything that was looked for."""

IN_TEXT = 1
"""Rank of every other."""


class Piece(NamedTuple):
    """A piece of a text, and whether it is what was looked for."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Position:
    """Where a hit stands among all: by rank, then the newest day first, then the youngest page.

    A place in the order, not in a list: what is found later does not move it.
    """

    rank: int
    day: date
    page_id: PageId

    def __str__(self) -> str:
        return f"{self.rank}.{self.day.isoformat()}.{self.page_id}"

    @classmethod
    def read(cls, text: str) -> "Position":
        """The position that `str` wrote. Raises `ValueError` for anything else.

        >>> str(Position.read("1.2026-03-02.17"))
        '1.2026-03-02.17'
        """
        try:
            rank, day, page_id = text.split(".")
            read = cls(int(rank), date.fromisoformat(day), PageId(int(page_id)))
        except ValueError:
            read = None
        if read is None or str(read) != text or read.rank not in (IN_HEADING, IN_TEXT) or read.page_id < 0:
            raise ValueError(f"{text!r} is no position")
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A page whose latest text answers a query.

    Args:
        title: as published; else as its listing has it.
        heading: the title in pieces.
        excerpt: passages of the published text in pieces.
        version: number of the version that was searched.
    """

    url: str
    title: str | None
    source_id: SourceId
    source_name: str
    tier: Tier
    policy_id: PolicyId | None
    published: date | None
    stage: Stage | None
    doc_number: str | None
    presence: Presence
    version: int
    heading: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Some of what a search finds, in order.

    Args:
        further: ask for what comes after this; None where nothing does. A query of which hardly any document that
            holds its parts holds them as asked may find fewer hits than were asked for, and more further on.
    """

    hits: tuple[Hit, ...] = ()
    further: Position | None = None
