"""What the dashboard asks of the store, each question one transaction."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime

from core.gallery import Gallery
from core.model import (
    EVERY_PARCEL,
    Backlog,
    Deadline,
    DeadlineFilter,
    DeadlinePlace,
    Dossier,
    Leaf,
    Noticed,
    PageId,
    Parcel,
    ParcelFilter,
    ParcelPlace,
    PolicyId,
    Presence,
    Relative,
    Turn,
    Version,
)
from core.source import SourceId
from storage import courses, deadlines, dossiers, outbox, parcels
from storage import related as relations
from storage.work import Inputs, Result, Work


class SqlGallery(Gallery):
    """The read side over whatever runs its work."""

    @abstractmethod
    async def _read(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        """Do what only reads."""

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

    async def tallies(self) -> Mapping[SourceId, Mapping[Presence, int]]:
        """See `Gallery`."""
        return await self._read(courses.tallies)

    async def rhythm(
        self, starts: Sequence[datetime], sources: Sequence[SourceId] | None = None
    ) -> Mapping[SourceId, tuple[int, ...]]:
        """See `Gallery`."""
        return await self._read(courses.rhythm, starts, sources)

    async def turns(self, sources: Sequence[SourceId] | None = None) -> list[Turn]:
        """See `Gallery`."""
        return await self._read(courses.turns, sources)

    async def noticed(self, since: datetime, limit: int, source_id: SourceId | None = None) -> list[Noticed]:
        """See `Gallery`."""
        return await self._read(courses.noticed, since, limit, source_id)
