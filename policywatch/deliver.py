"""The other side road: claim what is owed, send it, settle it.

Every channel has a lane of its own, so that a slow or failing one never holds up another. Safe to be killed at any
line: what was claimed and not settled is sent again, under the same id, once its lease has run out.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from core.errors import DeliveryDelayed, DeliveryRefused
from core.model import Delivery, DeliveryState, Owed
from core.ports import Courier
from notifier.outbox import Outcome, put_back, settle_attempt

LEASE = timedelta(minutes=10)
SEND_DEADLINE = timedelta(minutes=1)
WAIT_IN_LANE = timedelta(minutes=2)
"""LEASE is longer than a message waits and is sent: no lease runs out while its process lives."""

BATCH = 50
BACKLOG = 200
"""Messages claimed and not yet settled, with their documents in memory."""

DELAYS_BEFORE_DOWN = 3
"""Delays in a row after which a channel is down: forty messages do not wait for forty time-outs."""

POLL = timedelta(seconds=1)

Clock = Callable[[], datetime]

log = structlog.get_logger(__name__)


class Outbox(Protocol):
    """The part of `core.ports.Memory` that this road needs."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Owed]:
        """See `core.ports.Memory.claim`."""

    async def settle_delivery(self, delivery: Delivery) -> None:
        """See `core.ports.Memory.settle_delivery`."""


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


@dataclass
class Lane:
    """What waits for one channel, in the order claimed, each with the time it was claimed at.

    Args:
        delays: in a row.
        down: the delay after which the channel is left in peace until its lane is empty.
    """

    courier: Courier | None
    waiting: deque[tuple[Owed, datetime]] = field(default_factory=deque)
    busy: bool = False
    delays: int = 0
    down: DeliveryDelayed | None = None


@dataclass
class Round:
    """One run of the road."""

    store: Outbox
    couriers: Mapping[str, Courier]
    clock: Clock
    report: Report = field(default_factory=Report)
    lanes: dict[str, Lane] = field(default_factory=dict)
    backlog: int = 0
    room: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Claim until nothing is due and every lane is empty; what falls due meanwhile is taken along."""
        async with asyncio.TaskGroup() as group:
            while True:
                now = self.clock()
                batch = await self.store.claim(now, LEASE, BATCH) if self.backlog <= BACKLOG - BATCH else []
                for owed in batch:
                    self.take(owed, now, group)
                if not batch and not self.backlog:
                    return
                if not batch:
                    await self.wait()

    def take(self, owed: Owed, claimed_at: datetime, group: asyncio.TaskGroup) -> None:
        """Put a message into the lane of its channel, and set the lane going."""
        channel = owed.delivery.channel
        lane = self.lanes.setdefault(channel, Lane(self.couriers.get(channel)))
        lane.waiting.append((owed, claimed_at))
        self.backlog += 1
        if not lane.busy:
            lane.busy, lane.delays, lane.down = True, 0, None
            group.create_task(self.drive(lane), name=f"lane {channel}")

    async def wait(self) -> None:
        """Wait until there is room or nothing left to do, but look again soon: more may have fallen due."""
        self.room.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL.total_seconds()):
                await self.room.wait()

    async def drive(self, lane: Lane) -> None:
        """Send what waits in a lane, one after the other, until it is empty."""
        while lane.waiting:
            owed, claimed_at = lane.waiting.popleft()
            settled = await self.attempt(lane, owed, claimed_at)
            await self.store.settle_delivery(settled)
            self.report.settled[settled.id] = settled
            self.backlog -= 1
            if self.backlog in (0, BACKLOG - BATCH):
                self.room.set()
        lane.busy = False

    async def attempt(self, lane: Lane, owed: Owed, claimed_at: datetime) -> Delivery:
        """What becomes of one message: tried, or not where its channel is down or too slow.

        What a channel that is down said to others counts for those behind them too, so that all of them
        wait together and longer each time.
        """
        if lane.down is not None:
            return settle_attempt(owed.delivery, lane.down, self.clock())
        if self.clock() - claimed_at > WAIT_IN_LANE:
            return put_back(owed.delivery, self.clock(), "not tried: the channel is too slow")
        outcome = await send(lane.courier, owed)
        lane.delays = lane.delays + 1 if isinstance(outcome, DeliveryDelayed) else 0
        if isinstance(outcome, DeliveryDelayed) and lane.delays == DELAYS_BEFORE_DOWN:
            lane.down = DeliveryDelayed(f"not tried, others had: {outcome.context}", retry_after=outcome.retry_after)
        return settle_attempt(owed.delivery, outcome, self.clock())


async def deliver(*, store: Outbox, couriers: Mapping[str, Courier], clock: Clock) -> Report:
    """Send everything that is due.

    Args:
        couriers: by name of their channel; what is owed to a channel without one fails.

    Raises:
        StoreError: the outbox could not be read or written; what was sent and not settled is sent again later.
    """
    round_ = Round(store, couriers, clock)
    try:
        await round_.run()
    except ExceptionGroup as faults:
        raise faults.exceptions[0] from faults
    return round_.report


async def send(courier: Courier | None, owed: Owed) -> Outcome:
    """One attempt, as a value, whatever the courier does."""
    if courier is None:
        return DeliveryRefused(f"the channel {owed.delivery.channel} is no longer configured")
    try:
        async with asyncio.timeout(SEND_DEADLINE.total_seconds()):
            await courier.send(owed)
    except (DeliveryDelayed, DeliveryRefused) as outcome:
        return outcome
    except TimeoutError:
        return DeliveryDelayed(f"the channel did not end within {SEND_DEADLINE.total_seconds():g} s")
    except Exception as fault:  # the outbox loop: one message must not stop the others (ARCHITECTURE §5)
        log.exception("delivery failed", delivery=owed.delivery.id, channel=owed.delivery.channel)
        return DeliveryDelayed(f"internal error: {type(fault).__name__}: {fault}")
    return None
