"""What every store keeps, SQLite, PostgreSQL and the fake alike: addresses, the pages of listings, and their health."""

from dataclasses import replace

import pytest

from core.errors import StoreError
from core.model import (
    NOTHING_LISTED,
    Change,
    ChangeKind,
    Delivery,
    Finding,
    Known,
    Listing,
    Page,
    PageId,
    Relisted,
    Told,
    Verdict,
)
from core.ports import Store
from core.source import Baseline, SourceId, SourceKind, Tier
from tests.contract.stored import (
    HOUR,
    a_change,
    a_delivery,
    a_listed_page,
    a_new_page,
    a_read_page,
    a_source,
    a_verdict,
    a_version,
    claimed,
    found,
)
from tests.fakes.nouns import LISTED, NOW

GZ = SourceId("gz-wjw")
SITE = "https://www.example.gov.cn"
TWO_FORMS = [
    (f"{SITE}/content/post_1.html", "http://www.example.gov.cn/content/post_1.html"),
    (f"{SITE}/content/post_1.html", f"{SITE}/content/mpost_1.html"),
    (f"{SITE}/tz/", f"{SITE}/tz/index.html"),
]


class TestForms:
    @pytest.mark.parametrize(("one", "other"), TWO_FORMS)
    async def test_the_forms_of_one_address_are_one_page(self, store: Store, one: str, other: str) -> None:
        page = await a_read_page(store, url=one)
        known = Known(page_id=page.id, url=one, title=None, listed=NOTHING_LISTED)
        assert await store.known(GZ, [other, one]) == {other: known, one: known}
        assert await found(store, a_new_page(other)) == []
        assert await store.versions(other) == await store.versions(one) == [a_version(1)]

    async def test_each_source_has_its_own_page_for_an_address(self, store: Store) -> None:
        page = await a_listed_page(store, url=TWO_FORMS[0][0])
        await store.register([a_source(), a_source("other", url=f"{SITE}/other/")], NOW)
        assert await store.known(SourceId("other"), [page.url]) == {}
        assert (await a_listed_page(store, "other", TWO_FORMS[0][1])).id != page.id

    async def test_of_two_sources_with_one_address_the_form_asked_for_is_told(self, store: Store) -> None:
        await store.register([a_source("a"), a_source("b")], NOW)
        for source_id, url, text in zip("ab", TWO_FORMS[0], ("甲", "乙"), strict=True):
            page = await a_listed_page(store, source_id, url)
            await store.commit(page, a_verdict(page, a_version(1, text)))
        assert await store.versions(TWO_FORMS[0][1]) == [a_version(1, "乙")]

    async def test_a_page_follows_its_source_to_another_form_of_its_address(self, store: Store) -> None:
        await store.register([a_source(kind=SourceKind.PAGE, url="http://www.example.gov.cn/tz/")], NOW)
        (due,) = await store.due_pages(NOW, 10)
        page = await store.page(due.page_id)
        told = a_change(page, 1, after=1)
        await store.commit(page, a_verdict(page, a_version(1), told))
        await store.register([a_source(kind=SourceKind.PAGE, url=f"{SITE}/tz/index.html")], NOW + HOUR)
        moved = await store.page(page.id)
        assert (moved.url, moved.latest, moved.changes) == (f"{SITE}/tz/index.html", a_version(1), 1)
        assert await store.due_pages(NOW + HOUR, 10) != []
        again = a_change(moved, 2, kind=ChangeKind.REMOVED, before=1)
        await store.commit(moved, Verdict(page=replace(moved, changes=2), change=again))
        assert [one.change for one in await store.told([told.id, again.id])] == [told, again]


