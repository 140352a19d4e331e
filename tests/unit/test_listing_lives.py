"""Lists that shrink, turn round, fail and come back: what stood there before us is never taken for news."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.model import Failed, Gone
from core.source import Discovery, Paging, SourceId, SourceKind
from policywatch.check import check
from tests.e2e.village import article
from tests.unit.test_roads import SOURCE, Watcher

SITE = "https://www.example.gov.cn"
ROWS = 20
Day = Callable[[int], str]


def day(number: int) -> str:
    """The day on which a document was published: one a day."""
    return (date(2020, 1, 1) + timedelta(days=number)).isoformat()


def undated(number: int) -> str:
    """A list without days."""
    return ""


class Column(Watcher):
    """A paged column of numbered documents, each under a text of its own."""

    def __init__(self, *, backfill: int = 50, kind: SourceKind = SourceKind.LIST) -> None:
        paging = Paging(url=f"{SITE}/list/index_{{page}}.html") if kind is SourceKind.LIST else Paging()
        rules = Discovery(include="/content/post_", backfill=backfill, paging=paging)
        super().__init__(replace(SOURCE, id=SourceId("s"), kind=kind, discovery=rules))

    def show(self, numbers: Sequence[int], day: Day = day) -> None:
        """Let the column list these documents, 20 a page; behind the last page stands nothing."""
        pages = [numbers[start : start + ROWS] for start in range(0, len(numbers), ROWS)]
        for page, rows in enumerate(pages, 1):
            self.web.put(_page(page), _rows(rows, day))
        self.web.put(_page(len(pages) + 1), Gone(status=404))
        self.write(numbers)

    def write(self, numbers: Sequence[int]) -> None:
        """Put these documents."""
        for number in numbers:
            text = article(f"关于印发第{number}号办法的通知", f"第一条 资助{number}万元，用于第{number}类项目。")
            self.web.put(_url(number), text)

    async def news(self) -> list[int]:
        """Look at the column, then at whatever is due: numbers of the documents that are told as new."""
        self.now += timedelta(hours=6)
        await self.discover()
        due = [page for page in self.store.pages.values() if page.next_check_at and page.next_check_at <= self.now]
        told = [await self._told(page.url) for page in due if page.url != self.source.url]
        return sorted(number for number in told if number)

    async def _told(self, url: str) -> int:
        (page,) = [page for page in self.store.pages.values() if page.url == url]
        sources = {self.source.id: self.source}
        verdict = await check(
            page.id, sources=sources, config=self.config, web=self.web, store=self.store, now=self.now
        )
        return int(url.rpartition("_")[2].removesuffix(".html")) if verdict.change else 0


def _url(number: int) -> str:
    return f"{SITE}/content/post_{number}.html"


def _page(number: int) -> str:
    return f"{SITE}/list/" if number == 1 else f"{SITE}/list/index_{number}.html"


def _rows(numbers: Sequence[int], day: Day) -> bytes:
    items = "".join(f'<li><a href="{_url(n)}">关于印发第{n}号办法的通知</a><span>{day(n)}</span></li>' for n in numbers)
    return f'<html><head><meta charset="utf-8"></head><body><ul class="list">{items}</ul></body></html>'.encode()


def newest(last: int, first: int = 1) -> range:
    """Numbers from the newest down."""
    return range(last, first - 1, -1)


async def column(numbers: Sequence[int], *, backfill: int = 50, day: Day = day) -> Column:
    """A column whose baseline was taken."""
    built = Column(backfill=backfill)
    built.show(numbers, day)
    assert await built.news() == []
    return built


@pytest.mark.parametrize("day", [day, undated])
async def test_after_a_failed_look_only_what_is_new_is_told_however_deep_it_reads(day: Day) -> None:
    watched = await column(newest(400), day=day)
    watched.web.put(_page(1), Failed(reason="timed out"))
    assert await watched.news() == []
    watched.show(newest(402), day)
    assert await watched.news() == [401, 402]


async def test_what_comes_into_sight_where_a_row_was_taken_away_is_no_news() -> None:
    watched = await column(newest(40, 21), backfill=10)
    watched.show([number for number in newest(40, 20) if number != 33])
    assert await watched.news() == []


async def test_an_old_document_that_joins_a_list_is_news() -> None:
    watched = await column(newest(9, 4))
    watched.show(newest(9, 3))
    assert await watched.news() == [3]


@pytest.mark.parametrize(("count", "day"), [(8, day), (8, undated), (70, day)])
async def test_a_list_that_shows_the_oldest_first_is_read_to_its_end(count: int, day: Day) -> None:
    watched = await column(range(1, count + 1), day=day)
    watched.show(range(1, count + 2), day)
    assert await watched.news() == [count + 1]


async def test_a_list_that_turns_round_for_a_day_tells_nothing() -> None:
    watched = await column(newest(200))
    watched.show(range(1, 201))
    assert await watched.news() == []
    watched.show(newest(201))
    assert await watched.news() == [201]


async def test_a_list_that_shrinks_for_a_day_and_grows_again_tells_what_is_new() -> None:
    watched = await column(newest(30))
    watched.show(newest(30, 21))
    assert await watched.news() == []
    watched.show(newest(31))
    assert await watched.news() == [31]


async def test_days_to_come_and_days_without_a_year_hide_nothing() -> None:
    for say in (lambda number: "2099-09-01", lambda number: f"{number % 12 + 1:02d}-{number % 28 + 1:02d}"):
        watched = await column(newest(30), day=say)
        watched.show(newest(31), say)
        assert await watched.news() == [31]


@pytest.mark.parametrize("stamp", ["", "<lastmod>2026-03-02</lastmod>"])
async def test_the_parts_of_a_sitemap_are_a_baseline_all_and_none_hides_a_document(stamp: str) -> None:
    def part(numbers: Sequence[int]) -> bytes:
        rows = "".join(f"<url><loc>{_url(number)}</loc>{stamp}</url>" for number in numbers)
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()

    watched = Column(backfill=10, kind=SourceKind.SITEMAP)
    watched.write(range(1, 100))
    parts = "".join(f"<sitemap><loc>{SITE}/{number}.xml</loc></sitemap>" for number in (1, 2, 3))
    watched.web.put(_page(1), f"<sitemapindex>{parts}</sitemapindex>".encode())
    for number in (1, 2, 3):
        watched.web.put(f"{SITE}/{number}.xml", part(range(number * 30 - 29, number * 30 + 1)))
    assert [await watched.news(), await watched.news()] == [[], []]
    watched.web.put(f"{SITE}/1.xml", part([99, *range(1, 31)]))
    assert await watched.news() == [99]
    watched.web.put(f"{SITE}/1.xml", part([99, *range(1, 31), 98]))
    assert await watched.news() == [98]
