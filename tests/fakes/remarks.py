"""Marks and beats of the store in plain dictionaries."""

from collections.abc import Sequence
from datetime import datetime

from core.errors import StaleWrite, StoreError
from core.model import Mark, PolicyId, PolicyPages, Triage
from core.source import SourceKind
from tests.fakes.memory_clippings import RememberedClippings


class RememberedRemarks(RememberedClippings):
    """Open to tests: `triaged`, `alive`."""

    def __init__(self) -> None:
        super().__init__()
        self.triaged: dict[str, tuple[Triage, ...]] = {}
        self.alive: dict[str, datetime] = {}

    async def beat(self, name: str, at: datetime) -> None:
        """See `Memory`."""
        self.alive[name] = max(at, self.alive.get(name, at))

    async def beats(self) -> dict[str, datetime]:
        """See `Archive`."""
        return dict(self.alive)

    async def overdue_since(self, now: datetime) -> datetime | None:
        """See `Archive`."""
        looks = [
            one.next_look_at
            for source_id, one in self.looked_at.items()
            if self.watched(source_id) and self.sources[source_id].kind is not SourceKind.PAGE
        ]
        checks = [page.next_check_at for page in self.pages.values() if self.watched(page.source_id)]
        return min((at for at in (*looks, *checks) if at and at <= now), default=None)

    async def mark(self, triage: Triage) -> None:
        """See `Archive`."""
        if all(change.id != triage.change_id for change in self.recorded.values()):
            raise StoreError(f"there is no change {triage.change_id}")
        known = self.triaged.get(triage.change_id, ())
        if known and _said(known[-1]) == _said(triage):
            return
        if triage.number != len(known) + 1:
            raise StaleWrite(triage.change_id)
        self.triaged[triage.change_id] = (*known, triage)

    async def marks(self, change_ids: Sequence[str]) -> dict[str, tuple[Triage, ...]]:
        """See `Archive`."""
        return {one: self.triaged[one] for one in change_ids if one in self.triaged}

    async def policy_by_id(self, policy_id: PolicyId) -> PolicyPages | None:
        """See `Archive`."""
        urls = [page.url for page in self.pages.values() if page.policy_id == policy_id]
        return await self.policy(urls[0]) if urls else None


def _said(triage: Triage) -> tuple[Mark, str, str]:
    return triage.mark, triage.by, triage.note
