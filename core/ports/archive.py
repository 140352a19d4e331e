"""The read side of the store."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from core.model import (
    ChangeKind,
    Delivery,
    DeliveryState,
    Figures,
    Hits,
    Listing,
    Page,
    PolicyPages,
    Position,
    Relative,
    Told,
    Version,
)
from core.search import Query
from core.source import SourceId


class Archive(Protocol):
    """The read side of the same store."""

    async def changes(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        source_id: SourceId | None = None,
        kind: ChangeKind | None = None,
        limit: int = 100,
    ) -> list[Told]:
        """What changed at or after `since` and before `until`, newest first."""

    async def told(self, change_ids: Sequence[str]) -> list[Told]:
        """The changes with these ids, in the order of the ids; unknown ones are left out."""

    async def versions(self, url: str) -> list[Version]:
        """Versions of the page at an address, in whatever form, oldest first; empty for an unknown address."""

    async def policy(self, url: str) -> PolicyPages | None:
        """The policy that the page at an address publishes; None for a page unknown or never read."""

    async def related(self, url: str) -> list[Relative]:
        """What the policy at an address does to other documents, then what others do to it; each once."""

    async def search(
        self,
        query: Query,
        *,
        limit: int = 20,
        after: Position | None = None,
        source_id: SourceId | None = None,
        since: date | None = None,
    ) -> Hits:
        """Pages whose latest text meets the query, removed ones too; see `Position` for the order.

        A page is found with the commit of its version. A query that wants nothing finds nothing.

        Args:
            after: `further` of the hits before.
            since: only pages of this day and later; the day is that of publication, else of the listing, else that
                on which the page was seen first.
        """

    async def deliveries(self, *, state: DeliveryState | None = None, limit: int = 100) -> list[Delivery]:
        """The outbox, newest first."""

    async def retry(self, delivery_ids: Sequence[str], now: datetime) -> int:
        """Make failed deliveries (all of them when no id is given) owed at `now`; returns how many."""

    async def listings(self) -> list[Listing]:
        """State of every registered source that has a listing."""

    async def pulse(self, since: datetime) -> dict[SourceId, int]:
        """Documents first seen at or after `since` that are no baseline, by source; sources without are left out."""

    async def source_pages(self, source_id: SourceId) -> list[Page]:
        """Every page of a source but the one that stands for its listing, without versions, oldest first."""

    async def figures(self, now: datetime) -> Figures:
        """How much there is, and what is due at `now`."""
