"""The main road: one page, from recall to commit.

Four effects (!) around four pure steps; safe to run again after a crash at any line.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core.change import believed, compare
from core.model import Fresh, Page, PageId, Reading, Sight, Text, Validators, Verdict
from core.ports import Memory, Web
from core.schedule import settle
from core.source import Configuration, Recipe, Source, SourceId
from core.version import next_version
from crawler.normalise import fold
from crawler.read import read
from notifier.rules import route
from policywatch.whole import is_spread, whole

LARGE = 512 * 1024
"""Bytes; a page below takes less time to read than a thread is worth."""


async def check(
    page_id: PageId,
    *,
    sources: Mapping[SourceId, Source],
    config: Configuration,
    web: Web,
    store: Memory,
    now: datetime,
) -> Verdict:
    """Look at one page, decide what happened, and commit what to remember and whom to tell.

    Raises:
        StaleWrite: somebody else checked the page meanwhile; nothing was written.
        StoreError: the database failed; nothing was written.
    """
    page = await store.page(page_id)  # ! 1 recall what we know
    source = sources[page.source_id]
    page = await rebase(page, source, store, now)
    sight = await web.look(page.url, source.manners, _validators(page, source))  # ! 2 bytes, 304, gone, blocked, failed
    reading = await _read(sight, source.recipe)  # 3 extract, normalise, fingerprint
    reading = believed(page, await whole(reading, source, web))  # ! with its further pages, where it has some
    twins = await store.twins(page, reading)  # ! 4 who else says this
    change = compare(page, reading, twins, now)  # 5 nothing, or one kind of change
    version = next_version(page, reading, change, now) if isinstance(reading, Text) else None
    verdict = Verdict(
        page=settle(page, reading, change, version, pace=source.pace, now=now),  # 6 counters, validators, next look
        version=version,
        raw=reading.sight.body if version and isinstance(reading, Text) else None,
        change=change,
        deliveries=(  # 7 whom to tell, owed once
            route(change, _subject(page, reading), source, config.rules, config.channels) if change else ()
        ),
    )
    await store.commit(page, verdict)  # ! 8 all of it or none of it
    return verdict


async def rebase(page: Page, source: Source, store: Memory, now: datetime) -> Page:
    """Read the latest version's own bytes again when the recipe is new, so that like is compared with like.

    What the new recipe reads differently becomes a version of its own (`rebased`), told to nobody; a page
    that nothing was read from yet, whose recipe is the same, or whose text came from several pages (of which
    only the first one's bytes are kept) is returned as it is.
    """
    latest = page.latest
    if latest is None or page.was_read_by(source.recipe.digest) or is_spread(page):
        return page
    sight = Fresh(
        url=latest.evidence.get(":url", page.url),
        status=int(latest.evidence.get(":status", "200")),
        body=await store.raw(latest.raw_digest),
        headers=tuple(latest.evidence.items()),
        validators=replace(page.validators, raw_digest=latest.raw_digest),
    )
    reading = read(sight, source.recipe)
    if not isinstance(reading, Text):
        return page
    change = compare(page, reading, (), now)
    version = next_version(page, reading, change, now)
    rebased = replace(
        page,
        revision=page.revision + 1,
        changes=change.number if change else page.changes,
        latest=version or latest,
        recipe=reading.fingerprint.recipe,
        validators=Validators(),
    )
    await store.commit(page, Verdict(page=rebased, version=version, raw=sight.body if version else None, change=change))
    return rebased


def _validators(page: Page, source: Source) -> Validators | None:
    """What the look may be conditional on; None where an unchanged answer would not mean an unchanged reading."""
    return page.validators if page.was_read_by(source.recipe.digest) and not is_spread(page) else None


async def _read(sight: Sight, recipe: Recipe) -> Reading:
    """What a sight says; a large one is read beside the event loop, so that other hosts are not held up."""
    if isinstance(sight, Fresh) and len(sight.body) > LARGE:
        return await asyncio.to_thread(read, sight, recipe)
    return read(sight, recipe)


def _subject(page: Page, reading: Reading) -> str:
    """The folded title and text that rules look for words in: as it is, or as it last was."""
    if isinstance(reading, Text):
        return f"{fold(reading.document.title or '')}\n{reading.folded}"
    if page.latest is None:
        return ""
    return f"{fold(page.latest.document.title or '')}\n{fold(page.latest.document.body)}"
