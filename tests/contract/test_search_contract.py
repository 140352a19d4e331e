"""What every store finds, SQLite, PostgreSQL and the fake alike."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.model import Hit, Piece, Position, Presence, Verdict
from core.ports import Store
from core.search import Query, read_query
from core.source import SourceId
from crawler.normalise import fold
from storage.index import SLICE
from storage.search import MOST_IN_VAIN
from tests.contract.stored import a_document, a_listed_page, a_read_page, a_verdict, a_version
from tests.fakes.library import PAPERS, QUERIES, SOURCES, Paper, as_read, expected, shelved
from tests.fakes.nouns import NOW


def asked(text: str) -> Query:
    return read_query(text, fold)


async def found(store: Store, text: str) -> list[str]:
    return [hit.url for hit in (await store.search(asked(text), limit=100)).hits]


@pytest.fixture(params=[SLICE, 3], ids=["read on", "ask the index"])
def newest(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many of the newest places are read before the index of PostgreSQL is asked."""
    monkeypatch.setattr("storage.index.SLICE", request.param)


@pytest.mark.usefixtures("newest")
async def test_every_query_finds_what_stands_there_and_in_one_order(store: Store) -> None:
    await shelved(store)
    assert len(set(QUERIES)) > 100
    for text in QUERIES:
        urls = [f"/paper/{at}.html" for at in expected(asked(text))]
        assert await found(store, text) == urls, text
    assert {at for text in QUERIES for at in expected(asked(text))} == set(range(len(PAPERS))) - {len(PAPERS) - 1}


@pytest.mark.usefixtures("newest")
async def test_pages_of_hits_are_the_whole_in_its_order_however_small_they_are(store: Store) -> None:
    await shelved(store)
    for text in ("通知", "细胞", "3", "细胞治疗 -目录"):
        whole = (await store.search(asked(text), limit=100)).hits
        for limit in (1, 2, 3, len(whole)):
            seen: list[Hit] = []
            after: Position | None = None
            while True:
                some = await store.search(asked(text), limit=limit, after=after)
                seen += some.hits
                after = Position.read(str(some.further)) if some.further else None
                if after is None:
                    break
                assert len(some.hits) == limit
            assert seen == list(whole)


async def test_a_page_of_hits_stays_where_it_is_when_something_new_comes_before_it(store: Store) -> None:
    await shelved(store)
    whole = (await store.search(asked("细胞"), limit=100)).hits
    first = await store.search(asked("细胞"), limit=2)
    page = await a_listed_page(store, url="/new.html")
    await store.commit(page, as_read(page, Paper("细胞", NOW.date(), ("细胞",))))
    rest = await store.search(asked("细胞"), limit=100, after=first.further)
    assert first.hits + rest.hits == whole


async def test_only_pages_of_a_source_and_of_a_day_or_later_are_found_where_that_is_asked(store: Store) -> None:
    await shelved(store)
    source_id = SourceId(SOURCES[1])
    hits = (await store.search(asked("细胞"), source_id=source_id)).hits
    assert [hit.url for hit in hits] == ["/paper/1.html", "/paper/14.html"]
    assert {hit.source_id for hit in hits} == {source_id}
    since = (await store.search(asked("细胞"), since=date(2025, 6, 1))).hits
    assert [hit.url for hit in since] == ["/paper/0.html", "/paper/1.html", "/paper/2.html"]
    both = await store.search(asked("细胞"), source_id=source_id, since=date(2025, 6, 2))
    assert both.hits == ()
    assert (await store.search(asked("细胞"), source_id=SourceId("nobody"))).hits == ()
    assert (await store.search(asked("细胞"), limit=0)).hits == ()


async def test_a_hit_says_what_the_page_is_and_shows_what_was_published(store: Store) -> None:
    page = await a_listed_page(store)
    paper = Paper(
        "廣州市關於細胞治療的通知", date(2026, 1, 5), ("第一條　細 胞治療，", "另行規定。"), "穗府〔2026〕3號"
    )
    await store.commit(page, as_read(page, paper))
    (hit,) = (await store.search(asked("细胞治疗"))).hits
    page = await store.page(page.id)
    assert (hit.url, hit.title, hit.doc_number) == (page.url, paper.title, paper.number)
    assert (hit.source_id, hit.source_name, hit.tier) == ("gz-wjw", "广州市卫生健康委员会", page.tier)
    assert (hit.policy_id, hit.published, hit.presence, hit.version) == (
        page.policy_id,
        paper.day,
        Presence.PRESENT,
        1,
    )
    assert hit.heading == (Piece("廣州市關於", False), Piece("細胞治療", True), Piece("的通知", False))
    assert hit.excerpt == (Piece("第一條　", False), Piece("細 胞治療", True), Piece("，", False))


