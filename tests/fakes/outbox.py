"""An outbox in memory, with the claims and leases of `core.ports.Memory`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from core.model import Delivery, DeliveryState, Owed


class MemoryOutbox:
    """Deliveries by id; `lose_settlements` makes it forget as a killed process would."""

    def __init__(self, owed: Iterable[Owed] = ()) -> None:
        self.rows = {item.delivery.id: replace(item, delivery=replace(item.delivery, attempts=0)) for item in owed}
        self.leases: dict[str, datetime] = {}
        self.claims = 0
        self.lose_settlements = False

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Owed]:
        """Take what is due, oldest first."""
        self.claims += 1
        due = sorted((row for row in self.rows.values() if self._is_due(row.delivery, now)), key=_age)[:limit]
        for row in due:
            taken = replace(row.delivery, state=DeliveryState.CLAIMED, attempts=row.delivery.attempts + 1)
            self.rows[taken.id] = replace(row, delivery=taken)
            self.leases[taken.id] = now + lease
        return [self.rows[row.delivery.id] for row in due]

    async def settle_delivery(self, delivery: Delivery) -> None:
        """Store what became of it, if the claim is still the caller's: attempts tell."""
        row = self.rows[delivery.id]
        ours = row.delivery.state is DeliveryState.CLAIMED and row.delivery.attempts == delivery.attempts
        if ours and not self.lose_settlements:
            self.rows[delivery.id] = replace(row, delivery=delivery)

    @property
    def deliveries(self) -> list[Delivery]:
        """All of them, as they stand."""
        return [row.delivery for row in self.rows.values()]

    def _is_due(self, delivery: Delivery, now: datetime) -> bool:
        match delivery.state:
            case DeliveryState.OWED:
                return delivery.due_at <= now
            case DeliveryState.CLAIMED:
                return self.leases[delivery.id] <= now
            case _:
                return False


def _age(row: Owed) -> tuple[datetime, str]:
    return row.delivery.due_at, row.delivery.id
