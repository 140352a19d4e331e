"""How each source fares, for `sources list`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.address_key import address_key
from core.model import Health, Listing, Page
from core.ports import Store
from core.serialise import rfc3339
from core.source import Configuration, Source, SourceKind

WEEKS = 4
GRACE = timedelta(hours=1)
"""A look may be late by so much, and by its own interval, before the source is called overdue."""


class Word(StrEnum):
    """The state of a source in one word."""

    DISABLED = "disabled"
    UNSEEN = "never looked at"
    OK = "ok"
    FAILING = "failing"
    BLOCKED = "blocked"
    LAYOUT = "layout changed"
    SILENT = "silent"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One source and how it fares.

    Args:
        last_success: when it was last read.
        failing_since: first of the failures in a row.
        per_week: documents that came after its baseline, a week, over the last four.
    """

    source: Source
    word: Word
    last_success: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    why: str | None = None
    per_week: float = 0.0

    def sentence(self) -> str:
        """The state in one line."""
        match self.word:
            case Word.DISABLED:
                return f"disabled: {self.source.disabled}"
            case Word.FAILING | Word.BLOCKED | Word.LAYOUT:
                since = f" since {self.failing_since:%Y-%m-%d %H:%M}Z" if self.failing_since else ""
                return f"{self.word}{since} ({self.failures} in a row): {self.why}"
            case Word.UNSEEN:
                return str(self.word)
            case _:
                last = f", last read {self.last_success:%Y-%m-%d %H:%M}Z" if self.last_success else ""
                return f"{self.word}{last}"

    def as_json(self) -> dict[str, object]:
        """One line of `sources list --json`."""
        return {
            "id": self.source.id,
            "name": self.source.name,
            "url": self.source.url,
            "kind": self.source.kind.value,
            "tier": self.source.tier.value,
            "health": str(self.word),
            "last_success": rfc3339(self.last_success) if self.last_success else None,
            "failing_since": rfc3339(self.failing_since) if self.failing_since else None,
            "failures": self.failures,
            "why": self.source.disabled or self.why,
            "per_week": round(self.per_week, 2),
        }


async def states(store: Store, config: Configuration, now: datetime) -> list[State]:
    """Every configured source, in the order of the file."""
    listings = {listing.source_id: listing for listing in await store.listings()}
    pulse = await store.pulse(now - timedelta(weeks=WEEKS))
    return [
        await _state(store, source, listings.get(source.id), pulse.get(source.id, 0) / WEEKS, now)
        for source in config.sources
    ]


async def _state(store: Store, source: Source, listing: Listing | None, per_week: float, now: datetime) -> State:
    if source.disabled is not None:
        return State(source=source, word=Word.DISABLED)
    if source.kind is SourceKind.PAGE:
        pages = await store.source_pages(source.id)
        own = next((page for page in pages if address_key(page.url) == address_key(source.url)), None)
        return _of_page(source, own, now) if own else State(source=source, word=Word.UNSEEN)
    if listing is None or listing.last_looked_at is None:
        return State(source=source, word=Word.UNSEEN)
    return State(
        source=source,
        word=_word(source, listing, now),
        last_success=listing.last_success_at,
        failures=listing.failures,
        failing_since=listing.failing_since,
        why=listing.last_error,
        per_week=per_week,
    )


def _word(source: Source, listing: Listing, now: datetime) -> Word:
    if listing.failures:
        blocked = listing.last_outcome == "blocked"
        return Word.BLOCKED if blocked else Word.LAYOUT if listing.health is Health.LAYOUT else Word.FAILING
    if now > listing.next_look_at + source.pace.every + GRACE:
        return Word.OVERDUE
    return Word.SILENT if listing.health is Health.SILENT else Word.OK


def _of_page(source: Source, page: Page, now: datetime) -> State:
    if page.last_looked_at is None:
        return State(source=source, word=Word.UNSEEN)
    overdue = page.next_check_at is not None and now > page.next_check_at + source.pace.recheck + GRACE
    blocked = (page.last_error or "").startswith("blocked")
    trouble = Word.BLOCKED if blocked else Word.FAILING
    return State(
        source=source,
        word=trouble if page.failures else Word.OVERDUE if overdue else Word.OK,
        last_success=None if page.failures else page.last_looked_at,
        failures=page.failures,
        why=page.last_error,
    )