async def test_an_edited_page_is_found_by_what_it_says_now(store: Store) -> None:
    page = await a_document(store, "/edited.html", "细胞治疗试点。", "不变。")
    other = await a_document(store, "/other.html", "细胞治疗。")
    await store.commit(page, a_verdict(page, a_version(2, "基因治疗试点。", "不变。")))
    assert await found(store, "细胞") == [other.url]
    assert await found(store, "基因") == [page.url]
    assert await found(store, "不变") == [page.url]
    assert await found(store, "治疗试点") == [page.url]
    page = await store.page(page.id)
    await store.commit(page, as_read(page, Paper("改名", date(2001, 1, 1), ("细胞治疗",)), number=3))
    assert await found(store, "基因") == []
    assert await found(store, "细胞治疗") == [other.url, page.url]
    assert [hit.version for hit in (await store.search(asked("细胞治疗"))).hits] == [1, 3]


async def test_a_removed_page_is_found_and_marked(store: Store) -> None:
    page = await a_read_page(store)
    await store.commit(page, Verdict(page=replace(page, presence=Presence.REMOVED)))
    (hit,) = (await store.search(asked("第一条"))).hits
    assert hit.presence is Presence.REMOVED


async def test_a_page_is_found_by_the_title_of_its_listing_where_it_has_none(store: Store) -> None:
    page = await a_listed_page(store)
    await store.commit(page, as_read(replace(page, listed_title="名录"), Paper("", None, ("正文",))))
    (hit,) = (await store.search(asked("名录"))).hits
    assert hit.position.day == page.first_seen_at.date()


async def test_a_heading_that_nobody_folded_is_folded_nearly(store: Store) -> None:
    page = await a_listed_page(store)
    version = a_version(1, "正文")
    titled = replace(version, document=replace(version.document, title="關於２０２６年　細胞治療的通知"))
    await store.commit(page, a_verdict(page, titled))
    assert await found(store, "关于2026年细胞治疗的通知") == [page.url]
    (hit,) = (await store.search(asked("细胞治疗"))).hits
    assert Piece("細胞治療", True) in hit.heading


async def test_a_date_in_the_future_does_not_stay_on_top(store: Store) -> None:
    for at, day in enumerate((date(2099, 1, 1), NOW.date() + timedelta(days=1), date(9999, 12, 31), date(1, 1, 1))):
        page = await a_listed_page(store, url=f"/{at}.html")
        await store.commit(page, as_read(page, Paper("通知", day, ("通知",))))
    assert await found(store, "通知") == ["/2.html", "/1.html", "/0.html", "/3.html"]


async def test_what_holds_every_part_of_a_phrase_but_not_the_phrase_is_no_hit_however_much_of_it_there_is(
    store: Store,
) -> None:
    first = await a_document(store, "/first.html", "甲乙丙。")
    for at in range(MOST_IN_VAIN + 10):
        await a_document(store, f"/vain/{at}.html", "甲乙,乙丙。")
    hits: list[Hit] = []
    some = await store.search(asked("甲乙丙"))
    hits += some.hits
    while some.further:
        some = await store.search(asked("甲乙丙"), after=some.further)
        hits += some.hits
    assert [hit.url for hit in hits] == [first.url]


@pytest.mark.parametrize("text", ["词" * 300, "甲" * 1_000_000, "细胞 " * 500_000, '"' * 1_000_000, "x" * 1_000_000])
async def test_a_query_of_any_length_is_answered(store: Store, text: str) -> None:
    page = await a_document(store, "/long.html", "词" * 400, "细胞")
    assert await found(store, text) == ([page.url] if text[0] in "词细" else [])


async def test_a_document_of_any_length_is_kept_and_found_by_its_beginning(store: Store) -> None:
    page = await a_listed_page(store)
    signs = "".join(chr(0x4E00 + at * 7 % 20_000) + chr(0x4E00 + at * 13 % 19_997) for at in range(300_000))
    await store.commit(page, as_read(page, Paper("长" * 10_000, None, (signs, "x" * 100_000))))
    assert await found(store, signs[1000:1010]) == [page.url]
    page = await store.page(page.id)
    await store.commit(page, as_read(page, Paper("短", None, ("短",)), number=2))
    assert await found(store, signs[1000:1010]) == []
    assert await found(store, "短") == [page.url]
