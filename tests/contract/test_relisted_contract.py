"""What every store keeps, SQLite, PostgreSQL and the fake alike: what listings say of documents, and how these come."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.errors import StaleWrite
from core.model import (
    NOTHING_LISTED,
    Finding,
    Known,
    Listed,
    Relisted,
    Validity,
    Verdict,
)
from core.ports import Store
from core.source import SourceId
from tests.contract.stored import (
    HOUR,
    a_listed_page,
    a_new_page,
    a_read_page,
    a_source,
    found,
)
from tests.fakes.nouns import LISTED, NOW

GZ = SourceId("gz-wjw")


class TestRelisted:
    async def test_a_document_shown_differently_is_due_at_once(self, store: Store) -> None:
        page = await a_read_page(store)
        await store.commit(page, Verdict(page=replace(page, next_check_at=NOW + 9 * HOUR)))
        page = await store.page(page.id)
        await _relist(store, Relisted(page_id=page.id, title="新标题", listed=LISTED, status=True), at=NOW + HOUR)
        after = await store.page(page.id)
        assert after == replace(
            page,
            next_check_at=NOW + HOUR,
            listed_title="新标题",
            listed=LISTED,
            relisted=True,
            revision=page.revision + 1,
        )
        known = await store.known(GZ, [page.url])
        assert known == {page.url: Known(page_id=page.id, url=page.url, title="新标题", listed=LISTED)}

    async def test_a_check_that_began_before_comes_late(self, store: Store) -> None:
        page = await a_listed_page(store)
        await _relist(store, Relisted(page_id=page.id, title="新标题", listed=LISTED, status=False), at=NOW)
        with pytest.raises(StaleWrite):
            await store.commit(page, Verdict(page=page))

    async def test_what_moved_stays_so_until_the_page_is_read(self, store: Store) -> None:
        page = await a_listed_page(store)
        for status in (True, False):
            await _relist(store, Relisted(page_id=page.id, title=None, listed=LISTED, status=status), at=NOW)
        page = await store.page(page.id)
        assert page.relisted
        await store.commit(page, Verdict(page=replace(page, relisted=False)))
        assert not (await store.page(page.id)).relisted

    async def test_what_the_listing_no_longer_says_is_forgotten_but_the_title(self, store: Store) -> None:
        page = await a_listed_page(store)
        await _relist(store, Relisted(page_id=page.id, title="标题", listed=LISTED, status=False), at=NOW)
        await _relist(store, Relisted(page_id=page.id, title=None, listed=NOTHING_LISTED, status=False), at=NOW)
        after = await store.page(page.id)
        assert (after.listed_title, after.listed, after.relisted) == ("标题", NOTHING_LISTED, False)

    async def test_a_document_that_is_only_noted_is_not_followed_for_that(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        (page_id,) = await found(store, replace(a_new_page("/noted"), next_check_at=None))
        await _relist(store, Relisted(page_id=page_id, title=None, listed=LISTED, status=True), at=NOW)
        after = await store.page(page_id)
        assert (after.listed, after.relisted, after.next_check_at) == (LISTED, True, None)

    async def test_a_listing_says_nothing_of_the_pages_of_another_source(self, store: Store) -> None:
        page = await a_listed_page(store)
        await store.register([a_source(), a_source("other")], NOW)
        other = await store.listing(SourceId("other"))
        strange = Relisted(page_id=page.id, title="别人的", listed=LISTED, status=True)
        await store.commit_finding(other, Finding(listing=replace(other, last_looked_at=NOW), relisted=(strange,)))
        assert await store.page(page.id) == page

    async def test_each_fact_comes_back_alone(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        names = [name for name in Listed.__dataclass_fields__ if getattr(LISTED, name) != getattr(NOTHING_LISTED, name)]
        said = [replace(NOTHING_LISTED, **{name: getattr(LISTED, name)}) for name in names]
        said += [Listed(), Listed(validity=Validity.IN_FORCE), Listed(agency="前\x00中\udc80后")]
        pages = [replace(a_new_page(f"/{number}"), listed=listed) for number, listed in enumerate(said)]
        ids = await found(store, *pages)
        assert [(await store.page(page_id)).listed for page_id in ids] == said
        assert len(names) == len(Listed.__dataclass_fields__)


class TestWeight:
    async def test_a_source_weighs_what_its_followed_pages_weigh_on_average(self, store: Store) -> None:
        await store.register([a_source(), a_source("other")], NOW)
        weights = {"/1": 0.5, "/2": 0.25, "/3": None}
        pages = [replace(a_new_page(url), weight=weight) for url, weight in weights.items()]
        noted = replace(a_new_page("/4"), weight=8.0, next_check_at=None)
        first, *_ = await found(store, *pages, noted)
        assert (await store.page(first)).source_weight is None
        await found(store)
        assert (await store.page(first)).source_weight == pytest.approx(0.375)
        assert all(page.source_weight == pytest.approx(0.375) for page in await store.source_pages(GZ))
        assert (await a_listed_page(store, "other", "/1")).source_weight is None

    async def test_it_outlives_the_start_of_the_program_and_is_lost_with_the_last_estimate(self, store: Store) -> None:
        page = await a_listed_page(store)
        await store.commit(page, Verdict(page=replace(page, weight=0.5)))
        await found(store)
        await store.register([a_source(name="新名称")], NOW)
        page = await store.page(page.id)
        assert page.source_weight == pytest.approx(0.5)
        await store.commit(page, Verdict(page=replace(page, weight=None, source_weight=9.0)))
        assert (await store.page(page.id)).source_weight == pytest.approx(0.5)
        await found(store)
        assert (await store.page(page.id)).source_weight is None


class TestPulse:
    async def test_documents_that_came_after_the_baseline_are_counted(self, store: Store) -> None:
        await store.register([a_source(), a_source("other"), a_source("quiet")], NOW)
        came = {"/1": NOW, "/2": NOW + HOUR, "/3": NOW + 2 * HOUR}
        await found(store, *(replace(a_new_page(url), first_seen_at=at) for url, at in came.items()))
        await found(store, replace(a_new_page("/old"), first_seen_at=NOW + HOUR, announce=False))
        await a_listed_page(store, "other", first_seen_at=NOW + HOUR)
        assert await store.pulse(NOW) == {"gz-wjw": 3, "other": 1}
        assert await store.pulse(NOW + HOUR) == {"gz-wjw": 2, "other": 1}
        assert await store.pulse(NOW + HOUR + timedelta(microseconds=1)) == {"gz-wjw": 1}
        assert await store.pulse(NOW + 9 * HOUR) == {}


async def _relist(store: Store, relisted: Relisted, *, at: datetime) -> None:
    listing = await store.listing(GZ)
    finding = Finding(listing=replace(listing, last_looked_at=at), relisted=(relisted,))
    await store.commit_finding(listing, finding)
