"""Storms: one edit on many pages of a source, and all its pages changed at once."""

from collections.abc import Sequence
from datetime import timedelta

from core.model import Change, Delivery, Echo, Turmoil

STORM = timedelta(days=1)
"""The same edits of a source within this time are one storm."""

STORM_PAGES = 3
"""From so many pages on a storm that was told is not told again."""

UPHEAVAL = timedelta(hours=6)
"""Time within which the looks at a source's pages are counted as `Turmoil`."""

UPHEAVAL_PAGES = 5
"""Fewer pages edited at once are no upheaval: a small source may well edit all it has."""


def is_upheaval(turmoil: Turmoil) -> bool:
    """Whether half of the pages read were edited, each in its own way: then it is rather the site that changed.

    >>> is_upheaval(Turmoil(read=9, edited=5)), is_upheaval(Turmoil(read=11, edited=5))
    (True, False)
    """
    return turmoil.edited >= UPHEAVAL_PAGES and 2 * turmoil.edited >= turmoil.read


def led_by(change: Change, echoes: Sequence[Echo]) -> Echo | None:
    """The change that speaks for this one too; None where this one is told.

    That is the newest that nobody was told of yet; where several pages with this edit were told already, the
    newest of those.

    Args:
        echoes: of the change's source within `STORM`, newest first; none that joined another.
    """
    others = [echo for echo in echoes if echo.change_id != change.id]
    if change.edit is None or not others:
        return None
    waiting = next((echo for echo in others if echo.waiting), None)
    told = sum(echo.pages for echo in others) >= STORM_PAGES
    return waiting or (others[0] if told else None)


def unled(deliveries: Sequence[Delivery], leader: Echo | None) -> tuple[Delivery, ...]:
    """The deliveries to those whom the leading change does not tell: a rule may want this page and not that one."""
    told = leader.owed_to if leader else frozenset()
    return tuple(one for one in deliveries if (one.channel, one.recipient) not in told)
