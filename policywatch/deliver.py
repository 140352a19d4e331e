"""The other side road: claim what is owed, send it, settle it.

Every channel has a lane of its own, so that a slow or failing one never holds up another. Safe to be killed at any
line: what was claimed and not settled is sent again, under the same id, once its lease has run out. Where there is time
to say so nothing is left claimed: what was sent is settled, the rest put back.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from core.errors import DeliveryDelayed, DeliveryRefused, StoreError
from core.model import Delivery, DeliveryState, Dispatch, Letter
from core.ports import Courier
from core.source import Allowance
from notifier.outbox import Outcome, put_back, settle_attempt
from policywatch.report import Report
from policywatch.resting import Rests
from policywatch.wiring import Watch

LEASE = timedelta(minutes=10)
SEND_DEADLINE = timedelta(minutes=1)
WAIT_IN_LANE = timedelta(minutes=2)
"""LEASE is longer than a message waits and is sent: no lease runs out while its process lives."""

UNKNOWN_FOR = timedelta(hours=1)
"""How long a channel that this process does not know is waited for: whoever promised the message may have read a newer
sources.yaml, which other machines and a round under way know a little later."""

SETTLING = timedelta(minutes=1)
"""How long the outbox is asked to take what became of a message, where it fails: what is not settled is sent again."""

BATCH = 50
BACKLOG = 200
"""Messages claimed and not yet settled, with their documents in memory."""

FULL = 20
"""Messages that wait in a lane which is passed over while there is no room: as many again may be claimed for others."""

POLL = timedelta(seconds=1)
FIRST_WAIT = timedelta(seconds=1)
"""Before an outbox that failed is asked again; doubled each time."""

Clock = Callable[[], datetime]

Closed = Callable[[datetime], Collection[str]]
"""Names of the channels whose hours or days forbid to send at a moment."""

Ending = Callable[[], bool]
"""Whether nothing more is to be begun."""

log = structlog.get_logger(__name__)


class Outbox(Protocol):
    """The part of `core.ports.Memory` that this road needs."""

    async def claim(
        self,
        now: datetime,
        lease: timedelta,
        limit: int,
        *,
        allowances: Mapping[str, Allowance] | None = None,
        resting: Collection[str] = (),
    ) -> list[Letter]:
        """See `core.ports.Memory.claim`."""

    async def settle(self, deliveries: Sequence[Delivery]) -> None:
        """See `core.ports.Memory.settle`."""


@dataclass
class Lane:
    """What waits for one channel, in the order claimed, each with the time it was claimed at."""

    courier: Courier | None
    waiting: deque[tuple[Letter, datetime]] = field(default_factory=deque)
    busy: bool = False


@dataclass
class Round:
    """One run of the road."""

    store: Outbox
    couriers: Mapping[str, Courier]
    clock: Clock
    allowances: Mapping[str, Allowance]
    rests: Rests
    closed: Closed
    ending: Ending
    settling: timedelta
    report: Report = field(default_factory=Report)
    lanes: dict[str, Lane] = field(default_factory=dict)
    backlog: int = 0
    room: asyncio.Event = field(default_factory=asyncio.Event)
    fault: StoreError | None = None

    async def run(self) -> None:
        """Claim until nothing is due and every lane is empty; what falls due meanwhile is taken along.

        Where the outbox fails nothing more is claimed or begun, but what is being sent is let arrive. Raises
        `StoreError` then.
        """
        in_vain = False
        async with asyncio.TaskGroup() as group:
            while not self.is_ending:
                now = self.clock()
                batch = await self.claim(now) if self.backlog <= BACKLOG - BATCH else []
                if in_vain and BACKLOG - BATCH < self.backlog <= 2 * BACKLOG - BATCH:
                    batch = await self.claim(now, self.full)
                for letter in batch:
                    self.take(letter, now, group)
                if not batch and not self.backlog:
                    break
                in_vain = not batch and not await self.wait()
        if self.fault is not None:
            raise self.fault

    @property
    def is_ending(self) -> bool:
        """Whether what waits is left for another round."""
        return self.fault is not None or self.ending()

    @property
    def full(self) -> list[str]:
        """Channels that have enough to do, so that others come to their turn though all room is taken."""
        return [name for name, lane in self.lanes.items() if len(lane.waiting) >= FULL]

    async def claim(self, now: datetime, full: Collection[str] = ()) -> list[Letter]:
        """What is due of the channels that are open, do not rest and are not full."""
        passed_over = {*self.closed(now), *self.rests.resting(now), *full}
        try:
            return await self.store.claim(now, LEASE, BATCH, allowances=self.allowances, resting=passed_over)
        except StoreError as fault:
            self.fault = fault
            return []

    def take(self, letter: Letter, claimed_at: datetime, group: asyncio.TaskGroup) -> None:
        """Put a letter into the lane of its channel, and set the lane going."""
        channel = letter.channel
        lane = self.lanes.setdefault(channel, Lane(self.couriers.get(channel)))
        lane.waiting.append((letter, claimed_at))
        self.backlog += 1
        if not lane.busy:
            lane.busy = True
            group.create_task(self.drive(lane), name=f"lane {channel}")

    async def wait(self) -> bool:
        """Wait until there is room or nothing left to do, but look again soon: more may have fallen due.

        Returns whether there is.
        """
        self.room.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL.total_seconds()):
                await self.room.wait()
        return self.room.is_set()

    async def drive(self, lane: Lane) -> None:
        """Send what waits in a lane, one after the other, until it is empty."""
        while lane.waiting:
            letter, claimed_at = lane.waiting.popleft()
            settled = await self.attempt(lane, letter, claimed_at)
            if await self.settle(settled):
                self.report.settled |= {one.id: one for one in settled}
            self.backlog -= 1
            if self.backlog in (0, BACKLOG - BATCH):
                self.room.set()
        lane.busy = False

    async def settle(self, settled: Sequence[Delivery]) -> bool:
        """Store what became of a letter; whether the outbox took it, which is asked for a while where it fails."""
        wait = FIRST_WAIT
        while True:
            try:
                await self.store.settle(settled)
            except StoreError as fault:
                # What is owed still need not be insisted on: nobody has got it.
                if wait > self.settling or settled[0].state is DeliveryState.OWED:
                    self.fault = self.fault or fault
                    return False
                log.warning("not settled yet", channel=settled[0].channel, fault=str(fault))
                await asyncio.sleep(wait.total_seconds())
                wait *= 2
            else:
                return True

    async def attempt(self, lane: Lane, letter: Letter, claimed_at: datetime) -> tuple[Delivery, ...]:
        """What becomes of one letter: tried, or put back where its channel rests by now or is too slow."""
        begun = self.clock()
        if self.is_ending:
            return put_back(letter, begun, "not tried: the service was about to stop, or its settings moved")
        if lane.courier is None and not _is_given_up(letter, begun):
            return put_back(letter, begun, f"not tried: the channel {letter.channel} is not configured here")
        if letter.channel in self.rests.resting(begun):
            return put_back(letter, begun, "not tried: the channel took nothing from others")
        if begun - claimed_at > WAIT_IN_LANE:
            return put_back(letter, begun, "not tried: the channel is too slow")
        outcome = await send(lane.courier, letter)
        now = self.clock()
        if not isinstance(outcome, DeliveryDelayed):
            self.rests.worked(letter.channel)
        elif self.rests.delayed(letter.channel, outcome, now - begun, now):
            log.warning("channel rests", channel=letter.channel, why=str(outcome))
        return settle_attempt(letter, outcome, now)


def _is_given_up(letter: Letter, now: datetime) -> bool:
    """Whether the channel of a letter, which is not known here, has been waited for long enough."""
    return now - max(one.delivery.promised_at for one in letter.owed) > UNKNOWN_FOR


def always_open(_now: datetime) -> Collection[str]:
    """No channel is closed."""
    return ()


def never_ending() -> bool:
    """Nothing ends the round but that nothing is left to do."""
    return False


async def deliver(
    *,
    store: Outbox,
    couriers: Mapping[str, Courier],
    clock: Clock,
    allowances: Mapping[str, Allowance] | None = None,
    rests: Rests | None = None,
    closed: Closed = always_open,
    ending: Ending = never_ending,
    settling: timedelta = SETTLING,
) -> Report:
    """Send everything that is due.

    Args:
        couriers: by name of their channel; what is owed to a channel without one fails after a while.
        allowances: by name of the channel; see `core.ports.Memory.claim`.
        rests: which channels are left in peace, from one run to the next; none by default.
        closed: which channels send nothing now: what was due before, or is tried again, waits until they open.
        ending: whether to leave what is not begun, put back, to another round.
        settling: how long an outbox that fails is asked to take what became of a message.

    Raises:
        StoreError: the outbox could not be read or written; what was sent and not settled is sent again later.
    """
    round_ = Round(store, couriers, clock, allowances or {}, rests or Rests(), closed, ending, settling)
    try:
        await round_.run()
    except ExceptionGroup as faults:
        raise faults.exceptions[0] from faults
    return round_.report


async def drain(watch: Watch, stopping: Ending = never_ending) -> Report:
    """Send everything that a watch owes now. Raises `StoreError` like `deliver`.

    A round goes by the configuration that it began with, and ends early when another is made the one that counts.

    Args:
        stopping: whether the process is to end.
    """
    config = watch.config
    return await deliver(
        store=watch.store,
        couriers=watch.couriers,
        clock=watch.clock,
        allowances=watch.allowances,
        rests=watch.rests,
        closed=watch.closed,
        ending=lambda: stopping() or watch.config is not config,
    )


async def send(courier: Courier | None, dispatch: Dispatch) -> Outcome:
    """One attempt, as a value, whatever the courier does."""
    if courier is None:
        return DeliveryRefused(f"the channel {dispatch.channel} is no longer configured")
    try:
        async with asyncio.timeout(SEND_DEADLINE.total_seconds()):
            await courier.send(dispatch)
    except (DeliveryDelayed, DeliveryRefused) as outcome:
        return outcome
    except TimeoutError:
        return DeliveryDelayed(f"the channel did not end within {SEND_DEADLINE.total_seconds():g} s")
    except Exception as fault:  # the outbox loop: one message must not stop the others (ARCHITECTURE §5)
        log.exception("delivery failed", dispatch=dispatch.id, channel=dispatch.channel)
        return DeliveryDelayed(f"internal error: {type(fault).__name__}: {fault}")
    return None
