"""The main road: one page, from recall to commit.

Four effects (!) around four pure steps; safe to run again after a crash at any line.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core.asking import conditions, landed
from core.change import believed, compare, elsewhere, is_same_page
from core.health import page_alarm
from core.joined import joined
from core.model import (
    LAYOUT,
    STRANGE,
    Change,
    ChangeKind,
    Doubtful,
    Echo,
    Failed,
    Fresh,
    Kinship,
    Page,
    PageId,
    Presence,
    Reading,
    Sight,
    Text,
    Turmoil,
    Validators,
    Verdict,
    Version,
)
from core.policy import features_of, kinship
from core.ports import Memory, Web
from core.relating import related
from core.schedule import settle
from core.search import heading
from core.source import Configuration, Recipe, Source, SourceId
from core.storm import STORM, UPHEAVAL, is_upheaval, led_by, unled
from core.version import next_version
from crawler.normalise import fold
from crawler.read import read
from notifier.rules import route
from notifier.subject import subject_of
from policywatch.outage import standing_site
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
    anew = await again(page, source, config, store, now)
    if anew is not None and anew.change is not None and anew.change.kind is not ChangeKind.REBASED:
        return anew  # one errand, one verdict; the page stays due
    page = await store.page(page_id) if anew is not None else page  # others may have had a word in it
    sight = await web.look(page.url, source.manners, _validators(page, source))  # ! 2 bytes, 304, gone, blocked, failed
    reading = await _read(landed(sight, page), source.recipe, page.listed_title)  # 3 extract, normalise, fingerprint
    reading = joined(await whole(reading, source, web), page)  # ! with its further pages, and what its listing says
    reading = await _believed(page, reading, store, now)
    reading = await standing_site(page, reading, source, web, now)
    family = await _family(page, reading, store)  # ! 4 who else says this
    change = compare(page, reading, family, now) or page_alarm(page, reading, source, now)  # 5 nothing, or one kind
    change = await _placed(change, page, store)
    leader = await _leader(change, store, now)  # ! which other page's edit is the same
    verdict = _verdict(page, reading, change, source=source, config=config, now=now)  # 6 remember, 7 whom to tell
    joins = leader.change_id if leader else None
    verdict = replace(verdict, kinship=family, joins=joins, deliveries=unled(verdict.deliveries, leader))
    await store.commit(page, verdict)  # ! 8 all of it or none of it
    return verdict


async def put_off(
    page_id: PageId,
    trouble: str,
    *,
    sources: Mapping[SourceId, Source],
    config: Configuration,
    store: Memory,
    now: datetime,
) -> Verdict:
    """Count a look that a fault of ours ended as one that led to nothing. Raises like `check`."""
    page = await store.page(page_id)
    source = sources[page.source_id]
    reading = Failed(reason=trouble)
    change = page_alarm(page, reading, source, now)
    verdict = _verdict(page, reading, change, source=source, config=config, now=now)
    await store.commit(page, verdict)
    return verdict


async def _believed(page: Page, reading: Reading, store: Memory, now: datetime) -> Reading:
    """The reading as far as it may be believed, of this page and while so much else of its source changes."""
    another = isinstance(reading, Text) and page.latest is not None and _is_another(page.latest, reading)
    turmoil = await store.turmoil(page.source_id, now - UPHEAVAL) if another else Turmoil()
    seen = believed(page, reading, now, upheaval=is_upheaval(turmoil))
    if not isinstance(seen, Text) or page.suspect is None or page.suspect.why != STRANGE:
        return seen
    kin = await store.kin(page, seen.fingerprint, features_of(seen.document))
    wall = next((one for one in kin if is_same_page(page, seen, one)), None)
    return Doubtful(why=STRANGE, evidence=f"{wall.url} shows the same"[:200]) if wall else seen


def _is_another(latest: Version, reading: Text) -> bool:
    was, now = latest.document, reading.document
    return latest.fingerprint.exact != reading.fingerprint.exact or (was.title, was.doc_number) != (
        now.title,
        now.doc_number,
    )


async def _family(page: Page, reading: Reading, store: Memory) -> Kinship | None:
    """Which policy a page publishes: asked when its text is first seen, and whenever it is another."""
    if not isinstance(reading, Text):
        return None
    if page.policy_id is not None and page.latest is not None and not _is_another(page.latest, reading):
        return None
    features = features_of(reading.document)
    kin = await store.kin(page, reading.fingerprint, features)
    return kinship(page, reading, features, kin)


async def _placed(change: Change | None, page: Page, store: Memory) -> Change | None:
    """The change; the removal of a document that only moved says where to."""
    latest = page.latest
    if change is None or change.kind is not ChangeKind.REMOVED or latest is None:
        return change
    return elsewhere(change, latest, await store.kin(page, latest.fingerprint, features_of(latest.document)))


async def _leader(change: Change | None, store: Memory, now: datetime) -> Echo | None:
    """The change that speaks for the same edit of another page of the site."""
    if change is None or change.edit is None or change.kind is not ChangeKind.EDITED:
        return None
    return led_by(change, await store.echoes(change.source_id, change.edit, now - STORM))


async def again(page: Page, source: Source, config: Configuration, store: Memory, now: datetime) -> Verdict | None:
    """Read the latest version's own bytes again where they mean something else by now, before a new look.

    Under a new recipe like is compared with like: what it reads differently becomes a version of its own
    (`rebased`), told to nobody. Where the listing's word of the document's standing moved, that is told though
    its page may not have changed, or cannot be reached. Returns what was committed, if anything was.
    """
    anew = not page.was_read_by(source.recipe.digest) and not is_spread(page)
    moved = page.relisted and page.presence is Presence.PRESENT
    latest = page.latest
    if latest is None or not (anew or moved):
        return None
    reading = joined(await stored(page, latest, source, store), page)
    if not isinstance(reading, Text):
        return None
    change = compare(page, reading, None, now)
    if change is None and not anew:
        return None
    verdict = _verdict(page, reading, change, source=source, config=config, now=now)
    after = replace(
        page,
        revision=page.revision + 1,
        changes=verdict.page.changes,
        latest=verdict.page.latest,
        recent=verdict.page.recent,
        flapping_since=verdict.page.flapping_since,
        remind_at=verdict.page.remind_at,
        recipe=reading.fingerprint.recipe,
        validators=Validators() if anew else page.validators,
        relisted=False,
    )
    committed = replace(verdict, page=after)
    await store.commit(page, committed)
    return committed


async def stored(page: Page, latest: Version, source: Source, store: Memory) -> Reading:
    """What the latest version's bytes say under today's recipe.

    Of a document that came from several pages only the first one's bytes are kept: it stands as it was read.
    """
    sight = Fresh(
        url=latest.evidence.get(":url", page.url),
        status=int(latest.evidence.get(":status", "200")),
        body=await store.raw(latest.raw_digest),
        headers=tuple(latest.evidence.items()),
        validators=replace(page.validators, raw_digest=latest.raw_digest),
    )
    if is_spread(page):
        body = latest.document.body
        return Text(document=latest.document, fingerprint=latest.fingerprint, folded=fold(body), sight=sight)
    return read(sight, source.recipe, listed_title=page.listed_title)


def _verdict(
    page: Page, reading: Reading, change: Change | None, *, source: Source, config: Configuration, now: datetime
) -> Verdict:
    version = next_version(page, reading, change, now) if isinstance(reading, Text) else None
    owed = route(subject_of(change, source, fold, page.latest, version), config) if change else ()
    return Verdict(
        page=settle(page, reading, change, version, pace=source.pace, now=now),
        version=version,
        raw=reading.sight.body if version and isinstance(reading, Text) else None,
        change=change,
        deliveries=owed,
        features=features_of(version.document) if version else None,
        relations=related(version.document) if version else None,
        heading=heading(version.document, page.listed_title, fold) if version else None,
        withdraws=now - UPHEAVAL if isinstance(reading, Doubtful) and reading.why == LAYOUT else None,
    )


def _validators(page: Page, source: Source) -> Validators | None:
    """What the look may be conditional on; None where an unchanged answer would not mean an unchanged reading."""
    known = page.was_read_by(source.recipe.digest) and not is_spread(page)
    return conditions(page.validators, page.revision) if known else None


async def _read(sight: Sight, recipe: Recipe, listed_title: str | None) -> Reading:
    """What a sight says; a large one is read beside the event loop, so that other hosts are not held up."""
    if isinstance(sight, Fresh) and len(sight.body) > LARGE:
        return await asyncio.to_thread(read, sight, recipe, listed_title=listed_title)
    return read(sight, recipe, listed_title=listed_title)
