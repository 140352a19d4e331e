"""The read side of the store: each method one transaction."""

from collections.abc import Sequence
from datetime import datetime

from core.model import (
    EVERY_CHANGE,
    ChangeFilter,
    ChangeKind,
    Cursor,
    Delivery,
    DeliveryCursor,
    DeliveryState,
    Figures,
    Glance,
    Listing,
    Page,
    PolicyId,
    PolicyPages,
    Relative,
    Told,
    Version,
)
from core.source import SourceId
from storage import (
    changes,
    figures,
    glances,
    listings,
    outbox,
    pages,
    policies,
)
from storage import related as relatives
from storage.transactions import Transactions


class SqlArchive(Transactions):
    """`core.ports.Archive` in SQLite or PostgreSQL, beside what `SqlGallery` answers."""

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

    async def changes_page(
        self, wanted: ChangeFilter = EVERY_CHANGE, after: Cursor | None = None, limit: int = 50
    ) -> list[Glance]:
        """See `Archive`."""
        return await self._read(glances.changes_page, wanted, after, limit)

    async def told(self, change_ids: Sequence[str]) -> list[Told]:
        """See `Archive`."""
        return await self._read(changes.told_by_id, change_ids)

    async def versions(self, url: str) -> list[Version]:
        """See `Archive`."""
        return await self._read(pages.versions_at, url)

    async def policy(self, url: str) -> PolicyPages | None:
        """See `Archive`."""
        return await self._read(policies.policy_pages, url)

    async def policy_by_id(self, policy_id: PolicyId) -> PolicyPages | None:
        """See `Archive`."""
        return await self._read(policies.policy_by_id, policy_id)

    async def related(self, url: str) -> list[Relative]:
        """See `Archive`."""
        return await self._read(relatives.related, url)

    async def deliveries(
        self, *, state: DeliveryState | None = None, after: DeliveryCursor | None = None, limit: int = 100
    ) -> list[Delivery]:
        """See `Archive`."""
        return await self._read(outbox.deliveries, state=state, after=after, limit=limit)

    async def deliveries_of(self, change_id: str) -> list[Delivery]:
        """See `Archive`."""
        return await self._read(outbox.deliveries_of, change_id)

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
