"""The store that the roads know: memory, archive and turns at hosts over one database."""

import asyncio
import shlex
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from core.errors import StoreError
from core.model import (
    PageId,
    Taken,
    Turn,
)
from core.ports import Blobs, Store
from storage import (
    hosts,
    size,
)
from storage import search as texts
from storage.archive import SqlArchive
from storage.clippings import SqlClippings
from storage.copies import copy_database
from storage.engine import engines, server_url, sqlite_file, take_stock
from storage.gallery import SqlGallery
from storage.memory import SqlMemory
from storage.remarks import SqlRemarks
from storage.schema import prepare


class SqlStore(SqlMemory, SqlArchive, SqlGallery, SqlRemarks, SqlClippings, Store):
    """The memory in SQLite or PostgreSQL; every method raises `StoreError` when the database fails.

    Args:
        url, blobs: see `storage.open_store`, which also says what opening raises.
    """

    def __init__(self, url: str, blobs: Blobs | None = None) -> None:
        super().__init__(engines(url), blobs)
        try:
            self._writers.submit(prepare, self._engines).result()
        except StoreError:
            self.let_go()
            raise

    async def time(self) -> datetime:
        """See `Hosts`."""
        return await self._read(hosts.time)

    async def take_turn(self, host: str, now: datetime, pause: timedelta, lease: timedelta) -> Turn:
        """See `Hosts`."""
        return await self._state(hosts.take_turn, host, now, pause, lease)

    async def end_turn(self, host: str, taken: Taken, now: datetime, pause: timedelta) -> None:
        """See `Hosts`."""
        await self._state(hosts.end_turn, host, taken, now, pause)

    async def shut(self, host: str, until: datetime) -> None:
        """See `Hosts`."""
        await self._state(hosts.shut, host, until)

    async def forget_hosts(self, idle_since: datetime) -> int:
        """See `Hosts`."""
        return await self._state(hosts.forget_hosts, idle_since)

    async def counts(self) -> dict[str, int]:
        """How many sources, pages, versions and changes there are, and deliveries by state."""
        return await self._read(size.counts)

    async def reindex(self, fold: Callable[[str], str]) -> int:
        """Make the index anew, headings folded anew; returns how many pages it has.

        The daemon may go on meanwhile, but a search finds only what is indexed by then.
        """
        await self._write(texts.forget_all)
        pages, last = 0, PageId(0)
        while done := await self._write(texts.find_anew, last, fold):
            pages, last = pages + len(done), done[-1]
        await self._write(take_stock)
        return pages

    async def backup(self, target: Path) -> None:
        """Write a consistent copy of an SQLite database to a new file; the daemon may go on meanwhile."""
        file = sqlite_file(self._engines.reads.url)
        if file is None:
            raise StoreError(
                f"{self._engines.place} is no SQLite file; back it up with: "
                f"pg_dump --format=custom --file={shlex.quote(str(target))} {shlex.quote(server_url(self._engines))}"
            )
        await asyncio.to_thread(copy_database, file, target)

    async def close(self) -> None:
        """See `Store`."""
        await asyncio.to_thread(self.let_go)
