"""What every store keeps, SQLite, PostgreSQL and the fake alike: a delivery is owed, claimed by one, settled once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest

from core.errors import StoreError
from core.model import Backlog, ChangeKind, Delivery, DeliveryState, Letter, Page, PageId
from core.ports import Store
from core.source import Allowance, SourceId, Tier
from tests.contract.stored import (
    HOUR,
    a_change,
    a_delivery,
    a_listed_page,
    a_read_page,
    a_source,
    a_verdict,
    a_version,
    claimed,
)
from tests.fakes.nouns import NOW

GZ = SourceId("gz-wjw")
LATER = NOW + 12 * HOUR


class TestClaim:
    async def test_a_claim_carries_all_that_is_to_be_said(self, store: Store) -> None:
        page = await a_read_page(store)
        (owed,) = await claimed(store, NOW, HOUR, 10)
        assert owed.delivery == replace(a_delivery(a_change(page, 1, after=1)), state=DeliveryState.CLAIMED, attempts=1)
        assert owed.told.change == a_change(page, 1, after=1)
        assert (owed.told.source_name, owed.told.tier) == (a_source().name, Tier.OFFICIAL)
        assert (owed.told.before, owed.told.after) == (None, page.latest)

    async def test_both_versions_of_an_edit_are_told(self, store: Store) -> None:
        page = await a_read_page(store)
        (first,) = await claimed(store, NOW, HOUR, 10)
        await store.settle([replace(first.delivery, state=DeliveryState.SENT, settled_at=NOW)])
        change = a_change(page, 2, kind=ChangeKind.EDITED, before=1, after=2)
        await store.commit(page, a_verdict(page, a_version(2, "第二版"), change))
        owed = await claimed(store, NOW, HOUR, 10)
        told = next(one.told for one in owed if one.told.change == change)
        assert told.before == page.latest
        assert told.after == a_version(2, "第二版")

    async def test_nobody_else_gets_it_before_the_lease_has_run_out(self, store: Store) -> None:
        await a_read_page(store)
        (first,) = await claimed(store, NOW, HOUR, 10)
        assert await claimed(store, NOW + HOUR - timedelta(seconds=1), HOUR, 10) == []
        (second,) = await claimed(store, NOW + HOUR, HOUR, 10)
        assert second.delivery.id == first.delivery.id
        assert second.delivery.attempts == 2

    async def test_two_claimers_at_once_never_share(self, store: Store) -> None:
        await _many_owed(store, 12)
        claims = await asyncio.gather(*(claimed(store, NOW, HOUR, 4) for _ in range(4)))
        ids = [owed.delivery.id for claim in claims for owed in claim]
        assert len(ids) == len(set(ids)) == 12

    async def test_the_oldest_due_comes_first_and_what_is_not_due_stays(self, store: Store) -> None:
        await _many_owed(store, 4)
        taken = await claimed(store, NOW - HOUR, HOUR, 10)
        assert taken == []
        due = [owed.delivery.due_at for owed in await claimed(store, NOW + 9 * HOUR, HOUR, 3)]
        assert due == sorted(due)
        assert len(due) == 3

    async def test_a_removed_source_is_still_told_of(self, store: Store) -> None:
        await a_read_page(store)
        await store.register([], NOW)
        assert len(await claimed(store, NOW, HOUR, 10)) == 1

    async def test_what_was_sent_is_never_claimed_again(self, store: Store) -> None:
        await a_read_page(store)
        (owed,) = await claimed(store, NOW, HOUR, 10)
        sent = replace(owed.delivery, state=DeliveryState.SENT, settled_at=NOW)
        await store.settle([sent])
        assert await claimed(store, NOW + 9 * HOUR, HOUR, 10) == []
        assert await store.deliveries() == [sent]

    async def test_what_was_delayed_is_claimed_when_it_is_due_again(self, store: Store) -> None:
        await a_read_page(store)
        (owed,) = await claimed(store, NOW, HOUR, 10)
        later = replace(owed.delivery, state=DeliveryState.OWED, due_at=NOW + 2 * HOUR, last_error="451")
        await store.settle([later])
        assert await store.deliveries() == [later]
        assert await claimed(store, NOW + HOUR, HOUR, 10) == []
        assert len(await claimed(store, NOW + 2 * HOUR, HOUR, 10)) == 1

    async def test_what_was_sent_stays_sent_whoever_comes_late(self, store: Store) -> None:
        await a_read_page(store)
        (slow,) = await claimed(store, NOW, HOUR, 10)
        (quick,) = await claimed(store, NOW + HOUR, HOUR, 10)
        sent = replace(slow.delivery, state=DeliveryState.SENT, settled_at=NOW)
        await store.settle([sent])
        await store.settle([replace(quick.delivery, state=DeliveryState.FAILED)])
        (stored,) = await store.deliveries()
        assert stored.state is DeliveryState.SENT

    async def test_a_lease_that_another_has_taken_over_settles_nothing(self, store: Store) -> None:
        await a_read_page(store)
        (slow,) = await claimed(store, NOW, HOUR, 10)
        (quick,) = await claimed(store, NOW + HOUR, HOUR, 10)
        await store.settle([replace(slow.delivery, state=DeliveryState.FAILED)])
        assert await store.deliveries() == [quick.delivery]

    async def test_a_delivery_that_is_not_there_cannot_be_settled(self, store: Store) -> None:
        page = await a_listed_page(store)
        with pytest.raises(StoreError, match="msg_"):
            await store.settle([a_delivery(a_change(page, 1))])


async def _many_owed(store: Store, number: int) -> None:
    page = await a_listed_page(store)
    change = a_change(page, 1, after=1)
    owed = tuple(
        replace(a_delivery(change, recipient=f"{one}@example.org"), due_at=NOW - one * timedelta(minutes=1))
        for one in range(number)
    )
    await store.commit(page, replace(a_verdict(page, a_version(1), change), deliveries=owed))


class TestLines:
    async def test_a_later_change_of_a_policy_waits_for_the_earlier_one(self, store: Store) -> None:
        first, second = await _two_of_a_line(store)
        (owed,) = await claimed(store, LATER, HOUR, 10)
        assert owed.delivery.id == first.id
        assert await claimed(store, LATER, HOUR, 10) == []
        await store.settle([replace(owed.delivery, state=DeliveryState.OWED, due_at=LATER + 3 * HOUR)])
        assert await claimed(store, LATER + 2 * HOUR, HOUR, 10) == []
        (owed,) = await claimed(store, LATER + 3 * HOUR, HOUR, 10)
        await store.settle([replace(owed.delivery, state=DeliveryState.SENT, settled_at=LATER)])
        (owed,) = await claimed(store, LATER + 3 * HOUR, HOUR, 10)
        assert owed.delivery.id == second.id

    async def test_one_that_was_given_up_lets_the_next_go(self, store: Store) -> None:
        _, second = await _two_of_a_line(store)
        (owed,) = await claimed(store, LATER, HOUR, 10)
        await store.settle([replace(owed.delivery, state=DeliveryState.FAILED, settled_at=LATER)])
        (owed,) = await claimed(store, LATER, HOUR, 10)
        assert owed.delivery.id == second.id

    async def test_another_recipient_waits_for_nobody(self, store: Store) -> None:
        await _two_of_a_line(store, recipients=("a@example.org", "b@example.org"))
        owed = await claimed(store, LATER, HOUR, 10)
        assert sorted(one.delivery.recipient for one in owed) == ["a@example.org", "b@example.org"]


class TestLetters:
    async def test_what_is_gathered_comes_in_one_letter_that_keeps_its_name(self, store: Store) -> None:
        await _gathered(store, 4)
        (letter,) = await store.claim(LATER, HOUR, 2)
        assert len(letter.owed) == 4
        assert [one.told.change.number for one in letter.owed] == [1, 2, 3, 4]
        assert letter.id.startswith("ltr_")
        assert await store.claim(LATER, HOUR, 10) == []
        (again,) = await store.claim(LATER + HOUR, HOUR, 2)
        assert again.id == letter.id
        assert [one.delivery.id for one in again.owed] == [one.delivery.id for one in letter.owed]
        assert {one.delivery.attempts for one in again.owed} == {2}

    async def test_what_comes_late_travels_in_a_letter_of_its_own(self, store: Store) -> None:
        page = await _gathered(store, 2)
        (letter,) = await store.claim(LATER, HOUR, 10)
        await store.settle([replace(one.delivery, state=DeliveryState.SENT, settled_at=LATER) for one in letter.owed])
        await _add(store, page.id, 3, gather="daily")
        (late,) = await store.claim(LATER, HOUR, 10)
        assert late.id not in {letter.id, late.owed[0].delivery.id}
        assert [one.told.change.number for one in late.owed] == [3]

    async def test_what_is_retried_without_the_rest_of_its_letter_does_not_take_its_name(self, store: Store) -> None:
        await _gathered(store, 2)
        (letter,) = await store.claim(LATER, HOUR, 10)
        await _fail(store, letter)
        names = []
        for owed in letter.owed:
            assert await store.retry([owed.delivery.id], LATER) == 1
            (part,) = await store.claim(LATER, HOUR, 10)
            assert [one.delivery.id for one in part.owed] == [owed.delivery.id]
            await store.settle([replace(part.owed[0].delivery, state=DeliveryState.SENT, settled_at=LATER)])
            names.append(part.id)
        assert len(set(names)) == 2

    async def test_a_letter_that_is_retried_whole_keeps_its_name(self, store: Store) -> None:
        await _gathered(store, 2)
        (letter,) = await store.claim(LATER, HOUR, 10)
        await _fail(store, letter)
        assert await store.retry([one.delivery.id for one in letter.owed], LATER) == 2
        (again,) = await store.claim(LATER, HOUR, 10)
        assert (again.id, len(again.owed)) == (letter.id, 2)

    async def test_two_schedules_two_recipients_and_two_channels_are_not_mixed(self, store: Store) -> None:
        await _gathered(store, 2, recipients=("a@example.org", "b@example.org"))
        letters = await store.claim(LATER, HOUR, 10)
        assert sorted(letter.recipient for letter in letters) == ["a@example.org", "b@example.org"]
        assert {len(letter.owed) for letter in letters} == {2}


async def _fail(store: Store, letter: Letter) -> None:
    await store.settle([replace(one.delivery, state=DeliveryState.FAILED, settled_at=LATER) for one in letter.owed])


class TestAllowance:
    GUARD: ClassVar = {"team": Allowance(2, HOUR)}

    async def test_who_would_get_too_much_gets_it_in_one_letter(self, store: Store) -> None:
        await _storm(store, 5)
        (letter,) = await store.claim(LATER, HOUR, 10, allowances=self.GUARD)
        assert len(letter.owed) == 5

    async def test_as_much_as_is_allowed_comes_one_by_one(self, store: Store) -> None:
        await _storm(store, 2)
        letters = await store.claim(LATER, HOUR, 10, allowances=self.GUARD)
        assert [len(letter.owed) for letter in letters] == [1, 1]

    async def test_once_it_is_used_up_the_rest_waits_and_then_comes_together(self, store: Store) -> None:
        await _storm(store, 2)
        for letter in await store.claim(LATER, HOUR, 10, allowances=self.GUARD):
            sent = [replace(one.delivery, state=DeliveryState.SENT, settled_at=LATER) for one in letter.owed]
            await store.settle(sent)
        await _storm(store, 3, first=10)
        soon = LATER + timedelta(minutes=1)
        assert await store.claim(soon, HOUR, 10, allowances=self.GUARD) == []
        assert await store.undelivered(soon) == []
        assert await store.claim(LATER + timedelta(minutes=59), HOUR, 10, allowances=self.GUARD) == []
        (letter,) = await store.claim(LATER + HOUR, HOUR, 10, allowances=self.GUARD)
        assert len(letter.owed) == 3

    async def test_what_is_under_way_counts_too(self, store: Store) -> None:
        await _storm(store, 2)
        assert len(await store.claim(LATER, HOUR, 10, allowances=self.GUARD)) == 2
        await _storm(store, 1, first=10)
        assert await store.claim(LATER, HOUR, 10, allowances=self.GUARD) == []


class TestUndelivered:
    async def test_what_is_late_is_told_by_channel_with_its_reason(self, store: Store) -> None:
        await _storm(store, 3)
        assert await store.undelivered(NOW - HOUR) == []
        one, *_ = await claimed(store, LATER, HOUR, 1)
        await store.settle([replace(one.delivery, state=DeliveryState.OWED, due_at=LATER + HOUR, last_error="451")])
        since = one.delivery.promised_at
        assert await store.undelivered(LATER) == [Backlog(channel="team", deliveries=3, since=since, why="451")]

    async def test_what_was_given_up_counts_for_a_week_and_what_was_sent_never(self, store: Store) -> None:
        await _storm(store, 2)
        one, two = await claimed(store, LATER, HOUR, 10)
        await store.settle([replace(one.delivery, state=DeliveryState.SENT, settled_at=LATER)])
        given_up = replace(two.delivery, state=DeliveryState.FAILED, settled_at=LATER, last_error="550")
        await store.settle([given_up])
        (backlog,) = await store.undelivered(LATER)
        assert (backlog.deliveries, backlog.failed, backlog.why) == (1, 1, "550")
        assert await store.undelivered(LATER + timedelta(days=7)) == []

    async def test_what_is_retried_is_promised_anew(self, store: Store) -> None:
        await _storm(store, 1)
        (one,) = await claimed(store, LATER, HOUR, 10)
        await store.settle([replace(one.delivery, state=DeliveryState.FAILED, settled_at=LATER)])
        assert await store.retry([], LATER + HOUR) == 1
        assert await store.undelivered(LATER) == []
        assert len(await store.undelivered(LATER + HOUR)) == 1

    async def test_alarms_are_remembered_until_they_end(self, store: Store) -> None:
        assert await store.alarms() == {}
        await store.raise_alarm("team", NOW)
        await store.raise_alarm("hook", NOW)
        await store.raise_alarm("team", LATER)
        assert await store.alarms() == {"team": LATER, "hook": NOW}
        await store.end_alarm("team")
        await store.end_alarm("unknown")
        assert await store.alarms() == {"hook": NOW}


async def _add(
    store: Store,
    page_id: PageId,
    number: int,
    *,
    line: str | None = None,
    gather: str | None = None,
    recipients: tuple[str, ...] = ("policy@example.org",),
) -> tuple[Delivery, ...]:
    """Commit one more change of a page, with a delivery to each recipient."""
    page = await store.page(page_id)
    change = a_change(page, number, after=number)
    made = [replace(a_delivery(change, recipient=one), gather=gather) for one in recipients]
    owed = tuple(replace(one, line=f"{line}{one.recipient}") if line else one for one in made)
    await store.commit(page, replace(a_verdict(page, a_version(number, f"第{number}版"), change), deliveries=owed))
    return owed


async def _two_of_a_line(store: Store, recipients: tuple[str, ...] = ("policy@example.org",)) -> list[Delivery]:
    page = await a_listed_page(store)
    return [(await _add(store, page.id, number, line="one", recipients=recipients))[0] for number in (1, 2)]


async def _gathered(store: Store, count: int, recipients: tuple[str, ...] = ("policy@example.org",)) -> Page:
    page = await a_listed_page(store)
    for number in range(1, count + 1):
        await _add(store, page.id, number, gather="daily", recipients=recipients)
    return page


async def _storm(store: Store, count: int, *, first: int = 0) -> None:
    """Changes of as many pages, all to one recipient."""
    for number in range(first, first + count):
        page = await a_listed_page(store, url=f"/{number}")
        await _add(store, page.id, 1)
