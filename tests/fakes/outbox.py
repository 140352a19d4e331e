"""An outbox in memory, with the claims, letters and leases of `core.ports.Memory`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.model import Delivery, DeliveryState, Letter, Owed
from core.source import Allowance
from tests.fakes.claims import Claims


class MemoryOutbox(Claims):
    """Deliveries by id; `lose_settlements` makes it forget as a killed process would."""

    def __init__(self, owed: Iterable[Owed] = ()) -> None:
        super().__init__()
        items = list(owed)
        self.told = {item.delivery.id: item.told for item in items}
        self.claims = 0
        self.lose_settlements = False
        for item in items:
            self.put(replace(item.delivery, attempts=0, state=DeliveryState.OWED))

    async def claim(
        self,
        now: datetime,
        lease: timedelta,
        limit: int,
        *,
        allowances: Mapping[str, Allowance] | None = None,
        resting: Collection[str] = (),
    ) -> list[Letter]:
        """Take what is due, oldest first."""
        self.claims += 1
        return [
            Letter(id=name, owed=tuple(Owed(delivery=one, told=self.told[one.id]) for one in group))
            for name, group in self.take(now, now + lease, limit, allowances or {}, resting)
        ]

    async def settle(self, deliveries: Sequence[Delivery]) -> None:
        """Store what became of them, as far as the claims are still the caller's."""
        for delivery in deliveries:
            if not self.lose_settlements:
                self.settle_claimed(delivery)

    @property
    def deliveries(self) -> list[Delivery]:
        """All of them, as they stand."""
        return list(self.outbox.values())
