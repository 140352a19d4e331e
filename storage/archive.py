"""The read side of the store: each method one transaction."""

from collections.abc import Sequence
from datetime import date, datetime

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
from storage import (
    changes,
    figures,
    listings,
    outbox,
    pages,
    policies,
)
from storage import related as relatives
from storage import search as texts
from storage.transactions import Transactions


class SqlArchive(Transactions):
    """`core.ports.Archive` in SQLite or PostgreSQL."""

    async def changes(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        source_id: SourceId | None = None,
        kind: ChangeKind | None = None,
        limit: int = 100,
    ) -> list[Told]:
        """See `Archive`."""
        return await self._read(
            changes.recent_changes, since=since, until=until, source_id=source_id, kind=kind, limit=limit
        )

    async def told(self, change_ids: Sequence[str]) -> list[Told]:
        """See `Archive`."""
        return await self._read(changes.told_by_id, change_ids)

    async def versions(self, url: str) -> list[Version]:
        """See `Archive`."""
        return await self._read(pages.versions_at, url)

    async def policy(self, url: str) -> PolicyPages | None:
        """See `Archive`."""
        return await self._read(policies.policy_pages, url)

    async def related(self, url: str) -> list[Relative]:
        """See `Archive`."""
        return await self._read(relatives.related, url)

    async def deliveries(self, *, state: DeliveryState | None = None, limit: int = 100) -> list[Delivery]:
        """See `Archive`."""
        return await self._read(outbox.deliveries, state=state, limit=limit)

    async def retry(self, delivery_ids: Sequence[str], now: datetime) -> int:
        """See `Archive`."""
        return await self._write(outbox.retry, delivery_ids, now)

    async def listings(self) -> list[Listing]:
        """See `Archive`."""
        return await self._read(listings.all_listings)

    async def pulse(self, since: datetime) -> dict[SourceId, int]:
        """See `Archive`."""
        return await self._read(pages.pulse, since)

    async def source_pages(self, source_id: SourceId) -> list[Page]:
        """See `Archive`."""
        return await self._read(pages.source_pages, source_id)

    async def figures(self, now: datetime) -> Figures:
        """See `Archive`."""
        return await self._read(figures.figures, now)

    async def search(
        self,
        query: Query,
        *,
        limit: int = 20,
        after: Position | None = None,
        source_id: SourceId | None = None,
        since: date | None = None,
    ) -> Hits:
        """See `Archive`."""
        return await self._read(texts.search, query, limit=limit, after=after, source_id=source_id, since=since)
