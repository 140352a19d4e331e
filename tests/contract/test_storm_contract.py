"""What every store keeps, SQLite, PostgreSQL and the fake alike: one edit on many pages, turmoil, reminders."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.errors import StoreError
from core.model import (
    LAYOUT,
    UNCONFIRMED,
    Change,
    ChangeKind,
    DeliveryState,
    Echo,
    Page,
    Presence,
    Turmoil,
    Verdict,
)
from core.ports import Store
from core.source import SourceId
from tests.contract.stored import (
    HOUR,
    a_change,
    a_delivery,
    a_listed_page,
    a_new_page,
    a_source,
    claimed,
    found,
)
from tests.fakes.nouns import NOW

GZ = SourceId("gz-wjw")
FOOTER = "edit-of-a-footer"
OWED = frozenset({("team", "a")})
"""Channel and recipient of what `_edited` owes."""


class TestJoining:
    async def test_a_change_speaks_for_those_that_joined_it(self, store: Store) -> None:
        leader = await _edited(store, "/1")
        for minutes, url in enumerate(("/2", "/3"), start=1):
            await _edited(store, url, at=NOW + minutes * timedelta(minutes=1), joins=leader)
        (told,) = await store.told([leader.id])
        assert told.change == replace(leader, pages=("/2", "/3"))
        owed = await claimed(store, NOW + HOUR, HOUR, 10)
        assert [one.told.change.pages for one in owed] == [("/2", "/3")]
        assert [told.change.pages for told in await store.changes()] == [(), (), ("/2", "/3")]

    async def test_a_change_comes_back_with_all_that_was_said_of_it(self, store: Store) -> None:
        page = await a_listed_page(store)
        change = replace(a_change(page, 1), nature="figures", edit="ab", pages=("/7", "/8"), policy_id=page.policy_id)
        await store.commit(page, Verdict(page=replace(page, changes=1), change=change))
        (told,) = await store.changes()
        assert told.change == change

    async def test_a_page_that_joins_twice_is_named_once(self, store: Store) -> None:
        leader = await _edited(store, "/1")
        page = await a_listed_page(store, url="/2")
        for number in (1, 2):
            change = replace(_edit(page, FOOTER), number=number)
            await store.commit(page, Verdict(page=replace(page, changes=number), change=change, joins=leader.id))
            page = await store.page(page.id)
        itself = await store.page(leader.page_id)
        again = replace(_edit(itself, FOOTER), number=2)
        await store.commit(itself, Verdict(page=replace(itself, changes=2), change=again, joins=leader.id))
        (told,) = await store.told([leader.id])
        assert told.change.pages == ("/2",)
        (echo,) = await store.echoes(GZ, FOOTER, NOW)
        assert echo.pages == 2

    async def test_a_change_that_is_not_there_cannot_be_joined(self, store: Store) -> None:
        page = await a_listed_page(store)
        verdict = Verdict(page=replace(page, changes=1), change=a_change(page, 1), joins="chg_unknown")
        with pytest.raises(StoreError, match="chg_unknown"):
            await store.commit(page, verdict)
        assert await store.page(page.id) == page
        leader = await _edited(store, "/1")
        with pytest.raises(StoreError):
            await store.commit(page, Verdict(page=page, joins=leader.id))


class TestEchoes:
    async def test_leaders_of_the_same_edit_come_newest_first(self, store: Store) -> None:
        await store.register([a_source(), a_source("other")], NOW)
        old = await _edited(store, "/old", at=NOW - HOUR)
        first, second = await _edited(store, "/1"), await _edited(store, "/2", at=NOW + HOUR)
        await _edited(store, "/3", at=NOW + 2 * HOUR, joins=first)
        await _edited(store, "/4", edit="another")
        await _edited(store, "/5", source_id="other")
        assert await store.echoes(GZ, FOOTER, NOW) == (
            Echo(change_id=second.id, url="/2", waiting=True, pages=1, owed_to=OWED),
            Echo(change_id=first.id, url="/1", waiting=True, pages=2, owed_to=OWED),
        )
        assert [echo.change_id for echo in await store.echoes(GZ, FOOTER, NOW - HOUR)][-1] == old.id
        assert await store.echoes(GZ, "unheard", NOW) == ()

    async def test_it_waits_while_all_that_is_owed_of_it_is_still_owed(self, store: Store) -> None:
        change = await _edited(store, "/1", recipients=("a", "b"))
        assert await _waits(store)
        (one,) = (owed.delivery for owed in await claimed(store, NOW, HOUR, 1))
        assert not await _waits(store)
        (other,) = (owed.delivery for owed in await claimed(store, NOW, HOUR, 1))
        assert not await _waits(store)
        for delivery in (one, other):
            await store.settle([replace(delivery, state=DeliveryState.OWED, due_at=NOW + HOUR)])
        assert await _waits(store)
        (one,) = (owed.delivery for owed in await claimed(store, NOW + HOUR, HOUR, 1))
        await store.settle([replace(one, state=DeliveryState.FAILED, settled_at=NOW)])
        assert await _waits(store)
        (other,) = (owed.delivery for owed in await claimed(store, NOW + HOUR, HOUR, 1))
        await store.settle([replace(other, state=DeliveryState.SENT, settled_at=NOW)])
        assert not await _waits(store)
        assert change.id == (await store.echoes(GZ, FOOTER, NOW))[0].change_id

    async def test_what_nobody_is_owed_does_not_wait(self, store: Store) -> None:
        await _edited(store, "/1", recipients=())
        assert not await _waits(store)


class TestTurmoil:
    async def test_pages_that_showed_a_text_are_read(self, store: Store) -> None:
        outcomes = ("text", "unchanged", UNCONFIRMED, "doubtful", "failed", "gone", None)
        await _looked_at(store, *outcomes)
        assert await store.turmoil(GZ, NOW) == Turmoil(read=3, edited=0)
        assert await store.turmoil(GZ, NOW + timedelta(microseconds=1)) == Turmoil()
        assert await store.turmoil(SourceId("other"), NOW) == Turmoil()

    async def test_different_edits_and_texts_that_are_held_are_counted(self, store: Store) -> None:
        await store.register([a_source(), a_source("other")], NOW)
        await _looked_at(store, "text", LAYOUT, LAYOUT)
        leader = await _edited(store, "/1")
        await _edited(store, "/2", joins=leader)
        await _edited(store, "/3")
        await _edited(store, "/4", edit="another")
        await _edited(store, "/5", edit="silent", kind=ChangeKind.COSMETIC)
        await _edited(store, "/6", edit="long ago", at=NOW - HOUR)
        await _edited(store, "/7", edit="elsewhere", source_id="other")
        assert await store.turmoil(GZ, NOW) == Turmoil(read=3, edited=4)
        assert await store.turmoil(GZ, NOW - HOUR) == Turmoil(read=3, edited=5)


class TestReminders:
    async def test_present_pages_whose_time_has_come_are_due(self, store: Store) -> None:
        await store.register([a_source(), a_source("other")], NOW)
        times = {"/late": NOW, "/early": NOW - HOUR, "/later": NOW + timedelta(microseconds=1), "/never": None}
        for url, at in times.items():
            await _remembered(store, url, at)
        await _remembered(store, "/removed", NOW, presence=Presence.REMOVED)
        await _remembered(store, "/noted", NOW, next_check_at=None)
        await _remembered(store, "/other", NOW, source_id="other")
        await store.register([a_source(), a_source("other", disabled="why")], NOW)
        assert [due.url for due in await store.due_reminders(NOW, 10)] == ["/early", "/late", "/noted"]
        assert [due.url for due in await store.due_reminders(NOW, 1)] == ["/early"]
        assert await store.due_reminders(NOW - 9 * HOUR, 10) == []


def _edit(page: Page, edit: str, *, kind: ChangeKind = ChangeKind.EDITED, at: datetime = NOW) -> Change:
    return replace(a_change(page, 1, kind=kind), edit=edit, at=at)


async def _edited(
    store: Store,
    url: str,
    *,
    edit: str = FOOTER,
    at: datetime = NOW,
    joins: Change | None = None,
    source_id: str = "gz-wjw",
    kind: ChangeKind = ChangeKind.EDITED,
    recipients: tuple[str, ...] = ("a",),
) -> Change:
    """The first change of a page, owed to somebody unless it joins another."""
    page = await a_listed_page(store, source_id, url)
    change = _edit(page, edit, kind=kind, at=at)
    owed = () if joins else tuple(a_delivery(change, recipient=name) for name in recipients)
    verdict = Verdict(page=replace(page, changes=1), change=change, deliveries=owed)
    await store.commit(page, replace(verdict, joins=joins.id if joins else None))
    return change


async def _waits(store: Store) -> bool:
    (echo,) = await store.echoes(GZ, FOOTER, NOW)
    return echo.waiting


async def _looked_at(store: Store, *outcomes: str | None) -> None:
    known = {listing.source_id for listing in await store.listings()}
    if GZ not in known:
        await store.register([a_source()], NOW)
    ids = await found(store, *(a_new_page(f"/looked-at/{number}") for number in range(len(outcomes))))
    for page_id, outcome in zip(ids, outcomes, strict=True):
        page = await store.page(page_id)
        await store.commit(page, Verdict(page=replace(page, last_looked_at=NOW, last_outcome=outcome)))


async def _remembered(
    store: Store,
    url: str,
    at: datetime | None,
    *,
    presence: Presence = Presence.PRESENT,
    next_check_at: datetime | None = NOW,
    source_id: str = "gz-wjw",
) -> None:
    page = await a_listed_page(store, source_id, url)
    after = replace(page, remind_at=at, presence=presence, next_check_at=next_check_at)
    await store.commit(page, Verdict(page=after))


class TestWithdrawing:
    async def test_edits_that_nobody_was_told_of_are_taken_back_when_the_whole_source_changed(
        self, store: Store
    ) -> None:
        await store.register([a_source(), a_source("other")], NOW)
        await _edited(store, "/old", at=NOW - HOUR, recipients=("old",))
        await _edited(store, "/1", recipients=("a", "b"))
        await _edited(store, "/removed", kind=ChangeKind.REMOVED, recipients=("c",))
        await _edited(store, "/5", source_id="other", recipients=("d",))
        page = await a_listed_page(store, url="/held")
        await store.commit(page, Verdict(page=replace(page, last_looked_at=NOW), withdraws=NOW))
        failed = await store.deliveries(state=DeliveryState.FAILED)
        assert sorted(one.recipient for one in failed) == ["a", "b"]
        assert all(one.settled_at == NOW and one.last_error for one in failed)
        owed = await claimed(store, NOW + HOUR, HOUR, 10)
        assert sorted(one.delivery.recipient for one in owed) == ["c", "d", "old"]
