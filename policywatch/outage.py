"""Before a document is called removed, its site must be seen to stand."""

from datetime import datetime, timedelta

from core.change import is_last_sighting
from core.model import Doubtful, Failed, Gone, Page, Reading
from core.ports import Web
from core.source import Source, SourceKind
from crawler.read import read

OUTAGE = timedelta(days=1)
"""A site whose listing is away for longer than this is believed to have taken its documents with it."""

DOWN = ("blocked", "maintenance")


async def standing_site(page: Page, reading: Reading, source: Source, web: Web, now: datetime) -> Reading:
    """The reading; `Doubtful` where a document would be called removed, and its listing is away as well.

    A site that is being mended answers 404 for everything. Asked once, by the sighting that decides; a 410 and a
    source that has no listing need no witness.
    """
    if not isinstance(reading, Gone) or reading.status == 410 or source.kind is SourceKind.PAGE:
        return reading
    if not is_last_sighting(page, reading, now) or now - (page.gone_since or now) >= OUTAGE:
        return reading
    door = read(await web.look(source.url, source.manners), source.recipe)
    if isinstance(door, Gone | Failed) or (isinstance(door, Doubtful) and door.why in DOWN):
        return Doubtful(why="outage", evidence=f"http {reading.status}, and its listing is away too")
    return reading
