"""probed(url) -> what `try` sees at an address, for the dashboard: one look, within a time, remembered nowhere."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from core.model import Doubtful, Fresh, Text
from core.source import Configuration, Manners
from crawler.fetch import HttpWeb
from policywatch.probe import Probe, probe, snippet
from web.service import Probed

DEADLINE = timedelta(seconds=45)
"""For the whole of it: robots.txt, doors and pages with pauses between them."""

LOOK = timedelta(seconds=20)
"""For each request."""


async def probed(url: str, configuration: Configuration, clock: Callable[[], datetime]) -> Probed:
    """Look at an address, which is as little trusted as any that a page names."""
    settings = configuration.settings
    manners = Manners(
        user_agent=settings.user_agent, allow_private_networks=settings.allow_private_networks, timeout=LOOK
    )
    try:
        async with asyncio.timeout(DEADLINE.total_seconds()), HttpWeb(clock=clock) as web:
            seen = await probe(url, manners, web, clock())
    except TimeoutError:
        return Probed(url=url, trouble=f"nothing was known after {DEADLINE.total_seconds():g} s; try again later")
    return await asyncio.to_thread(_told, seen)


def _told(seen: Probe) -> Probed:
    walk, document, trouble = seen.walk, None, seen.walk.trouble
    match seen.reading:
        case Text(document=read):
            document = read
        case Doubtful(why=why, evidence=evidence):
            trouble = trouble or f"the page cannot be believed: {why}{f' ({evidence})' if evidence else ''}"
        case None:
            pass
        case _:
            trouble = trouble or "the page shows no document"
    return Probed(
        url=seen.url,
        trouble=trouble,
        answer=_answer(seen),
        pause=seen.pause.total_seconds(),
        kind=str(seen.kind) if seen.kind else None,
        entrance=walk.entrance.ask.url if walk.entrance else None,
        found=len(walk.found or ()),
        first=tuple(seen.first),
        document=document,
        snippet="" if trouble else snippet(seen),
    )


def _answer(seen: Probe) -> str:
    sight = seen.walk.sight
    if not isinstance(sight, Fresh):
        return ""
    content = sight.header("content-type") or "no content type"
    moved = f" · {sight.url}" if sight.url != seen.url else ""
    return f"{sight.status} · {len(sight.body):,} bytes · {content}{moved}"
