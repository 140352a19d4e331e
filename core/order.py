"""In what order a listing stands, and which of its rows stood there before us."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from core.model import Reference

FEWEST = 3
"""Days from which an order is read."""


def is_oldest_first(rows: Sequence[Reference]) -> bool:
    """Whether rows stand in the order of their days, the oldest on top."""
    days = [row.date for row in rows if row.date is not None]
    ascends = all(before <= after for before, after in pairwise(days))
    return len(days) >= FEWEST and ascends and days[0] < days[-1]


def stood_before(rows: Sequence[Reference], known: Sequence[bool], *, first: int, grown: bool) -> frozenset[str]:
    """Addresses of rows that are new to us and no news: they stand on the old side of all that we know.

    A baseline is read as deep as `backfill` asks. What stands behind it comes into sight when a later look reads
    deeper, when a row before it is taken away, or when the site turns its order round for a day.

    Args:
        rows: a listing, page by page.
        known: whether each has a page.
        first: how many of them stand on the first page; an undated row there is never old.
        grown: whether there are more rows than the listing ever showed, so that an old day on the first page is that
            of a document that came late.
    """
    if True not in known:
        return frozenset()
    places = range(len(rows))
    if is_oldest_first(rows):
        border = known.index(True)
        return frozenset(rows[at].url for at in places[:border] if _precedes(rows[at].date, rows[border].date))
    border = len(known) - 1 - known[::-1].index(True)
    return frozenset(
        rows[at].url
        for at in places[border + 1 :]
        if (at >= first and _is_not_after(rows[at].date, rows[border].date))
        or (at < first and not grown and _precedes(rows[at].date, rows[border].date))
    )


def _precedes(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other


def _is_not_after(day: date | None, other: date | None) -> bool:
    return day is None or other is None or day <= other
