"""The part of the store that remembers marks of changes and beats of engines."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime

from core.model import Triage
from storage import heartbeats
from storage import triage as triages
from storage.work import Inputs, Result, Work


class Remarks(ABC):
    """Mixed into the store, which reads and writes."""

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

    @abstractmethod
    async def _read(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        """One transaction that writes nothing."""

    @abstractmethod
    async def _write(self, work: Work[Inputs, Result], *args: Inputs.args, **kwargs: Inputs.kwargs) -> Result:
        """One transaction."""
