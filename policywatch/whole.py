"""A document that its site spreads over several pages, read as one."""

import asyncio

from core.model import Doubtful, Page, Reading, Text
from core.ports import Web
from core.source import Source
from crawler.read import join, read

MOST_PAGES = 40
"""A document said to go on for longer is a listing, or a trap."""


async def whole(reading: Reading, source: Source, web: Web) -> Reading:
    """The reading with its further pages joined; what has none is returned as it is.

    A further page that cannot be read makes the whole `Doubtful`: half a document must never be taken for
    one that was cut.
    """
    if not isinstance(reading, Text) or not reading.document.continuation:
        return reading
    addresses = reading.document.continuation
    if len(addresses) >= MOST_PAGES:
        return Doubtful(why="incomplete", evidence=f"the document is said to have {len(addresses) + 1} pages")
    further = [read(await web.look(url, source.manners), source.recipe) for url in addresses]
    return await asyncio.to_thread(join, reading, further)


def is_spread(page: Page) -> bool:
    """Whether its first page alone would say nothing of the whole: neither unchanged, nor read again from store."""
    return page.latest is not None and bool(page.latest.document.continuation)
