"""What the dashboard asks of the store, each question one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from core.model import (
    EVERY_PARCEL,
    Backlog,
    Deadline,
    DeadlineFilter,
    DeadlinePlace,
    Dossier,
    HealthTurn,
    Hits,
    Leaf,
    Noticed,
    PageId,
    Parcel,
    ParcelFilter,
    ParcelPlace,
    PolicyId,
    Position,
    Presence,
    Relative,
    Room,
    Version,
)
from core.search import Query
from core.source import SourceId
from storage import courses, deadlines, dossiers, outbox, parcels, size
from storage import related as relations
from storage import search as texts
from storage.transactions import Transactions


class SqlGallery(Transactions):
    """`core.gallery.Gallery` in SQLite or PostgreSQL."""

    async def dossier(self, policy_id: PolicyId) -> Dossier | None:
        """See `Gallery`."""
        return await self._read(dossiers.dossier, policy_id)

    async def leaf(self, page_id: PageId) -> Leaf | None:
        """See `Gallery`."""
        return await self._read(dossiers.leaf, page_id)

    async def leaf_at(self, url: str) -> Leaf | None:
        """See `Gallery`."""
        return await self._read(dossiers.leaf_at, url)

    async def version(self, page_id: PageId, number: int) -> Version | None:
        """See `Gallery`."""
        return await self._read(dossiers.version, page_id, number)

    async def relatives(self, policy_id: PolicyId) -> list[Relative]:
        """See `Gallery`."""
        return await self._read(relations.relatives, policy_id)

    async def deadlines(
        self, wanted: DeadlineFilter, after: DeadlinePlace | None = None, limit: int = 100
    ) -> list[Deadline]:
        """See `Gallery`."""
        return await self._read(deadlines.deadlines, wanted, after, limit)

    async def parcels(
        self, wanted: ParcelFilter = EVERY_PARCEL, after: ParcelPlace | None = None, limit: int = 50
    ) -> list[Parcel]:
        """See `Gallery`."""
        return await self._read(parcels.parcels, wanted, after, limit)

    async def undelivered(self, late_since: datetime) -> list[Backlog]:
        """See `core.ports.Memory`."""
        return await self._read(outbox.undelivered, late_since)

    async def search(
        self,
        query: Query,
        *,
        limit: int = 20,
        after: Position | None = None,
        source_id: SourceId | None = None,
        since: date | None = None,
    ) -> Hits:
        """See `Gallery`."""
        return await self._read(texts.search, query, limit=limit, after=after, source_id=source_id, since=since)

    async def room(self) -> Room:
        """See `Gallery`."""
        return await self._read(size.room)

    async def tallies(self) -> Mapping[SourceId, Mapping[Presence, int]]:
        """See `Gallery`."""
        return await self._read(courses.tallies)

    async def rhythm(
        self, starts: Sequence[datetime], sources: Sequence[SourceId] | None = None
    ) -> Mapping[SourceId, tuple[int, ...]]:
        """See `Gallery`."""
        return await self._read(courses.rhythm, starts, sources)

    async def turns(self, sources: Sequence[SourceId] | None = None) -> list[HealthTurn]:
        """See `Gallery`."""
        return await self._read(courses.turns, sources)

    async def noticed(self, since: datetime, limit: int, source_id: SourceId | None = None) -> list[Noticed]:
        """See `Gallery`."""
        return await self._read(courses.noticed, since, limit, source_id)
