"""The part of the store that remembers what was cut out of the changes for the rules."""

from collections.abc import Sequence
from datetime import datetime

from core.model import Clipping, Cursor, Cutting, Scrapbook, Stretch, Told
from storage import changes, clipped, scrapbooks
from storage.transactions import Transactions


class SqlClippings(Transactions):
    """`core.ports.Clippings` in SQLite or PostgreSQL."""

    async def scrapbooks(self, rules: Sequence[str]) -> list[Scrapbook]:
        """See `Clippings`."""
        return await self._read(scrapbooks.scrapbooks, rules)

    async def begin(self, books: Sequence[Scrapbook], unused_since: datetime) -> None:
        """See `Clippings`."""
        await self._write(scrapbooks.begin, books, unused_since)

    async def keep(self, cuttings: Sequence[Cutting]) -> None:
        """See `Clippings`."""
        await self._write(scrapbooks.keep, cuttings)

    async def stretch(self, wanted: Stretch, limit: int) -> list[Told]:
        """See `Clippings`."""
        return await self._read(changes.stretch, wanted, limit)

    async def clippings(self, book: str, since: datetime, after: Cursor | None, limit: int) -> list[Clipping]:
        """See `Clippings`."""
        return await self._read(clipped.clippings, book, since, after, limit)

    async def days(self, book: str, since: datetime, limit: int) -> list[Clipping]:
        """See `Clippings`."""
        return await self._read(clipped.days, book, since, limit)
