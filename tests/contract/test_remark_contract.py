"""What every store keeps of marks on changes and of beats, SQLite, PostgreSQL and the fake alike."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import StaleWrite, StoreError
from core.model import ChangeFilter, Cursor, DeliveryCursor, DeliveryState, Mark, PageId, PolicyId, Triage
from core.ports import Store
from core.source import SourceKind
from tests.contract.stored import (
    HOUR,
    a_change,
    a_delivery,
    a_document,
    a_listed_page,
    a_read_page,
    a_source,
    a_verdict,
    a_version,
    found,
)
from tests.fakes.nouns import NOW


def a_mark(
    change_id: str, number: int = 1, mark: Mark = Mark.SEEN, *, by: str = "王五", note: str = "", at: datetime = NOW
) -> Triage:
    """A mark of a change."""
    return Triage(change_id=change_id, number=number, mark=mark, at=at, by=by, note=note)


async def test_marks_are_kept_one_after_another_and_the_latest_counts(store: Store) -> None:
    change_id = a_change(await a_read_page(store), 1).id
    given = (a_mark(change_id), a_mark(change_id, 2, Mark.NOISE, note="又是排班表 \udc80\x00", at=NOW + HOUR))
    for one in given:
        await store.mark(one)
    (first, second) = (await store.marks([change_id, "chg_unknown"]))[change_id]
    assert first == given[0]
    assert (second.mark, second.by, second.at) == (Mark.NOISE, "王五", NOW + HOUR)
    assert second.note.startswith("又是排班表")
    assert [one.mark for one in await store.changes_page()] == [Mark.NOISE]


async def test_the_same_mark_again_adds_nothing(store: Store) -> None:
    change_id = a_change(await a_read_page(store), 1).id
    for number in (1, 2, 1):
        await store.mark(a_mark(change_id, number, at=NOW + number * HOUR))
    assert len((await store.marks([change_id]))[change_id]) == 1
    await store.mark(a_mark(change_id, 2, note="anders"))
    assert len((await store.marks([change_id]))[change_id]) == 2


async def test_who_did_not_see_the_mark_of_another_is_told_so(store: Store) -> None:
    change_id = a_change(await a_read_page(store), 1).id
    await store.mark(a_mark(change_id))
    with pytest.raises(StaleWrite):
        await store.mark(a_mark(change_id, 1, Mark.NOISE))
    with pytest.raises(StaleWrite):
        await store.mark(a_mark(change_id, 7, Mark.NOISE))


async def test_of_two_who_mark_at_once_one_is_told_so(store: Store) -> None:
    change_id = a_change(await a_read_page(store), 1).id
    both = (store.mark(a_mark(change_id, 1, mark)) for mark in (Mark.NOISE, Mark.IMPORTANT))
    came = await asyncio.gather(*both, return_exceptions=True)
    assert [type(one) for one in came if one is not None] == [StaleWrite]


async def test_a_change_that_is_not_there_takes_no_mark(store: Store) -> None:
    with pytest.raises(StoreError):
        await store.mark(a_mark("chg_unknown"))
    assert await store.marks(["chg_unknown"]) == {}


async def test_changes_are_found_by_their_mark(store: Store) -> None:
    ids = [a_change(await a_read_page(store, url=f"/{number}"), 1).id for number in range(3)]
    await store.mark(a_mark(ids[0], 1, Mark.IMPORTANT))
    await store.mark(a_mark(ids[1], 1, Mark.SEEN))
    await store.mark(a_mark(ids[1], 2, Mark.UNSEEN))

    async def with_marks(*marks: Mark) -> set[str]:
        return {one.id for one in await store.changes_page(ChangeFilter(marks=marks))}

    assert await with_marks() == set(ids)
    assert await with_marks(Mark.IMPORTANT) == {ids[0]}
    assert await with_marks(Mark.UNSEEN) == {ids[1], ids[2]}
    assert await with_marks(Mark.UNSEEN, Mark.IMPORTANT) == set(ids)
    assert await with_marks(Mark.NOISE) == set()


async def test_the_latest_beat_of_each_counts(store: Store) -> None:
    assert await store.beats() == {}
    for at in (NOW, NOW + HOUR, NOW):
        await store.beat("scheduler", at)
    await store.beat("worker", NOW)
    assert await store.beats() == {"scheduler": NOW + HOUR, "worker": NOW}


async def test_what_has_been_due_longest_is_told(store: Store) -> None:
    await store.register([a_source("gone")], NOW - HOUR)
    await store.register([a_source(), a_source("page", url="/page", kind=SourceKind.PAGE)], NOW)
    assert await store.overdue_since(NOW - timedelta(seconds=1)) is None
    assert await store.overdue_since(NOW + HOUR) == NOW
    listing = await store.listing(a_source().id)
    await found(store, source_id=listing.source_id)
    page = await a_listed_page(store)
    await store.commit(page, a_verdict(replace(page, next_check_at=NOW - HOUR), a_version(1)))
    assert await store.overdue_since(NOW) == NOW - HOUR


async def test_the_outbox_goes_on_behind_a_cursor(store: Store) -> None:
    page = await a_listed_page(store)
    change = a_change(page, 1, after=1)
    owed = tuple(
        replace(a_delivery(change, recipient=str(number)), created_at=NOW + number // 3 * HOUR) for number in range(8)
    )
    await store.commit(page, replace(a_verdict(page, a_version(1), change), deliveries=owed))
    everything = await store.deliveries()
    walked, after = [], None
    while some := await store.deliveries(after=after, limit=3, state=DeliveryState.OWED):
        walked += some
        after = DeliveryCursor(some[-1].created_at, some[-1].id)
    assert walked == everything
    assert len(walked) == 8


async def test_a_policy_is_found_by_its_id(store: Store) -> None:
    page = await a_document(store, "/1", "第一条。")
    known = await store.policy(page.url)
    assert known is not None
    assert await store.policy_by_id(known.id) == known
    assert await store.policy_by_id(PolicyId("pol_unknown")) is None


@pytest.mark.parametrize("at", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)])
@pytest.mark.parametrize("number", [2**63 - 1, 1 - 2**63, 0])
async def test_lists_go_on_from_any_place_that_an_address_can_name(store: Store, at: datetime, number: int) -> None:
    change_id = a_change(await a_read_page(store), 1).id
    late = at > NOW
    found = await store.changes_page(after=Cursor(at, PageId(number), number))
    assert [one.id for one in found] == [change_id] * late
    assert len(await store.deliveries(after=DeliveryCursor(at, "\x00\udc80'"))) == late
