"""What every store keeps, SQLite, PostgreSQL and the fake alike: the read side."""

from dataclasses import replace
from datetime import timedelta

from core.model import ChangeKind, DeliveryState, Told, Verdict
from core.ports import Store
from core.source import SourceId, SourceKind, Tier
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


async def test_changes_come_newest_first_and_as_asked_for(store: Store) -> None:
    await store.register([a_source("a"), a_source("b", name="乙", tier=Tier.MEDIA)], NOW)
    a, b = await a_listed_page(store, "a", "/a"), await a_listed_page(store, "b", "/b")
    first = a_change(a, 1, after=1)
    second = replace(a_change(b, 1, after=1), at=first.at + HOUR)
    removed = replace(a_change(a, 2, kind=ChangeKind.REMOVED, before=1), at=first.at + 2 * HOUR)
    await store.commit(a, a_verdict(a, a_version(1), first))
    await store.commit(b, a_verdict(b, a_version(1), second))
    a = await store.page(a.id)
    await store.commit(a, Verdict(page=replace(a, changes=2), change=removed))
    assert [told.change for told in await store.changes()] == [removed, second, first]
    assert [told.change for told in await store.changes(limit=1)] == [removed]
    assert [told.change for told in await store.changes(since=second.at)] == [removed, second]
    assert [told.change for told in await store.changes(until=second.at)] == [first]
    assert [told.change for told in await store.changes(kind=ChangeKind.REMOVED)] == [removed]
    assert await store.changes(source_id=SourceId("b")) == [
        Told(change=second, source_name="乙", tier=Tier.MEDIA, after=a_version(1))
    ]
    (told,) = await store.changes(kind=ChangeKind.REMOVED)
    assert (told.before, told.after) == (a_version(1), None)


async def test_changes_of_one_moment_come_in_a_settled_order(store: Store) -> None:
    page = await a_listed_page(store)
    for number in (1, 2, 3):
        change = replace(a_change(page, number), at=NOW)
        await store.commit(page, Verdict(page=replace(page, changes=number), change=change))
        page = await store.page(page.id)
    assert [told.change.number for told in await store.changes()] == [3, 2, 1]


async def test_changes_are_told_by_id_in_the_order_of_the_ids(store: Store) -> None:
    one, two = await a_read_page(store, url="/1"), await a_read_page(store, url="/2")
    ids = [a_change(two, 1).id, "chg_unknown", a_change(one, 1).id]
    assert [told.change.id for told in await store.told(ids)] == [ids[0], ids[2]]
    assert await store.told([]) == []


async def test_versions_come_oldest_first(store: Store) -> None:
    page = await a_read_page(store)
    texts = ["第一条。", *(f"第{number}版，改了又改。" for number in range(2, 8))]
    for number, text in enumerate(texts[1:], start=2):
        await store.commit(page, a_verdict(page, a_version(number, text)))
        page = await store.page(page.id)
    assert await store.versions(page.url) == [a_version(number, text) for number, text in enumerate(texts, start=1)]
    assert await store.versions("/nowhere") == []


async def test_of_two_pages_at_one_address_the_official_one_is_told(store: Store) -> None:
    await store.register([a_source("mirror", tier=Tier.MIRROR), a_source("official")], NOW)
    for source_id, text in (("mirror", "转载"), ("official", "原文")):
        page = await a_listed_page(store, source_id, "/same")
        await store.commit(page, a_verdict(page, a_version(1, text)))
    assert await store.versions("/same") == [a_version(1, "原文")]


async def test_the_outbox_comes_newest_first(store: Store) -> None:
    page = await a_listed_page(store)
    change = a_change(page, 1, after=1)
    owed = tuple(
        replace(a_delivery(change, recipient=str(number)), created_at=NOW + number * timedelta(seconds=1))
        for number in range(3)
    )
    await store.commit(page, replace(a_verdict(page, a_version(1), change), deliveries=owed))
    assert [one.recipient for one in await store.deliveries()] == ["2", "1", "0"]
    assert [one.recipient for one in await store.deliveries(limit=2)] == ["2", "1"]
    assert await store.deliveries(state=DeliveryState.SENT) == []
    assert len(await store.deliveries(state=DeliveryState.OWED)) == 3


async def test_failed_deliveries_are_owed_again(store: Store) -> None:
    page = await a_listed_page(store)
    change = a_change(page, 1, after=1)
    owed = tuple(a_delivery(change, recipient=name) for name in ("a", "b", "c"))
    await store.commit(page, replace(a_verdict(page, a_version(1), change), deliveries=owed))
    taken = {one.delivery.recipient: one.delivery for one in await claimed(store, NOW, HOUR, 10)}
    for name in ("a", "b"):
        failed = replace(taken[name], state=DeliveryState.FAILED, settled_at=NOW, last_error="550")
        await store.settle([failed])
    await store.settle([replace(taken["c"], state=DeliveryState.SENT, settled_at=NOW)])
    assert await store.retry([taken["a"].id, taken["c"].id], NOW + HOUR) == 1
    (again,) = await store.deliveries(state=DeliveryState.OWED)
    assert again == replace(
        taken["a"],
        state=DeliveryState.OWED,
        due_at=NOW + HOUR,
        promised_at=NOW + HOUR,
        settled_at=None,
        last_error="550",
    )
    assert await store.retry([], NOW + HOUR) == 1
    assert {one.delivery.recipient for one in await claimed(store, NOW + HOUR, HOUR, 10)} == {"a", "b"}


async def test_registered_sources_have_their_listings_shown(store: Store) -> None:
    sources = [a_source("b", disabled="why"), a_source("a"), a_source("page", kind=SourceKind.PAGE)]
    await store.register([*sources, a_source("gone")], NOW)
    await store.register(sources, NOW)
    assert [listing.source_id for listing in await store.listings()] == ["a", "b"]


async def test_the_pages_of_a_source_come_oldest_first_without_versions(store: Store) -> None:
    young = await a_listed_page(store, url="/young", first_seen_at=NOW + HOUR)
    old = await a_read_page(store, url="/old")
    await store.register([a_source(), a_source("other")], NOW)
    await a_listed_page(store, "other", "/other")
    assert await store.source_pages(young.source_id) == [replace(old, latest=None), young]
