"""`reread`: what a new recipe reads in the stored bytes, before it meets the next look."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from core.change import compare
from core.joined import joined
from core.model import ChangeKind, Doubtful, Page, PageId, Presence, Text
from core.ports import Store
from core.source import Source
from policywatch.check import again, stored
from policywatch.whole import is_spread
from policywatch.wiring import Watch


class Outcome(StrEnum):
    """What a stored page is under today's recipe."""

    SAME = "same"
    DIFFERENT = "different"
    LOST = "lost"
    SPREAD = "spread"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """One stored page, read again.

    Args:
        detail: what reads differently, or why nothing is read.
        alerts: whether its next look would tell anyone, though its bytes are the same.
    """

    url: str
    outcome: Outcome
    detail: str = ""
    alerts: bool = False


@dataclass
class Summary:
    """What came of all of them."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    alerts: int = 0

    def see(self, one: Reread) -> None:
        """Count one page."""
        self.outcomes[one.outcome] += 1
        self.alerts += one.alerts

    def sentence(self) -> str:
        """The summary, for a person."""
        said = self.outcomes
        return (
            f"{said.total()} pages: {said[Outcome.SAME]} read the same, {said[Outcome.DIFFERENT]} differently, "
            f"{said[Outcome.LOST]} no longer; {said[Outcome.SPREAD]} need a look, as they came from several pages; "
            f"{said[Outcome.UNREAD]} were never read; {self.alerts} would alert"
        )


async def reread(watch: Watch, sources: Sequence[Source], *, dry_run: bool) -> AsyncIterator[Reread]:
    """Read the latest version of every page again; without `dry_run`, what differs is rebased, told to nobody."""
    for source in sources:
        for page in await watch.store.source_pages(source.id):
            now = watch.clock()
            seen = await _read_again(watch.store, page.id, source, now)
            if seen.outcome is Outcome.DIFFERENT and not dry_run:
                whole = await watch.store.page(page.id)
                await again(whole, source, watch.config, watch.store, now)
            yield seen


async def _read_again(store: Store, page_id: PageId, source: Source, now: datetime) -> Reread:
    page = await store.page(page_id)
    latest = page.latest
    if latest is None:
        return Reread(url=page.url, outcome=Outcome.UNREAD)
    if is_spread(page):
        return Reread(url=page.url, outcome=Outcome.SPREAD)
    reading = joined(await stored(page, latest, source, store), page)
    if not isinstance(reading, Text):
        why = f"{reading.why}: {reading.evidence}" if isinstance(reading, Doubtful) else type(reading).__name__.lower()
        return Reread(url=page.url, outcome=Outcome.LOST, detail=why)
    return _compared(page, reading, now)


def _compared(page: Page, reading: Text, now: datetime) -> Reread:
    # That a document was taken down says nothing of how its bytes read.
    there = page if page.presence is not Presence.REMOVED else replace(page, presence=Presence.PRESENT)
    change = compare(there, reading, None, now)
    if change is None:
        return Reread(url=page.url, outcome=Outcome.SAME)
    alerts = change.kind not in (ChangeKind.REBASED, ChangeKind.COSMETIC)
    return Reread(url=page.url, outcome=Outcome.DIFFERENT, detail=change.headline, alerts=alerts)
