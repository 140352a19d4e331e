"""believed(page, reading, now) -> Reading: as far as a reading may be believed of this page, and at which look."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

from core.change.known import known, said_by, state
from core.change.strange import is_cut, is_placeholder, is_strange
from core.model import (
    CUT,
    LAYOUT,
    STRANGE,
    SWINGING,
    UNCONFIRMED,
    Doubtful,
    Gone,
    Page,
    Presence,
    Reading,
    Stage,
    Text,
    Unchanged,
    Version,
)

GONE_SIGHTINGS = 3
"""Consecutive credible sightings of absence before a document is called removed (handbook §1, trap 8)."""

GONE_SPACING = timedelta(minutes=30)
"""Sightings closer together than this count once: an outage is not a withdrawal."""

PATIENCE: Mapping[str, timedelta] = MappingProxyType(
    {
        UNCONFIRMED: timedelta(minutes=30),
        LAYOUT: timedelta(hours=6),
        SWINGING: timedelta(days=1),
        STRANGE: timedelta(hours=12),
        CUT: timedelta(hours=12),
    }
)
"""How long after a suspect was seen first a look confirms it, by why it is suspect."""

RETURNING = timedelta(days=1)
"""A text that is back within this time of having been replaced may be one of two templates."""


def believed(page: Page, reading: Reading, now: datetime, *, upheaval: bool) -> Reading:
    """The reading, as far as it may be believed of this page.

    A document without words (a scan, pictures) is news when it is the first that is seen of a page; of a page
    that had words it says nothing, for a page that fails to load its text looks the same. Doubtful until a later look
    shows the very same (`PATIENCE`) is a text that was replaced within the last day and is back, one that comes back
    for the second time, any other during an upheaval, one that has nothing of the document, and one that ends before
    its page does; a document that turned repealed is none of the last three.

    Args:
        upheaval: whether so many pages of the source changed at once that its layout may have (`core.storm`).
    """
    latest = page.latest
    if not isinstance(reading, Text):
        return reading
    if latest is not None and latest.document.blocks and not reading.document.blocks:
        return Doubtful(why="no words", evidence="the page had text before, and shows none now")
    said = said_by(reading.document, reading.fingerprint)
    since, why = now, _suspicion(page, reading, said, now, upheaval=upheaval)
    if page.suspect is not None and page.suspect.exact == said:
        since, why = page.suspect.since, page.suspect.why
    if why is None or now - since >= PATIENCE[why]:
        return reading
    return Doubtful(why=why, evidence=f"first seen {since:%Y-%m-%dT%H:%MZ}", suspect=said)


def gone_sightings(page: Page, reading: Reading, now: datetime) -> int:
    """Consecutive credible sightings of absence, this reading included."""
    if not isinstance(reading, Gone):
        # An outage or a challenge between two sightings neither confirms nor refutes them.
        return 0 if shows_document(reading) else page.gone_sightings
    if page.gone_seen_at is not None and now - page.gone_seen_at < GONE_SPACING:
        return page.gone_sightings
    return page.gone_sightings + 1


def is_last_sighting(page: Page, reading: Gone, now: datetime) -> bool:
    """Whether a sighting of absence is the one that calls a document removed."""
    stands = page.latest is not None and page.presence is Presence.PRESENT
    return stands and gone_sightings(page, reading, now) >= GONE_SIGHTINGS


def shows_document(reading: Reading) -> bool:
    """Whether the page showed a document, believed or suspect; what has nothing of its document is none."""
    if isinstance(reading, Doubtful):
        return reading.suspect is not None and reading.why != STRANGE
    return isinstance(reading, Text | Unchanged)


def _suspicion(page: Page, reading: Text, said: str, now: datetime, *, upheaval: bool) -> str | None:
    """Why a text is not to be believed at once; None where it is."""
    latest = page.latest
    if latest is None:
        return STRANGE if is_placeholder(page.listed_title, reading) else None
    if not page.was_read_by(reading.fingerprint.recipe) or said == state(latest):
        return None
    repealed = reading.document.stage is Stage.REPEALED and latest.document.stage is not Stage.REPEALED
    if page.presence is Presence.PRESENT:
        if upheaval and not repealed:
            return LAYOUT
        left = [after.since for stood, after in pairwise(known(page)) if stood.exact == said]
        if len(left) > 1:
            return SWINGING
        if left and now - left[-1] < RETURNING:
            return UNCONFIRMED
    if repealed or any(stood.exact == said for stood in known(page)):
        return None
    return _unlike(latest, reading)


def _unlike(latest: Version, reading: Text) -> str | None:
    if is_strange(latest, reading):
        return STRANGE
    return CUT if is_cut(latest, reading) else None
