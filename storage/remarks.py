"""The part of the store that remembers marks of changes and beats of engines."""

from collections.abc import Sequence
from datetime import datetime

from core.model import Triage
from storage import heartbeats
from storage import triage as triages
from storage.transactions import Transactions


class SqlRemarks(Transactions):
    """Marks and beats in SQLite or PostgreSQL."""

    async def beat(self, name: str, at: datetime) -> None:
        """See `Memory`."""
        await self._write(heartbeats.beat, name, at)

    async def beats(self) -> dict[str, datetime]:
        """See `Archive`."""
        return await self._read(heartbeats.beats)

    async def overdue_since(self, now: datetime) -> datetime | None:
        """See `Archive`."""
        return await self._read(heartbeats.overdue_since, now)

    async def mark(self, triage: Triage) -> None:
        """See `Archive`."""
        await self._write(triages.mark, triage)

    async def marks(self, change_ids: Sequence[str]) -> dict[str, tuple[Triage, ...]]:
        """See `Archive`."""
        return await self._read(triages.marks, change_ids)
