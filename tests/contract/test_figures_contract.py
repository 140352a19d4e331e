"""What every store keeps, SQLite, PostgreSQL and the fake alike: how much there is, and what is due."""

from dataclasses import replace
from datetime import timedelta

from core.model import ChangeKind, DeliveryState, Figures, Finding, Presence, Queue, Verdict
from core.ports import Store
from core.source import SourceId, SourceKind
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


async def test_an_empty_store_has_nothing(store: Store) -> None:
    assert await store.figures(NOW) == Figures()


async def test_pages_versions_changes_and_deliveries_are_counted(store: Store) -> None:
    page = await a_read_page(store)
    await a_listed_page(store, url="/unseen")
    edited = a_change(page, 2, kind=ChangeKind.EDITED, before=1, after=2)
    owed = (a_delivery(edited, recipient="a"), replace(a_delivery(edited, recipient="b"), channel="hook"))
    await store.commit(page, replace(a_verdict(page, a_version(2), edited), deliveries=owed))
    page = await store.page(page.id)
    removed = a_change(page, 3, kind=ChangeKind.REMOVED, before=2)
    await store.commit(page, Verdict(page=replace(page, presence=Presence.REMOVED, changes=3), change=removed))
    found = await store.figures(NOW)
    assert found.pages == {Presence.REMOVED: 1, Presence.UNSEEN: 1}
    assert found.versions == 2
    assert found.changes == {ChangeKind.NEW: 1, ChangeKind.EDITED: 1, ChangeKind.REMOVED: 1}
    assert found.deliveries == {("team", DeliveryState.OWED): 2, ("hook", DeliveryState.OWED): 1}


async def test_what_is_due_is_told_with_the_longest_due(store: Store) -> None:
    await store.register([a_source(), a_source("page", url="/p", kind=SourceKind.PAGE)], NOW)
    listing = await store.listing(SourceId("gz-wjw"))
    await store.commit_finding(listing, Finding(listing=replace(listing, next_look_at=NOW + HOUR)))
    await a_listed_page(store)
    found = await store.figures(NOW)
    assert (found.listings, found.followed) == (Queue(), Queue(2, NOW))
    found = await store.figures(NOW + HOUR)
    assert (found.listings, found.followed) == (Queue(1, NOW + HOUR), Queue(2, NOW))
    assert (await store.figures(NOW - HOUR)).followed == Queue()


async def test_what_is_no_longer_watched_is_not_due_but_still_counted(store: Store) -> None:
    await a_read_page(store)
    await store.register([a_source(disabled="why")], NOW)
    found = await store.figures(NOW + HOUR)
    assert (found.listings, found.followed) == (Queue(), Queue())
    assert found.pages == {Presence.PRESENT: 1}


async def test_the_last_look_is_that_at_a_listing_or_a_page(store: Store) -> None:
    page = await a_read_page(store)
    assert (await store.figures(NOW)).last_look_at is None
    listing = await store.listing(SourceId("gz-wjw"))
    await store.commit_finding(listing, Finding(listing=replace(listing, last_looked_at=NOW)))
    assert (await store.figures(NOW)).last_look_at == NOW
    later = NOW + timedelta(minutes=5)
    await store.commit(page, Verdict(page=replace(page, last_looked_at=later)))
    assert (await store.figures(NOW)).last_look_at == later