class TestThePageOfAListing:
    async def test_it_stands_at_the_address_of_the_source_and_is_not_followed(self, store: Store) -> None:
        await store.register([a_source(tier=Tier.MEDIA, baseline=Baseline.ANNOUNCE)], NOW)
        await store.register([a_source(tier=Tier.MEDIA, baseline=Baseline.ANNOUNCE)], NOW + HOUR)
        page = await store.page((await store.listing(GZ)).page_id)
        assert page == Page(
            id=page.id,
            source_id=GZ,
            url=a_source().url,
            first_seen_at=NOW,
            next_check_at=None,
            tier=Tier.MEDIA,
            announce=False,
        )
        assert await store.due_pages(NOW + HOUR, 10) == await store.followed_pages([GZ]) == []
        assert await store.source_pages(GZ) == []

    async def test_a_listing_that_names_itself_names_no_document(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        assert await found(store, a_new_page(a_source().url + "index.html")) == []
        assert await store.due_pages(NOW, 10) == []

    async def test_a_document_that_becomes_a_listing_is_no_longer_followed(self, store: Store) -> None:
        page = await a_read_page(store, url=f"{SITE}/tz/2025/")
        await store.register([a_source(url=page.url)], NOW)
        assert (await store.listing(GZ)).page_id == page.id
        assert await store.followed_pages([GZ]) == []
        assert page.id not in {one.id for one in await store.source_pages(GZ)}
        assert await store.versions(page.url) == [a_version(1)]

    async def test_it_moves_with_the_source(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        before = await store.listing(GZ)
        await _tell(store, 1, 2)
        await store.register([a_source(url=f"{SITE}/moved/")], NOW)
        moved = await store.listing(GZ)
        assert (await store.page(moved.page_id)).url == f"{SITE}/moved/"
        assert (moved.changes, moved.page_id == before.page_id) == (0, False)
        await _tell(store, 1)
        assert len(await store.changes()) == 3
        await store.register([a_source()], NOW)
        assert ((await store.listing(GZ)).page_id, (await store.listing(GZ)).changes) == (before.page_id, 2)

    async def test_another_form_of_its_address_is_the_same_listing_page(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        (told,) = await _tell(store, 1)
        before = await store.listing(GZ)
        await store.register([a_source(url=a_source().url + "index.html")], NOW)
        after = await store.listing(GZ)
        assert (after.page_id, after.changes) == (before.page_id, 1)
        assert (await store.page(after.page_id)).url == a_source().url + "index.html"
        assert [one.change for one in await store.told([told.id])] == [told]

    @pytest.mark.parametrize(("baseline", "announce"), [(Baseline.SILENT, False), (Baseline.ANNOUNCE, True)])
    async def test_it_becomes_the_page_of_a_source_of_one_page_and_counts_on(
        self, store: Store, baseline: Baseline, announce: bool
    ) -> None:
        await store.register([a_source()], NOW)
        await _tell(store, 1, 2)
        await store.register([a_source(kind=SourceKind.PAGE, baseline=baseline)], NOW + HOUR)
        (due,) = await store.due_pages(NOW + HOUR, 10)
        page = await store.page(due.page_id)
        assert (page.changes, page.announce) == (2, announce)
        assert await store.source_pages(GZ) == [page]
        await store.commit(page, a_verdict(page, a_version(1), a_change(page, 3, after=1)))
        await store.register([a_source()], NOW)
        assert (await store.listing(GZ)).changes == 3
        await _tell(store, 4)
        assert await store.followed_pages([GZ]) == []
        assert await store.versions(page.url) == [a_version(1)]


class TestHealth:
    async def test_a_change_of_a_source_is_told_without_a_document(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        (change,) = await _tell(store, 1)
        listing = await store.listing(GZ)
        assert (listing.changes, listing.revision) == (1, 1)
        assert (await store.page(listing.page_id)).changes == 1
        told = Told(change=change, source_name=a_source().name, tier=Tier.OFFICIAL)
        assert await store.changes(kind=ChangeKind.FAILING) == [told]
        assert await store.told([change.id]) == [told]
        (owed,) = await claimed(store, NOW, HOUR, 10)
        assert owed.told == told

    async def test_a_listing_counts_its_changes(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        await _tell(store, 1, 2, 3)
        assert [one.change.number for one in await store.changes(source_id=GZ)] == [3, 2, 1]
        assert [listing.changes for listing in await store.listings()] == [3]

    async def test_a_change_that_cannot_be_stored_takes_the_whole_finding_back(self, store: Store) -> None:
        page = await a_listed_page(store)
        await _tell(store, 1)
        listing = await store.listing(GZ)
        change = _failing(listing, 1)
        finding = Finding(
            listing=replace(listing, failures=7),
            pages=(a_new_page("/2"),),
            relisted=(Relisted(page_id=page.id, title="新", listed=LISTED, status=True),),
            change=change,
        )
        stray = a_delivery(_failing(listing, 9))
        refused = [
            finding,
            replace(finding, change=replace(change, page_id=PageId(999), number=2)),
            replace(finding, change=_failing(listing, 2), deliveries=(stray,)),
        ]
        for one in refused:
            with pytest.raises(StoreError):
                await store.commit_finding(listing, one)
        assert await store.listing(GZ) == listing
        assert await store.page(page.id) == page
        assert await store.known(GZ, ["/2"]) == {}


def _failing(listing: Listing, number: int, *, url: str | None = None) -> Change:
    """The nth change of a listing."""
    return Change(
        page_id=listing.page_id,
        source_id=listing.source_id,
        url=url or a_source().url,
        number=number,
        kind=ChangeKind.FAILING,
        at=NOW + number * HOUR,
        headline="连续读取失败",
    )


async def _tell(store: Store, *numbers: int) -> list[Change]:
    """Changes of these numbers, each with a delivery, hung on the listing."""
    told = []
    for number in numbers:
        listing = await store.listing(GZ)
        change = _failing(listing, number, url=(await store.page(listing.page_id)).url)
        owed: tuple[Delivery, ...] = (a_delivery(change),)
        await store.commit_finding(listing, Finding(listing=listing, change=change, deliveries=owed))
        told.append(change)
    return told
