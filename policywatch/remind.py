"""The road of dates: what a document said would happen is told before it does."""

from dataclasses import replace
from datetime import datetime

import structlog

from core.address_key import address_key
from core.errors import StaleWrite, StoreError
from core.model import Change, Due, Page, Verdict
from core.schedule import reminded
from core.source import Source
from crawler.normalise import fold
from notifier.rules import route
from notifier.subject import subject_of
from policywatch.wiring import Watch

BATCH = 1_000

IN_A_ROW = 10
"""Pages that fail one after the other: it is not the pages then."""

log = structlog.get_logger(__name__)


async def remind(watch: Watch) -> list[Change]:
    """Tell of every deadline whose time has come; returns what was told. A page checked meanwhile is due again.

    A page whose version cannot be read back keeps back no other. Raises `StoreError` where it is not the page.
    """
    now = watch.clock()
    told, failed = list[Change](), 0
    for one in await watch.store.due_reminders(now, BATCH):
        source = watch.sources.get(one.source_id)
        if source is None:
            continue
        try:
            change = await _remind(watch, one, source, now)
        except StoreError as fault:
            failed += 1
            if failed == IN_A_ROW:
                raise
            log.error("cannot remind", url=one.url, fault=str(fault))
            continue
        failed = 0
        told += [change] if change is not None else []
    return told


async def _speaks(watch: Watch, page: Page) -> bool:
    """Whether a page is the one to speak for its policy: of its copies nobody wants the same date again."""
    policy = await watch.store.policy(page.url)
    return policy is None or address_key(policy.canonical_url) == address_key(page.url)


async def _remind(watch: Watch, due: Due, source: Source, now: datetime) -> Change | None:
    page = await watch.store.page(due.page_id)
    change, after = reminded(page, source.pace, now)
    if change is not None and not await _speaks(watch, page):
        change, after = None, replace(after, changes=page.changes)
    deliveries = route(subject_of(change, source, fold, page.latest), watch.config) if change else ()
    try:
        await watch.store.commit(page, Verdict(page=after, change=change, deliveries=deliveries))
    except StaleWrite:
        return None
    return change
