"""What the roads remember: each method one transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.errors import StoreError
from core.model import (
    Backlog,
    Delivery,
    Due,
    Echo,
    Features,
    Finding,
    Fingerprint,
    Kin,
    Known,
    Letter,
    Listing,
    Page,
    PageId,
    Tour,
    Turmoil,
    Verdict,
)
from core.ports import Blobs
from core.source import Allowance, Source, SourceId
from storage import (
    alarms,
    blobs,
    claims,
    listings,
    outbox,
    pages,
    storms,
    tours,
    verdicts,
)
from storage import kin as kindred
from storage import sources as registry
from storage.engine import Engines
from storage.transactions import Transactions


class SqlMemory(Transactions):
    """`core.ports.Memory` in SQLite or PostgreSQL.

    Args:
        places: where raw bytes lie; None keeps them in the database.
    """

    def __init__(self, opened: Engines, places: Blobs | None) -> None:
        super().__init__(opened)
        self._blobs = places

    async def register(self, sources: Sequence[Source], now: datetime) -> None:
        """See `Memory`. A source whose address moved is due at `now`, under a new baseline."""
        await self._write(registry.register, sources, now)

    async def listing(self, source_id: SourceId) -> Listing:
        """See `Memory`."""
        return await self._read(listings.recall_listing, source_id)

    async def due_listings(self, now: datetime, limit: int) -> list[SourceId]:
        """See `Memory`."""
        return await self._read(listings.due_listings, now, limit)

    async def known(self, source_id: SourceId, urls: Sequence[str]) -> dict[str, Known]:
        """See `Memory`."""
        return await self._read(pages.known_pages, source_id, urls)

    async def commit_finding(self, before: Listing, finding: Finding) -> list[PageId]:
        """See `Memory`."""
        return await self._write(listings.commit_finding, before, finding)

    async def page(self, page_id: PageId) -> Page:
        """See `Memory`."""
        return await self._read(pages.recall_page, page_id)

    async def due_pages(self, now: datetime, limit: int, sources: Sequence[SourceId] | None = None) -> list[Due]:
        """See `Memory`."""
        return await self._read(pages.due_pages, now, limit, sources)

    async def followed_pages(self, sources: Sequence[SourceId]) -> list[Due]:
        """See `Memory`."""
        return await self._read(pages.followed_pages, sources)

    async def due_tours(self, now: datetime, sources: Sequence[SourceId] | None = None) -> list[Tour]:
        """See `Memory`."""
        return await self._read(tours.due_tours, now, sources)

    async def due_at(self, tour: Tour, now: datetime, limit: int) -> list[Due]:
        """See `Memory`."""
        return await self._read(tours.due_at, tour, now, limit)

    async def raw(self, digest: str) -> bytes:
        """See `Memory`. What was stored before another place was named is in the database still."""
        here = await self._read(blobs.recall_blob, digest)
        if here is not None:
            return here
        if self._blobs is None:
            raise StoreError(blobs.missing(digest))
        return await self._blobs.get(digest)

    async def kin(self, page: Page, fingerprint: Fingerprint, features: Features, limit: int = 12) -> tuple[Kin, ...]:
        """See `Memory`."""
        return await self._read(kindred.kin, page, fingerprint, features, limit)

    async def commit(self, before: Page, verdict: Verdict) -> None:
        """See `Memory`. Bytes of another place are there before the version that names them; an orphan does no harm."""
        if self._blobs is not None and verdict.version is not None and verdict.raw is not None:
            await self._blobs.put(verdict.version.raw_digest, verdict.raw)
            verdict = replace(verdict, raw=None)
        await self._write(verdicts.commit, before, verdict)

    async def echoes(self, source_id: SourceId, edit: str, since: datetime) -> tuple[Echo, ...]:
        """See `Memory`."""
        return await self._read(storms.echoes, source_id, edit, since)

    async def turmoil(self, source_id: SourceId, since: datetime) -> Turmoil:
        """See `Memory`."""
        return await self._read(storms.turmoil, source_id, since)

    async def due_reminders(self, now: datetime, limit: int) -> list[Due]:
        """See `Memory`."""
        return await self._read(pages.due_reminders, now, limit)

    async def claim(
        self,
        now: datetime,
        lease: timedelta,
        limit: int,
        *,
        allowances: Mapping[str, Allowance] | None = None,
        resting: Collection[str] = (),
    ) -> list[Letter]:
        """See `Memory`."""
        return await self._write(claims.claim, now, lease, limit, allowances=allowances, resting=resting)

    async def owes(self, now: datetime) -> bool:
        """See `Memory`."""
        return await self._read(claims.owes, now)

    async def settle(self, deliveries: Sequence[Delivery]) -> None:
        """See `Memory`. What was sent stays sent; a lease that another has taken over settles nothing."""
        await self._write(outbox.settle, deliveries)

    async def undelivered(self, late_since: datetime) -> list[Backlog]:
        """See `Memory`."""
        return await self._read(outbox.undelivered, late_since)

    async def alarms(self) -> dict[str, datetime]:
        """See `Memory`."""
        return await self._read(alarms.alarms)

    async def raise_alarm(self, channel: str, now: datetime) -> None:
        """See `Memory`."""
        await self._write(alarms.raise_alarm, channel, now)

    async def end_alarm(self, channel: str) -> None:
        """See `Memory`."""
        await self._write(alarms.end_alarm, channel)
