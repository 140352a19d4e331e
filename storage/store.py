"""The store that the roads know: each method one transaction, in the one thread that owns the database."""

import asyncio
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from core.errors import StoreError
from core.model import (
    EVERY_CHANGE,
    ChangeFilter,
    ChangeKind,
    Cursor,
    Delivery,
    DeliveryCursor,
    DeliveryState,
    Due,
    Echo,
    Features,
    Figures,
    Finding,
    Fingerprint,
    Glance,
    Kin,
    Known,
    Letter,
    Listing,
    Page,
    PageId,
    PolicyId,
    PolicyPages,
    Relative,
    Told,
    Turmoil,
    Verdict,
    Version,
)
from core.ports import Store
from core.source import Allowance, Source, SourceId
from storage import (
    alarms,
    blobs,
    changes,
    claims,
    figures,
    glances,
    listings,
    outbox,
    pages,
    policies,
    size,
    storms,
    verdicts,
)
from storage import kin as kindred
from storage import related as relatives
from storage import search as texts
from storage import sources as registry
from storage.engine import engines, faults
from storage.gallery import SqlGallery
from storage.remarks import Remarks
from storage.schema import prepare
from storage.work import Inputs, Result, Work


class SqlStore(SqlGallery, Remarks, Store):
    """The memory in SQLite or PostgreSQL; every method raises `StoreError` when the database fails.

    Args:
        url: see `storage.open_store`, which also says what opening raises.
    """

    def __init__(self, url: str) -> None:
        self._engines = engines(url)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            self._thread.submit(prepare, self._engines).result()
        except StoreError:
            self.let_go()
            raise

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

    async def raw(self, digest: str) -> bytes:
        """See `Memory`."""
        return await self._read(blobs.recall_blob, digest)

    async def kin(self, page: Page, fingerprint: Fingerprint, features: Features, limit: int = 12) -> tuple[Kin, ...]:
        """See `Memory`."""
        return await self._read(kindred.kin, page, fingerprint, features, limit)

    async def commit(self, before: Page, verdict: Verdict) -> None:
        """See `Memory`."""
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

    async def settle(self, deliveries: Sequence[Delivery]) -> None:
        """See `Memory`. What was sent stays sent; a lease that another has taken over settles nothing."""
        await self._write(outbox.settle, deliveries)

    async def alarms(self) -> dict[str, datetime]:
        """See `Memory`."""
        return await self._read(alarms.alarms)

    async def raise_alarm(self, channel: str, now: datetime) -> None:
        """See `Memory`."""
        await self._write(alarms.raise_alarm, channel, now)

    async def end_alarm(self, channel: str) -> None:
        """See `Memory`."""
        await self._write(alarms.end_alarm, channel)

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

    async def reindex(self, fold: Callable[[str], str]) -> int:
        """Make the index anew, headings folded anew; returns how many pages it has.

        The daemon may go on meanwhile, but a search finds only what is indexed by then.
        """
        await self._write(texts.forget_all)
        pages, last = 0, PageId(0)
        while done := await self._write(texts.find_anew, last, fold):
            pages, last = pages + len(done), done[-1]
        return pages

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

    async def counts(self) -> dict[str, int]:
        """How many sources, pages, versions and changes there are, and deliveries by state."""
        return await self._read(size.counts)

    async def backup(self, target: Path) -> None:
        """Write a consistent copy of an SQLite database to a new file; the daemon may go on meanwhile."""
        file = self._engines.reads.url.database
        if self._engines.reads.dialect.name != "sqlite" or not file:
            raise StoreError(f"{self._engines.place} is no SQLite file; back it up with pg_dump")
        try:
            await asyncio.to_thread(size.copy_sqlite, file, target)
        except sqlite3.Error as error:
            raise StoreError(
                f"{target} cannot be written ({error}); name a new file in a folder that exists"
            ) from error

    async def close(self) -> None:
        """See `Store`."""
        await asyncio.to_thread(self.let_go)

    def let_go(self) -> None:
        """Like `close`, where no event loop runs; blocks."""
        self._thread.shutdown(wait=True)
        self._engines.reads.dispose()

    async def _read(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        return await self._run(self._engines.reads, work, *args, **kwargs)

    async def _write(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        return await self._run(self._engines.writes, work, *args, **kwargs)

    async def _run(
        self, engine: Engine, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs
    ) -> Result:
        def transaction() -> Result:
            with faults(self._engines.place), engine.begin() as connection:
                return work(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._thread, transaction)
