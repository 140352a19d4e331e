"""A page looked at again and again, as the main road does, without web or store."""

from datetime import datetime, timedelta

from core.change import believed, compare
from core.joined import joined
from core.model import Change, Kinship, Page, Reading, Text
from core.schedule import settle
from core.source import Pace
from core.version import next_version

PACE = Pace(recheck=timedelta(days=1))


def looked(
    page: Page, seen: Reading, now: datetime, *, upheaval: bool = False, kinship: Kinship | None = None
) -> tuple[Page, Change | None]:
    """The page after one look, and what is told of it."""
    reading = believed(page, joined(seen, page), now, upheaval=upheaval)
    change = compare(page, reading, kinship, now)
    version = next_version(page, reading, change, now) if isinstance(reading, Text) else None
    return settle(page, reading, change, version, pace=PACE, now=now), change
