"""Where something is due: each source at each host once, and its pages there, newest due first."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.model import DeliveryState, Page, Tour
from core.ports import Store
from core.source import SourceId
from tests.contract.stored import a_listed_page, a_new_page, a_source, claimed, first_verdict, found
from tests.fakes.nouns import NOW

HOUR = timedelta(hours=1)
ONE, OTHER = SourceId("one"), SourceId("other")


def due(url: str, at: datetime | None, source_id: str = "one") -> Page:
    """A page that is due then."""
    return replace(a_new_page(url, source_id), next_check_at=at)


class TestTours:
    async def test_each_source_is_named_once_for_each_host_longest_waiting_first(self, store: Store) -> None:
        await store.register([a_source("one"), a_source("other")], NOW)
        await found(
            store,
            due("https://WWW.example.gov.cn/1", NOW),
            due("https://www.example.gov.cn/2", NOW - 2 * HOUR),
            due("https://files.example.gov.cn:8080/3?a=/b/c", NOW - HOUR),
            due("https://late.example.gov.cn/4", NOW + HOUR),
            due("https://never.example.gov.cn/5", None),
            source_id="one",
        )
        await found(store, due("https://www.example.gov.cn/6", NOW - 3 * HOUR, "other"), source_id="other")
        assert await store.due_tours(NOW) == [
            Tour(OTHER, "www.example.gov.cn"),
            Tour(ONE, "www.example.gov.cn"),
            Tour(ONE, "files.example.gov.cn:8080"),
        ]
        assert await store.due_tours(NOW, [OTHER]) == [Tour(OTHER, "www.example.gov.cn")]
        assert await store.due_tours(NOW, []) == []

    async def test_a_source_that_was_disabled_is_not_named(self, store: Store) -> None:
        await store.register([a_source("one")], NOW)
        await found(store, due("https://www.example.gov.cn/1", NOW), source_id="one")
        await store.register([a_source("one", disabled="it moves")], NOW)
        assert await store.due_tours(NOW) == []
        assert await store.due_at(Tour(ONE, "www.example.gov.cn"), NOW, 10) == []


class TestPagesOfATour:
    async def test_what_fell_due_last_comes_first_and_no_more_than_asked_for(self, store: Store) -> None:
        await store.register([a_source("one"), a_source("other")], NOW)
        urls = [f"https://www.example.gov.cn/{number}" for number in range(4)]
        await found(store, *(due(url, NOW - number * HOUR) for number, url in enumerate(urls)), source_id="one")
        await found(store, due("https://www.example.gov.cn/9", NOW, "other"), source_id="other")
        await found(store, due("https://files.example.gov.cn/5", NOW), source_id="one")
        await found(store, due("https://www.example.gov.cn/late", NOW + HOUR), source_id="one")
        pages = await store.due_at(Tour(ONE, "www.example.gov.cn"), NOW, 3)
        assert [page.url for page in pages] == urls[:3]
        assert {page.source_id for page in pages} == {ONE}


class TestOwing:
    async def test_something_is_owed_from_when_it_is_due_until_it_is_settled(self, store: Store) -> None:
        assert not await store.owes(NOW)
        page = await a_listed_page(store)
        await store.commit(page, first_verdict(page))
        assert not await store.owes(NOW - HOUR)
        assert await store.owes(NOW)
        (owed,) = await claimed(store, NOW, HOUR, 10)
        assert not await store.owes(NOW)
        assert await store.owes(NOW + HOUR)
        await store.settle([replace(owed.delivery, state=DeliveryState.SENT, settled_at=NOW)])
        assert not await store.owes(NOW + 2 * HOUR)
