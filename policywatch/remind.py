"""The road of dates: what a document said would happen is told before it does."""

from dataclasses import replace
from datetime import datetime

from core.address_key import address_key
from core.errors import StaleWrite
from core.model import Change, Due, Page, Verdict
from core.schedule import reminded
from core.source import Source
from crawler.normalise import fold
from notifier.rules import route
from notifier.subject import subject_of
from policywatch.wiring import Watch

BATCH = 1_000


async def remind(watch: Watch) -> list[Change]:
    """Tell of every deadline whose time has come; returns what was told. A page checked meanwhile is due again."""
    now = watch.clock()
    due = await watch.store.due_reminders(now, BATCH)
    told = [
        await _remind(watch, one, watch.sources[one.source_id], now) for one in due if one.source_id in watch.sources
    ]
    return [change for change in told if change is not None]


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
