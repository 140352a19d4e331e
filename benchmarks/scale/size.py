"""How much of everything there is in a simulated database, and what room it takes."""

import shutil
from dataclasses import dataclass
from pathlib import Path

PAGES_A_SOURCE = 100
SAMPLED = 10
"""One page in ten has a full near signature, bands and its bytes: with all of them 10 million pages take 120 GB.

What is left out makes no search longer by more than one step: of 16 million bands the index is four pages deep, of
160 million five.
"""

BYTES_A_PAGE = 2_650
"""What all tables and indexes came to, measured at a million pages on PostgreSQL, divided by the pages."""

SPARE = 1.25
"""Sorting for an index takes room too, and so does the log of what is written."""


class NoRoom(Exception):
    """The disk is too small for what was asked."""


@dataclass(frozen=True, slots=True)
class Size:
    """A simulated installation.

    Args:
        pages: documents; the pages that stand for listings come on top.
    """

    pages: int

    @property
    def sources(self) -> int:
        """Every source has a listing."""
        return max(1, self.pages // PAGES_A_SOURCE)

    @property
    def bytes(self) -> int:
        """Room that is needed while it is filled."""
        return int(self.pages * BYTES_A_PAGE * SPARE)

    def __str__(self) -> str:
        return f"{self.pages:,} pages of {self.sources:,} sources"


def must_fit(size: Size, folder: Path, limit: int) -> None:
    """See that there is room for a size.

    Args:
        limit: bytes that may be used at most, however much is free.

    Raises:
        NoRoom: says how much is missing.
    """
    free = min(shutil.disk_usage(folder).free, limit)
    if size.bytes > free:
        raise NoRoom(
            f"{size} need about {size.bytes / 1e9:.0f} GB in {folder}, and {free / 1e9:.0f} GB may be used; "
            "ask for fewer with --pages or --times, or name another folder with --place"
        )
