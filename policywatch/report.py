"""What one round of the outbox came to."""

from dataclasses import dataclass, field

from core.model import Delivery, DeliveryState


@dataclass
class Report:
    """What became of the deliveries that were claimed, by id: as each stood when it was settled last."""

    settled: dict[str, Delivery] = field(default_factory=dict)

    @property
    def sent(self) -> int:
        """Deliveries that arrived."""
        return self._count(DeliveryState.SENT)

    @property
    def delayed(self) -> int:
        """Deliveries that are owed still."""
        return self._count(DeliveryState.OWED)

    @property
    def failed(self) -> int:
        """Deliveries that are given up."""
        return self._count(DeliveryState.FAILED)

    def _count(self, state: DeliveryState) -> int:
        return sum(delivery.state is state for delivery in self.settled.values())
