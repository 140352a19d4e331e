"""What every store keeps, SQLite, PostgreSQL and the fake alike: sources, listings and what is due."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.errors import StaleWrite, StoreError
from core.model import (
    Ask,
    Due,
    Entrance,
    Finding,
    Health,
    Known,
    Listing,
    Page,
    PageId,
    Validators,
)
from core.ports import Store
from core.source import Baseline, SourceId, SourceKind, Tier
from tests.contract.stored import (
    HOUR,
    a_listed_page,
    a_source,
)
from tests.fakes.nouns import NOW

GZ = SourceId("gz-wjw")
ENTRANCE = Entrance(kind=SourceKind.FEED, ask=Ask(url="/rss"))


class TestRegister:
    async def test_a_new_source_has_a_listing_that_is_due_at_once(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        listing = await store.listing(GZ)
        assert listing == Listing(source_id=GZ, next_look_at=NOW, page_id=listing.page_id)
        assert await store.due_listings(NOW, 10) == [GZ]
        assert await store.due_listings(NOW - timedelta(microseconds=1), 10) == []

    async def test_a_source_that_was_never_registered_has_no_listing(self, store: Store) -> None:
        with pytest.raises(StoreError, match="nowhere"):
            await store.listing(SourceId("nowhere"))

    async def test_a_known_source_keeps_its_history(self, store: Store) -> None:
        page = await a_listed_page(store)
        listing = await store.listing(GZ)
        await store.register([a_source(name="新名称")], NOW + HOUR)
        assert await store.listing(GZ) == listing
        assert await store.page(page.id) == page

    async def test_a_disabled_source_is_never_due_until_it_is_enabled_again(self, store: Store) -> None:
        page = await a_listed_page(store)
        await store.register([a_source(disabled="under repair")], NOW)
        assert await store.due_listings(NOW + HOUR, 10) == []
        assert await store.due_pages(NOW + HOUR, 10) == []
        assert await store.followed_pages([GZ]) == []
        await store.register([a_source()], NOW)
        assert await store.due_listings(NOW + HOUR, 10) == [GZ]
        assert await store.due_pages(NOW + HOUR, 10) == [Due(page.id, GZ, page.url)]

    async def test_a_source_that_is_no_longer_configured_is_never_due(self, store: Store) -> None:
        await a_listed_page(store)
        await store.register([a_source("other")], NOW)
        assert await store.due_listings(NOW + HOUR, 10) == ["other"]
        assert await store.due_pages(NOW + HOUR, 10) == []

    @pytest.mark.parametrize(("baseline", "announce"), [(Baseline.SILENT, False), (Baseline.ANNOUNCE, True)])
    async def test_a_source_of_one_page_gets_that_page(self, store: Store, baseline: Baseline, announce: bool) -> None:
        source = a_source(kind=SourceKind.PAGE, baseline=baseline, tier=Tier.MEDIA)
        await store.register([source], NOW)
        await store.register([source], NOW + HOUR)
        assert await store.due_listings(NOW + HOUR, 10) == []
        (due,) = await store.due_pages(NOW, 10)
        assert await store.page(due.page_id) == Page(
            id=due.page_id,
            source_id=GZ,
            url=source.url,
            first_seen_at=NOW,
            next_check_at=NOW,
            tier=Tier.MEDIA,
            announce=announce,
        )

    async def test_the_tier_of_a_page_follows_the_configuration(self, store: Store) -> None:
        page = await a_listed_page(store)
        await store.register([a_source(tier=Tier.MIRROR)], NOW)
        assert (await store.page(page.id)).tier is Tier.MIRROR

    async def test_a_listing_that_moved_is_looked_at_afresh_under_a_new_baseline(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        listing = await store.listing(GZ)
        known = replace(listing, next_look_at=NOW + HOUR, rules="r1", validators=Validators(etag='"1"'), items=7)
        known = replace(known, entrance=ENTRANCE, health=Health.FAILING, failures=9, expected_by=NOW, last_new_at=NOW)
        await store.commit_finding(listing, Finding(listing=known))
        await store.register([a_source(url="https://moved.example.gov.cn/")], NOW + HOUR / 2)
        moved = await store.listing(GZ)
        fresh = Listing(source_id=GZ, next_look_at=NOW + HOUR / 2, page_id=moved.page_id, revision=moved.revision)
        assert moved == fresh
        assert moved.page_id != listing.page_id
        with pytest.raises(StaleWrite):
            await store.commit_finding(replace(known, revision=1), Finding(listing=known))

    async def test_a_listing_read_by_another_kind_keeps_its_baseline(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        listing = await store.listing(GZ)
        await store.commit_finding(
            listing,
            Finding(listing=replace(listing, rules="r1", entrance=ENTRANCE, validators=Validators(etag='"1"'))),
        )
        await store.register([a_source(kind=SourceKind.FEED)], NOW)
        after = await store.listing(GZ)
        assert (after.rules, after.entrance, after.validators) == ("r1", None, Validators())

    async def test_a_page_source_that_becomes_a_listing_no_longer_follows_its_address(self, store: Store) -> None:
        await store.register([a_source(kind=SourceKind.PAGE)], NOW)
        await store.register([a_source(kind=SourceKind.LIST)], NOW)
        assert await store.due_pages(NOW, 10) == []
        assert await store.due_listings(NOW, 10) == [GZ]
        await store.register([a_source(kind=SourceKind.PAGE)], NOW)
        assert [due.url for due in await store.due_pages(NOW, 10)] == [a_source().url]
        assert await store.due_listings(NOW, 10) == []


class TestDue:
    async def test_listings_come_longest_due_first_and_not_more_than_asked(self, store: Store) -> None:
        ids = [SourceId(name) for name in ("a", "b", "c")]
        await store.register([a_source(one) for one in ids], NOW)
        for one, hours in zip(ids, (2, 3, 1), strict=True):
            listing = await store.listing(one)
            await store.commit_finding(listing, Finding(listing=replace(listing, next_look_at=NOW + hours * HOUR)))
        assert await store.due_listings(NOW + 9 * HOUR, 10) == ["c", "a", "b"]
        assert await store.due_listings(NOW + 9 * HOUR, 1) == ["c"]
        assert await store.due_listings(NOW + 2 * HOUR, 10) == ["c", "a"]

    async def test_pages_come_longest_due_first_and_only_those_followed(self, store: Store) -> None:
        urls = {"/1": NOW + 2 * HOUR, "/2": None, "/3": NOW + HOUR, "/4": NOW + 9 * HOUR}
        await store.register([a_source()], NOW)
        listing = await store.listing(GZ)
        pages = tuple(_new_page(url, next_check_at) for url, next_check_at in urls.items())
        await store.commit_finding(listing, Finding(listing=listing, pages=pages))
        assert [due.url for due in await store.due_pages(NOW + 2 * HOUR, 10)] == ["/3", "/1"]
        assert [due.url for due in await store.due_pages(NOW + 2 * HOUR, 1)] == ["/3"]
        assert {due.url for due in await store.followed_pages([GZ])} == {"/1", "/3", "/4"}

    async def test_only_pages_of_the_sources_asked_for_are_due(self, store: Store) -> None:
        await store.register([a_source(one, kind=SourceKind.PAGE) for one in ("a", "b")], NOW)
        assert [due.source_id for due in await store.due_pages(NOW, 10, [SourceId("b")])] == ["b"]
        assert await store.due_pages(NOW, 10, []) == []
        assert [due.source_id for due in await store.followed_pages([SourceId("a")])] == ["a"]
        assert await store.followed_pages([]) == []


class TestFinding:
    async def test_new_pages_are_created_once_and_numbered_in_order(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        listing = await store.listing(GZ)
        found = (_new_page("/1", NOW), _new_page("/2", None))
        first, second = await store.commit_finding(listing, Finding(listing=listing, pages=found))
        assert await store.page(first) == replace(found[0], id=first)
        assert await store.page(second) == replace(found[1], id=second)
        listing = await store.listing(GZ)
        changed = replace(found[0], listed_title="又来了")
        (third,) = await store.commit_finding(
            listing, Finding(listing=listing, pages=(changed, _new_page("/3", NOW), _new_page("/3", NOW)))
        )
        assert (await store.page(first)).listed_title == found[0].listed_title
        assert len({first, second, third}) == 3

    async def test_known_addresses_are_told_with_how_they_were_listed(self, store: Store) -> None:
        page = await a_listed_page(store)
        known = Known(page_id=page.id, url=page.url, title=page.listed_title, listed=page.listed)
        assert await store.known(GZ, ["/9", page.url, "/8"]) == {page.url: known}
        assert await store.known(SourceId("other"), [page.url]) == {}
        assert await store.known(GZ, []) == {}

    async def test_thousands_of_addresses_are_asked_for_at_once(self, store: Store) -> None:
        page = await a_listed_page(store)
        urls = [f"/{number}" for number in range(1500)]
        assert list(await store.known(GZ, [*urls, page.url])) == [page.url]

    async def test_the_listing_is_stored_as_it_will_be(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        before = await store.listing(GZ)
        after = Listing(
            source_id=GZ,
            next_look_at=NOW + HOUR,
            validators=Validators(etag='"2"', last_modified="Mon", raw_digest="ab"),
            rules="r1",
            entrance=Entrance(
                kind=SourceKind.JSON,
                ask=Ask(url="/api", method="POST", body='{"栏目": 1}', content_type="application/json"),
            ),
            health=Health.LAYOUT,
            failures=2,
            items=40,
            failing_since=NOW - 2 * HOUR,
            last_new_at=NOW - 3 * HOUR,
            expected_by=NOW + 9 * HOUR,
            last_looked_at=NOW,
            last_success_at=NOW - HOUR,
            last_outcome="fresh",
            last_error="间歇性失败",
        )
        await store.commit_finding(before, Finding(listing=after))
        assert await store.listing(GZ) == replace(after, page_id=before.page_id, revision=1)

    async def test_a_listing_that_moved_meanwhile_takes_nothing(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        listing = await store.listing(GZ)
        await store.commit_finding(listing, Finding(listing=listing))
        with pytest.raises(StaleWrite):
            await store.commit_finding(listing, Finding(listing=listing, pages=(_new_page("/1", NOW),)))
        assert await store.known(GZ, ["/1"]) == {}

    async def test_a_page_of_no_source_rolls_the_listing_back(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        listing = await store.listing(GZ)
        stray = replace(_new_page("/1", NOW), source_id=SourceId("nowhere"))
        with pytest.raises(StoreError):
            await store.commit_finding(listing, Finding(listing=listing, pages=(_new_page("/2", NOW), stray)))
        assert await store.listing(GZ) == listing
        assert await store.known(GZ, ["/2"]) == {}


def _new_page(url: str, next_check_at: datetime | None) -> Page:
    return Page(id=PageId(0), source_id=GZ, url=url, first_seen_at=NOW, next_check_at=next_check_at)
