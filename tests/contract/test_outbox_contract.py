"""What every store keeps, SQLite, PostgreSQL and the fake alike: a delivery is owed, claimed by one, settled once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import StoreError
from core.model import (
    ChangeKind,
    DeliveryState,
)
from core.ports import Store
from core.source import SourceId, Tier
from tests.contract.stored import (
    HOUR,
    a_change,
    a_delivery,
    a_listed_page,
    a_read_page,
    a_source,
    a_verdict,
    a_version,
)
from tests.fakes.nouns import NOW

GZ = SourceId("gz-wjw")


class TestClaim:
    async def test_a_claim_carries_all_that_is_to_be_said(self, store: Store) -> None:
        page = await a_read_page(store)
        (owed,) = await store.claim(NOW, HOUR, 10)
        assert owed.delivery == replace(a_delivery(a_change(page, 1, after=1)), state=DeliveryState.CLAIMED, attempts=1)
        assert owed.told.change == a_change(page, 1, after=1)
        assert (owed.told.source_name, owed.told.tier) == (a_source().name, Tier.OFFICIAL)
        assert (owed.told.before, owed.told.after) == (None, page.latest)

    async def test_both_versions_of_an_edit_are_told(self, store: Store) -> None:
        page = await a_read_page(store)
        change = a_change(page, 2, kind=ChangeKind.EDITED, before=1, after=2)
        await store.commit(page, a_verdict(page, a_version(2, "第二版"), change))
        owed = await store.claim(NOW, HOUR, 10)
        told = next(one.told for one in owed if one.told.change == change)
        assert told.before == page.latest
        assert told.after == a_version(2, "第二版")

    async def test_nobody_else_gets_it_before_the_lease_has_run_out(self, store: Store) -> None:
        await a_read_page(store)
        (first,) = await store.claim(NOW, HOUR, 10)
        assert await store.claim(NOW + HOUR - timedelta(seconds=1), HOUR, 10) == []
        (second,) = await store.claim(NOW + HOUR, HOUR, 10)
        assert second.delivery.id == first.delivery.id
        assert second.delivery.attempts == 2

    async def test_two_claimers_at_once_never_share(self, store: Store) -> None:
        await _many_owed(store, 12)
        claims = await asyncio.gather(*(store.claim(NOW, HOUR, 4) for _ in range(4)))
        ids = [owed.delivery.id for claim in claims for owed in claim]
        assert len(ids) == len(set(ids)) == 12

    async def test_the_oldest_due_comes_first_and_what_is_not_due_stays(self, store: Store) -> None:
        await _many_owed(store, 4)
        claimed = await store.claim(NOW - HOUR, HOUR, 10)
        assert claimed == []
        due = [owed.delivery.due_at for owed in await store.claim(NOW + 9 * HOUR, HOUR, 3)]
        assert due == sorted(due)
        assert len(due) == 3

    async def test_a_removed_source_is_still_told_of(self, store: Store) -> None:
        await a_read_page(store)
        await store.register([], NOW)
        assert len(await store.claim(NOW, HOUR, 10)) == 1

    async def test_what_was_sent_is_never_claimed_again(self, store: Store) -> None:
        await a_read_page(store)
        (owed,) = await store.claim(NOW, HOUR, 10)
        sent = replace(owed.delivery, state=DeliveryState.SENT, settled_at=NOW)
        await store.settle_delivery(sent)
        assert await store.claim(NOW + 9 * HOUR, HOUR, 10) == []
        assert await store.deliveries() == [sent]

    async def test_what_was_delayed_is_claimed_when_it_is_due_again(self, store: Store) -> None:
        await a_read_page(store)
        (owed,) = await store.claim(NOW, HOUR, 10)
        later = replace(owed.delivery, state=DeliveryState.OWED, due_at=NOW + 2 * HOUR, last_error="451")
        await store.settle_delivery(later)
        assert await store.deliveries() == [later]
        assert await store.claim(NOW + HOUR, HOUR, 10) == []
        assert len(await store.claim(NOW + 2 * HOUR, HOUR, 10)) == 1

    async def test_what_was_sent_stays_sent_whoever_comes_late(self, store: Store) -> None:
        await a_read_page(store)
        (slow,) = await store.claim(NOW, HOUR, 10)
        (quick,) = await store.claim(NOW + HOUR, HOUR, 10)
        sent = replace(slow.delivery, state=DeliveryState.SENT, settled_at=NOW)
        await store.settle_delivery(sent)
        await store.settle_delivery(replace(quick.delivery, state=DeliveryState.FAILED))
        (stored,) = await store.deliveries()
        assert stored.state is DeliveryState.SENT

    async def test_a_lease_that_another_has_taken_over_settles_nothing(self, store: Store) -> None:
        await a_read_page(store)
        (slow,) = await store.claim(NOW, HOUR, 10)
        (quick,) = await store.claim(NOW + HOUR, HOUR, 10)
        await store.settle_delivery(replace(slow.delivery, state=DeliveryState.FAILED))
        assert await store.deliveries() == [quick.delivery]

    async def test_a_delivery_that_is_not_there_cannot_be_settled(self, store: Store) -> None:
        page = await a_listed_page(store)
        with pytest.raises(StoreError, match="msg_"):
            await store.settle_delivery(a_delivery(a_change(page, 1)))


async def _many_owed(store: Store, number: int) -> None:
    page = await a_listed_page(store)
    change = a_change(page, 1, after=1)
    owed = tuple(
        replace(a_delivery(change, recipient=f"{one}@example.org"), due_at=NOW - one * timedelta(minutes=1))
        for one in range(number)
    )
    await store.commit(page, replace(a_verdict(page, a_version(1), change), deliveries=owed))
