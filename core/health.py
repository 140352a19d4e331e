"""How a source fares, and the one change that tells when that turns."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from core.change.first import event
from core.model import Change, ChangeKind, Doubtful, Failed, Health, Listing, Page, Reading, Reference, Text, Unchanged
from core.source import Source, SourceKind

FAILING_AFTER = 5
"""Failures in a row before anyone is told: with `core.schedule.back_off` between them, over two hours."""

QUIET = timedelta(days=21)
"""A listing may be quiet for so long whatever its habits: the Spring Festival and National Day weeks are in it."""

HABIT = 2
"""Silence is odd when it lasts so many times as long as the longest pause among the newest documents."""

NEWEST = 20
FEWEST = 5
"""Days from which a habit is read at most, and at least."""

NOT_UNDERSTOOD = "unreadable"
"""`Listing.last_outcome` of an answer that came and led to nothing."""

TOLD_AS = {
    Health.OK: ChangeKind.RECOVERED,
    Health.FAILING: ChangeKind.FAILING,
    Health.LAYOUT: ChangeKind.LAYOUT,
    Health.SILENT: ChangeKind.SILENT,
}


def health(listing: Listing, now: datetime, *, upheaval: bool = False) -> Health:
    """How a listing fares after a look at it.

    It fails when looks in a row led to nothing; that is a changed layout where answers came, and something was found
    in them before, and where all its documents changed at once (`core.storm`). It is silent when its next document is
    overdue by its own habit. In between it stays what it was.
    """
    if listing.failures >= FAILING_AFTER:
        if listing.health in (Health.FAILING, Health.LAYOUT):
            return listing.health  # one alert: what it fails of may move, that it fails does not
        changed = listing.last_outcome == NOT_UNDERSTOOD and listing.items > 0
        return Health.LAYOUT if changed else Health.FAILING
    if listing.failures:
        return listing.health
    if upheaval:
        return Health.LAYOUT
    if listing.expected_by is not None and now > listing.expected_by:
        return Health.SILENT
    return Health.OK


def expected_by(listing: Listing, found: Sequence[Reference], now: datetime) -> datetime | None:
    """When a listing's next document should have come, judged by the days of its newest ones; None for no habit.

    Never earlier than it was said before, nor than `QUIET` after the first look.
    """
    days = sorted({reference.date for reference in found if reference.date and reference.date <= now.date()})[-NEWEST:]
    if len(days) < FEWEST:
        return listing.expected_by
    pauses = [after - before for before, after in itertools.pairwise(days)]
    allowed = max(QUIET, HABIT * max(pauses))
    expected = _noon(days[-1]) + allowed
    return max(expected, listing.expected_by or now + QUIET)


def alarm(
    before: Listing, after: Listing, source: Source, now: datetime, *, upheaval: bool = False
) -> tuple[Listing, Change | None]:
    """The listing with its health as it is now, and the change that tells of it if it turned.

    That an upheaval is over is told to nobody: its pages are in their new look, and nothing was missed.
    """
    turned = health(after, now, upheaval=upheaval)
    if turned is after.health:
        return after, None
    if turned is Health.OK and after.health is Health.LAYOUT and not before.failures:
        return replace(after, health=turned), None
    listing = after
    change = Change(
        page_id=listing.page_id,
        source_id=source.id,
        url=source.url,
        number=listing.changes + 1,
        kind=TOLD_AS[turned],
        at=now,
        headline=_headline(listing, turned),
        canonical_url=source.url,
    )
    return replace(listing, health=turned, changes=change.number), change


def page_alarm(page: Page, reading: Reading, source: Source, now: datetime) -> Change | None:
    """The change that tells that a source of kind `page` begins to fail, or has recovered."""
    if source.kind is not SourceKind.PAGE:
        return None
    if isinstance(reading, Text | Unchanged):
        kind = ChangeKind.RECOVERED if page.failures >= FAILING_AFTER else None
        headline = "it can be read again 恢复正常"
    else:
        fails = isinstance(reading, Failed) or (isinstance(reading, Doubtful) and reading.suspect is None)
        kind = ChangeKind.FAILING if fails and page.failures + 1 == FAILING_AFTER else None
        headline = f"{FAILING_AFTER} looks in a row led to nothing 连续读取失败"
    return replace(event(page, kind, now), headline=headline) if kind else None


def _headline(listing: Listing, turned: Health) -> str:
    match turned:
        case Health.OK:
            return "it can be read and shows documents again 恢复正常"
        case Health.SILENT:
            since = listing.expected_by
            return f"no new document, though one was expected by {since:%Y-%m-%d} 长时间无更新" if since else ""
        case Health.LAYOUT if not listing.failures:
            return "half of the pages read changed at once, each its own way: the site was probably rebuilt 整站改版"
        case Health.LAYOUT:
            return f"{listing.failures} looks in a row found no document where {listing.items} stood 版式可能已变"
        case Health.FAILING:
            return f"{listing.failures} looks in a row led to nothing 连续读取失败: {listing.last_error}"


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
