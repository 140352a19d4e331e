"""The side road that sends: every lane for itself, nothing lost, nothing under a second id."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from core.errors import DeliveryDelayed, DeliveryRefused, StoreError
from core.model import Delivery, DeliveryState, Dispatch, Letter, Owed
from policywatch.deliver import BACKLOG, LEASE, POLL, UNKNOWN_FOR, deliver
from policywatch.resting import DELAYS_BEFORE_REST, FIRST_REST, LONGEST_REST, Rests
from tests.fakes.clocks import HandClock
from tests.fakes.outbox import MemoryOutbox
from tests.fakes.told import owed, told


@dataclass
class Scripted:
    """A courier that does what it is told and notes what it was given."""

    faults: list[Exception | None] = field(default_factory=list)
    always: Exception | None = None
    before: Callable[[], None] = lambda: None
    ids: list[str] = field(default_factory=list)

    async def send(self, dispatch: Dispatch) -> None:
        self.ids.append(dispatch.id)
        await asyncio.sleep(0)
        self.before()
        fault = self.faults.pop(0) if self.faults else self.always
        if fault is not None:
            raise fault


def many(count: int, channel: str = "team") -> list[Owed]:
    return [owed(told(number=number), channel=channel) for number in range(1, count + 1)]


async def test_what_is_owed_is_sent_and_settled() -> None:
    outbox, courier = MemoryOutbox(many(3)), Scripted()
    report = await deliver(store=outbox, couriers={"team": courier}, clock=HandClock())
    assert (report.sent, report.delayed, report.failed) == (3, 0, 0)
    assert {delivery.state for delivery in outbox.deliveries} == {DeliveryState.SENT}
    assert Counter(courier.ids) == {delivery.id: 1 for delivery in outbox.deliveries}


async def test_nothing_owed_is_nothing_done() -> None:
    report = await deliver(store=MemoryOutbox(), couriers={}, clock=HandClock())
    assert (report.sent, report.delayed, report.failed) == (0, 0, 0)


async def test_more_than_fits_in_memory_at_once_is_sent_all_the_same() -> None:
    outbox, courier = MemoryOutbox(many(BACKLOG * 2 + 7)), Scripted()
    report = await deliver(store=outbox, couriers={"team": courier}, clock=HandClock())
    assert report.sent == BACKLOG * 2 + 7


async def test_what_is_not_due_yet_waits() -> None:
    clock = HandClock()
    outbox, courier = MemoryOutbox([owed(due_at=clock.now + timedelta(seconds=1))]), Scripted()
    await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    assert courier.ids == []


async def test_a_message_that_was_delayed_goes_out_later_under_the_same_id() -> None:
    clock, courier = HandClock(), Scripted(faults=[DeliveryDelayed("451")])
    outbox = MemoryOutbox(many(1))
    first = await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    assert (first.sent, first.delayed) == (0, 1)
    clock.forward(timedelta(minutes=2))
    second = await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    assert (second.sent, second.delayed) == (1, 0)
    assert len(courier.ids) == 2
    assert len(set(courier.ids)) == 1
    assert [delivery.attempts for delivery in outbox.deliveries] == [2]


async def test_a_message_that_was_refused_is_never_tried_again() -> None:
    clock, courier = HandClock(), Scripted(always=DeliveryRefused("550"))
    outbox = MemoryOutbox(many(1))
    report = await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    assert report.failed == 1
    clock.forward(timedelta(days=30))
    await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    assert len(courier.ids) == 1


async def test_what_is_owed_to_a_channel_that_is_gone_fails_with_a_sentence() -> None:
    clock = HandClock()
    outbox = MemoryOutbox(many(1, "old"))
    clock.forward(2 * UNKNOWN_FOR)
    await deliver(store=outbox, couriers={}, clock=clock)
    (delivery,) = outbox.deliveries
    assert delivery.state is DeliveryState.FAILED
    assert delivery.last_error is not None
    assert "the channel old is no longer configured" in delivery.last_error


async def test_what_is_owed_to_a_channel_that_only_others_know_yet_goes_out_once_it_is_known_here() -> None:
    clock, courier = HandClock(), Scripted()
    outbox = MemoryOutbox(many(1, "new"))
    for _ in range(30):
        report = await deliver(store=outbox, couriers={}, clock=clock)
        assert (report.delayed, report.failed) == (1, 0)
        clock.forward(timedelta(seconds=61))
    assert (await deliver(store=outbox, couriers={"new": courier}, clock=clock)).sent == 1


async def test_a_round_that_is_to_end_sends_what_it_has_begun_and_leaves_nothing_claimed() -> None:
    ending = False

    class Last(Scripted):
        async def send(self, dispatch: Dispatch) -> None:
            nonlocal ending
            ending = True
            await super().send(dispatch)

    clock, outbox, courier = HandClock(), MemoryOutbox(many(40)), Last()
    report = await deliver(store=outbox, couriers={"team": courier}, clock=clock, ending=lambda: ending)
    assert (report.sent, report.delayed) == (1, 39)
    assert {one.state for one in outbox.deliveries} == {DeliveryState.SENT, DeliveryState.OWED}
    clock.forward(timedelta(minutes=1))
    assert (await deliver(store=outbox, couriers={"team": courier}, clock=clock)).sent == 39
    assert len(courier.ids) == len(set(courier.ids)) == 40


async def test_an_outbox_that_fails_while_a_message_is_sent_repeats_nothing() -> None:
    class Shaken(MemoryOutbox):
        fails = 0

        async def claim(self, *args: object, **kwargs: object) -> list[Letter]:
            if self.fails:
                raise StoreError("the server restarts")
            return await super().claim(*args, **kwargs)  # type: ignore[arg-type]

        async def settle(self, deliveries: Sequence[Delivery]) -> None:
            if self.fails:
                self.fails -= 1
                raise StoreError("the server restarts")
            await super().settle(deliveries)

    class Restarting(Scripted):
        async def send(self, dispatch: Dispatch) -> None:
            outbox.fails = 1
            await asyncio.sleep(1.5 * POLL.total_seconds())
            await super().send(dispatch)

    clock, outbox, courier = HandClock(), Shaken(many(1)), Restarting()
    with pytest.raises(StoreError, match="the server restarts"):
        await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    assert [one.state for one in outbox.deliveries] == [DeliveryState.SENT]
    clock.forward(LEASE)
    await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    assert len(courier.ids) == 1


async def test_a_bug_in_one_channel_delays_its_messages_and_nobody_elses() -> None:
    outbox = MemoryOutbox([*many(2), *many(2, "hook")])
    broken, sound = Scripted(always=ZeroDivisionError("oops")), Scripted()
    report = await deliver(store=outbox, couriers={"team": broken, "hook": sound}, clock=HandClock())
    assert (report.sent, report.delayed) == (2, 2)
    assert any("ZeroDivisionError: oops" in (delivery.last_error or "") for delivery in outbox.deliveries)


async def test_a_channel_that_hangs_does_not_hold_up_another() -> None:
    released = asyncio.Event()

    class Hanging:
        async def send(self, dispatch: Dispatch) -> None:
            await released.wait()

    class Counting(Scripted):
        async def send(self, dispatch: Dispatch) -> None:
            await super().send(dispatch)
            if len(self.ids) == 5:
                released.set()

    outbox = MemoryOutbox([*many(20, "hook"), *many(5, "team")])
    async with asyncio.timeout(5):
        report = await deliver(store=outbox, couriers={"hook": Hanging(), "team": Counting()}, clock=HandClock())
    assert report.sent == 25


async def test_a_slow_channel_with_a_long_backlog_leaves_room_for_another() -> None:
    released = asyncio.Event()

    class Hanging:
        async def send(self, dispatch: Dispatch) -> None:
            await released.wait()

    class Releasing(Scripted):
        async def send(self, dispatch: Dispatch) -> None:
            await super().send(dispatch)
            released.set()

    clock = HandClock()
    later = owed(channel="team", due_at=clock.now)
    slow = [
        replace(one, delivery=replace(one.delivery, due_at=clock.now - timedelta(minutes=1)))
        for one in many(2 * BACKLOG, "hook")
    ]
    outbox = MemoryOutbox([*slow, later])
    async with asyncio.timeout(30):
        report = await deliver(store=outbox, couriers={"hook": Hanging(), "team": Releasing()}, clock=clock)
    assert report.sent == 2 * BACKLOG + 1


async def test_what_falls_due_while_a_lane_is_busy_is_taken_along() -> None:
    clock, released = HandClock(), asyncio.Event()

    class Hanging:
        async def send(self, dispatch: Dispatch) -> None:
            clock.forward(timedelta(seconds=30))
            await released.wait()

    class Releasing(Scripted):
        async def send(self, dispatch: Dispatch) -> None:
            await super().send(dispatch)
            released.set()

    later = owed(channel="team", due_at=clock.now + timedelta(seconds=10))
    outbox = MemoryOutbox([*many(1, "hook"), later])
    async with asyncio.timeout(10):
        report = await deliver(store=outbox, couriers={"hook": Hanging(), "team": Releasing()}, clock=clock)
    assert report.sent == 2


async def test_a_channel_that_is_down_is_not_asked_for_every_message() -> None:
    outbox, courier = MemoryOutbox(many(40)), Scripted(always=DeliveryDelayed("connection refused"))
    report = await deliver(store=outbox, couriers={"team": courier}, clock=HandClock())
    assert len(courier.ids) == DELAYS_BEFORE_REST
    assert report.delayed == 40
    untried = [delivery for delivery in outbox.deliveries if "not tried" in (delivery.last_error or "")]
    assert len(untried) == 40 - DELAYS_BEFORE_REST


async def test_everything_behind_a_full_receiver_waits_as_long_as_it_asked_for() -> None:
    clock = HandClock()
    full = DeliveryDelayed("429", retry_after=timedelta(hours=3))
    outbox, courier, rests = MemoryOutbox(many(10)), Scripted(faults=[full]), Rests()
    await deliver(store=outbox, couriers={"team": courier}, clock=clock, rests=rests)
    clock.forward(timedelta(hours=2, minutes=59))
    await deliver(store=outbox, couriers={"team": courier}, clock=clock, rests=rests)
    assert len(courier.ids) == 1
    clock.forward(timedelta(minutes=1))
    report = await deliver(store=outbox, couriers={"team": courier}, clock=clock, rests=rests)
    assert report.sent == 10


async def test_a_channel_that_was_down_gets_everything_once_it_is_up() -> None:
    clock, courier = HandClock(), Scripted(always=DeliveryDelayed("connection refused"))
    outbox = MemoryOutbox(many(40))
    await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    courier.always = None
    clock.forward(timedelta(minutes=2))
    report = await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    assert report.sent == 40


async def test_one_recipient_that_is_delayed_now_and_then_does_not_stop_the_lane() -> None:
    faults: list[Exception | None] = [DeliveryDelayed("450"), DeliveryDelayed("450"), None] * 4
    outbox, courier = MemoryOutbox(many(12)), Scripted(faults=faults)
    report = await deliver(store=outbox, couriers={"team": courier}, clock=HandClock())
    assert (report.sent, report.delayed) == (4, 8)
    assert len(courier.ids) == 12


async def test_no_lease_runs_out_in_a_slow_lane() -> None:
    clock = HandClock()
    courier = Scripted(before=lambda: clock.forward(timedelta(seconds=50)))
    outbox = MemoryOutbox(many(30))
    report = await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    assert len(courier.ids) == len(set(courier.ids))
    assert report.sent + report.delayed == 30


async def test_what_was_sent_but_not_settled_is_sent_again_under_the_same_id_after_its_lease() -> None:
    clock, courier = HandClock(), Scripted()
    outbox = MemoryOutbox(many(1))
    outbox.lose_settlements = True
    await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    outbox.lose_settlements = False
    await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    assert len(courier.ids) == 1
    clock.forward(LEASE)
    await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    assert len(courier.ids) == 2
    assert len(set(courier.ids)) == 1
    assert [delivery.state for delivery in outbox.deliveries] == [DeliveryState.SENT]


async def test_an_outbox_that_fails_is_told_as_itself() -> None:
    class Broken(MemoryOutbox):
        async def settle(self, deliveries: Sequence[Delivery]) -> None:
            raise StoreError("disk full")

    with pytest.raises(StoreError, match="disk full"):
        await deliver(store=Broken(many(3)), couriers={"team": Scripted()}, clock=HandClock(), settling=timedelta())


async def test_messages_of_one_channel_leave_in_the_order_they_fell_due() -> None:
    start = HandClock().now
    items = [
        replace(item, delivery=replace(item.delivery, due_at=start - timedelta(seconds=10 - at)))
        for at, item in enumerate(many(5))
    ]
    outbox, courier = MemoryOutbox(reversed(items)), Scripted()
    await deliver(store=outbox, couriers={"team": courier}, clock=HandClock())
    assert courier.ids == [item.delivery.id for item in items]


async def test_a_channel_that_rests_is_tried_with_one_message_and_rests_twice_as_long_each_time() -> None:
    clock, rests = HandClock(), Rests()
    outbox, courier = MemoryOutbox(many(40)), Scripted(always=DeliveryDelayed("connection refused"))
    rest = FIRST_REST
    await deliver(store=outbox, couriers={"team": courier}, clock=clock, rests=rests)
    for _ in range(6):
        courier.ids.clear()
        clock.forward(rest - timedelta(seconds=1))
        await deliver(store=outbox, couriers={"team": courier}, clock=clock, rests=rests)
        assert courier.ids == []
        clock.forward(timedelta(seconds=1))
        outbox.put(replace(owed(told(number=99)).delivery, attempts=0, due_at=clock.now))
        outbox.told[owed(told(number=99)).delivery.id] = told(number=99)
        await deliver(store=outbox, couriers={"team": courier}, clock=clock, rests=rests)
        assert len(courier.ids) == 1
        rest = min(2 * rest, LONGEST_REST)


async def test_a_channel_that_times_out_rests_after_three_messages() -> None:
    clock = HandClock()
    slow = Scripted(always=DeliveryDelayed("no answer"), before=lambda: clock.forward(timedelta(seconds=15)))
    await deliver(store=MemoryOutbox(many(40)), couriers={"team": slow}, clock=clock)
    assert len(slow.ids) == 3


async def test_what_a_resting_channel_owes_counts_no_attempt() -> None:
    clock, rests = HandClock(), Rests()
    courier = Scripted(always=DeliveryDelayed("connection refused"))
    await deliver(store=MemoryOutbox(many(DELAYS_BEFORE_REST)), couriers={"team": courier}, clock=clock, rests=rests)
    outbox = MemoryOutbox(many(5))
    await deliver(store=outbox, couriers={"team": courier}, clock=clock, rests=rests)
    assert {delivery.attempts for delivery in outbox.deliveries} == {0}


async def test_a_later_message_of_a_line_is_not_sent_before_the_earlier_one() -> None:
    clock, courier = HandClock(), Scripted(faults=[DeliveryDelayed("451")])
    outbox = MemoryOutbox([owed(told(number=number), line="policy") for number in (2, 1, 3)])
    await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    first = owed(told(number=1)).delivery.id
    assert courier.ids == [first]
    clock.forward(timedelta(minutes=2))
    await deliver(store=outbox, couriers={"team": courier}, clock=clock)
    assert courier.ids == [first, *(owed(told(number=number)).delivery.id for number in (1, 2, 3))]


async def test_what_was_due_before_the_quiet_hours_is_not_sent_within_them() -> None:
    clock, courier = HandClock(), Scripted()
    outbox = MemoryOutbox([*many(2), *many(1, "hook")])
    both = {"team": courier, "hook": courier}
    report = await deliver(store=outbox, couriers=both, clock=clock, closed=lambda _: ["team"])
    assert report.sent == 1
    assert (await deliver(store=outbox, couriers=both, clock=clock)).sent == 2
