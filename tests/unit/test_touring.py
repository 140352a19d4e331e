"""One tour: the listing first, then what fell due last, and never without end."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.model import Finding, Page, Tour
from core.source import Configuration, SourceId, SourceKind
from policywatch.engines.distributed.touring import MOST_LOOKS, make_tour
from policywatch.visit import Visited
from policywatch.wiring import Watch
from tests.contract.stored import a_new_page, a_source, found
from tests.fakes.clocks import HandClock
from tests.fakes.memory_store import MemoryStore
from tests.fakes.nouns import NOW
from tests.fakes.scripted_web import ScriptedWeb

HOST = "www.example.gov.cn"
LISTING = f"https://{HOST}/tzgg/"
TOUR = Tour(SourceId("gz-wjw"), HOST)
HOUR = timedelta(hours=1)


@pytest.fixture
async def watch() -> Watch:
    """One source, whose listing is not due."""
    source = replace(a_source(url=LISTING), kind=SourceKind.LIST)
    watch = Watch(Configuration(sources=(source,)), MemoryStore(), ScriptedWeb(), {}, HandClock(NOW))
    await watch.apply(watch.config)
    await listing_due(watch, NOW + HOUR)
    return watch


async def listing_due(watch: Watch, at: datetime) -> None:
    """A look at the listing found nothing; the next is due then."""
    listing = await watch.store.listing(TOUR.source_id)
    await watch.store.commit_finding(listing, Finding(listing=replace(listing, next_look_at=at), pages=()))


async def due(watch: Watch, count: int, host: str = HOST) -> list[str]:
    """So many pages, the first of which fell due last."""
    urls = [f"https://{host}/content/post_{number}.html" for number in range(count)]
    pages: list[Page] = [replace(a_new_page(url), next_check_at=NOW - number * HOUR) for number, url in enumerate(urls)]
    await found(watch.store, *pages)
    return urls


async def toured(watch: Watch, *, stopped_after: int = 1_000, longest: timedelta = HOUR) -> tuple[list[str], bool]:
    """What was looked at, and whether something is left."""
    looks: list[Visited] = []
    left = await make_tour(watch, TOUR, lambda: len(looks) >= stopped_after, looks.append, longest=longest)
    return [one.errand.url for one in looks], left


async def test_what_fell_due_last_is_looked_at_first_and_nothing_is_left(watch: Watch) -> None:
    urls = await due(watch, 3)
    assert await toured(watch) == (urls, False)
    assert await toured(watch) == ([], False)


async def test_the_listing_goes_before_all_pages_if_it_is_due(watch: Watch) -> None:
    urls = await due(watch, 2)
    await listing_due(watch, NOW)
    assert await toured(watch) == ([LISTING, *urls], False)


async def test_pages_of_the_source_at_another_host_are_left_to_a_tour_there(watch: Watch) -> None:
    elsewhere = await due(watch, 2, "files.example.gov.cn")
    assert await toured(watch) == ([], False)
    looks: list[Visited] = []
    await make_tour(watch, Tour(TOUR.source_id, "files.example.gov.cn"), lambda: False, looks.append)
    assert [one.errand.url for one in looks] == elsewhere


async def test_a_backlog_is_left_to_the_next_tour_after_so_many_looks(watch: Watch) -> None:
    urls = await due(watch, MOST_LOOKS + 5)
    assert await toured(watch) == (urls[:MOST_LOOKS], True)
    assert await toured(watch) == (urls[MOST_LOOKS:], False)


async def test_exactly_as_many_as_fit_leave_nothing(watch: Watch) -> None:
    await due(watch, MOST_LOOKS)
    assert (await toured(watch))[1] is False


async def test_a_tour_that_took_too_long_begins_no_further_look(watch: Watch) -> None:
    await due(watch, 2)
    assert await toured(watch, longest=timedelta()) == ([], True)


async def test_who_is_to_stop_leaves_the_rest_due_and_asks_for_no_further_tour(watch: Watch) -> None:
    urls = await due(watch, 5)
    assert await toured(watch, stopped_after=2) == (urls[:2], False)
    assert len(await watch.store.due_at(TOUR, NOW, 10)) == 3


async def test_a_source_that_this_machine_does_not_know_is_left_alone(watch: Watch) -> None:
    await due(watch, 1)
    watch.adopt(Configuration())
    assert await toured(watch) == ([], False)


async def test_a_source_that_is_one_page_has_no_listing(watch: Watch) -> None:
    source = replace(a_source(url=LISTING), kind=SourceKind.PAGE)
    await watch.apply(Configuration(sources=(source,)))
    assert await toured(watch) == ([LISTING], False)
