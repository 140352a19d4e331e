"""The feeds of gov.cn's columns and its library of policy documents."""

import json
from dataclasses import replace
from datetime import date

import pytest

from core.model import Ask, Reference
from core.source import SourceKind
from crawler.discover.govcn import govcn, is_govcn
from crawler.discover.outcome import Answer, Elsewhere, Found, Outcome, Rules, Unreadable
from seeds.platforms import Planted, planted
from seeds.platforms.govcn import COLUMN, FEED, FRAME, LIBRARY, GovcnFeed, GovcnLibrary

SITE = "https://www.gov.cn"
SEARCH = "https://sousuo.www.gov.cn"


def read(text: str, url: str = SITE + FEED, number: int = 1) -> Outcome:
    return govcn(Answer(text=text, url=url, ask=Ask(url=url), number=number), Rules())


def why(text: str, url: str = SITE + FEED) -> str:
    outcome = read(text, url)
    assert isinstance(outcome, Unreadable)
    return outcome.why


def walked(site: GovcnFeed | GovcnLibrary, host: str, start: str | None = None) -> tuple[list[Reference], list[str]]:
    """The references of all answers, and the addresses asked for."""
    found: list[Reference] = []
    asked: list[str] = []
    ask: Ask | None = Ask(url=host + (start or site.listing))
    while ask is not None:
        asked.append(ask.url)
        served = site.serve(ask.method, ask.url.removeprefix(host), b"")
        assert served is not None
        outcome = read(served.body.decode(), ask.url, len(asked))
        assert isinstance(outcome, Found | Elsewhere), outcome
        assert outcome.kind is SourceKind.GOVCN
        found.extend(outcome.references if isinstance(outcome, Found) else ())
        ask = outcome.ask if isinstance(outcome, Elsewhere) else outcome.further
    return found, asked


def documents(count: int) -> list[Planted]:
    """Number 2 is pinned above all newer ones, number 3 repealed."""
    made = planted(count)
    made[1] = replace(made[1], pinned=True)
    made[2] = replace(made[2], repealed=True)
    return made


def urls(found: list[Reference]) -> list[str]:
    return sorted(reference.url for reference in found)


def test_a_column_leads_to_its_feed_which_holds_all() -> None:
    site = GovcnFeed(documents(1100), origin="http://www.gov.cn")

    found, asked = walked(site, SITE)

    assert urls(found) == sorted(SITE + path for path in site.wanted)
    assert asked == [SITE + COLUMN, SITE + FEED]


def test_a_feed_gives_titles_and_days() -> None:
    site = GovcnFeed(documents(9))

    found = walked(site, SITE)[0]

    assert (found[0].title, found[0].date) == (site.documents[1].title, date(2026, 3, 6))
    assert [reference.title for reference in found if reference.title and reference.title.startswith("【已废止】")]


@pytest.mark.parametrize("parted", [True, False])
def test_the_library_is_read_page_by_page_to_its_end(*, parted: bool) -> None:
    site = GovcnLibrary(documents(161), origin="http://www.gov.cn", parted=parted)

    found, asked = walked(site, SEARCH)

    assert urls(found) == sorted(SITE + path for path in site.wanted)
    assert [url.partition("&p=")[2] for url in asked] == ["1&n=50", "2&n=50", "3&n=50", "4&n=50"]


def test_a_library_of_whole_pages_is_not_asked_for_one_more() -> None:
    assert len(walked(GovcnLibrary(documents(100)), SEARCH)[1]) == 2


def test_page_nought_of_the_library_is_its_first() -> None:
    site = GovcnLibrary(documents(60))

    found, asked = walked(site, SEARCH, start=f"{LIBRARY}?t=zhengcelibrary_gw&p=0&n=50")

    assert {reference.url for reference in found} == {SEARCH + path for path in site.wanted}
    assert len(asked) == 3


def test_the_frame_of_the_library_leads_to_its_interface() -> None:
    site = GovcnLibrary(documents(60))

    found, asked = walked(site, SEARCH, start=f"{FRAME}?t=zhengcelibrary_bm")

    assert urls(found) == sorted(SEARCH + path for path in site.wanted)
    assert asked[1].startswith(f"{SEARCH}{LIBRARY}?t=zhengcelibrary_bm&sort=pubtime")


def test_a_row_of_the_library_gives_number_dates_agency_and_index() -> None:
    site = GovcnLibrary(planted(3))

    newest = walked(site, SEARCH)[0][0]

    assert newest.title == site.documents[-1].title
    assert newest.date == date(2026, 3, 8)
    assert newest.listed.written == date(2026, 3, 3)
    assert newest.listed.doc_number == "样府办〔2026〕3号"
    assert newest.listed.index_number == "000014349/2026-00003"
    assert newest.listed.agency == "样本市人民政府办公厅"
    assert newest.listed.source_label is None


def test_a_number_is_folded_and_one_that_is_no_number_kept_as_written() -> None:
    rows = [
        {"title": "甲", "url": "/content_1.htm", "pcode": "国办发[2025]8号", "pubtimeStr": "2025.03.05"},
        {"title": "乙", "url": "/content_2.htm", "pcode": "主席令第二号"},
    ]

    outcome = read(json.dumps({"searchVO": {"listVO": rows}}), SEARCH + LIBRARY)

    assert isinstance(outcome, Found)
    assert [row.listed.doc_number for row in outcome.references] == ["国办发〔2025〕8号", "主席令第二号"]
    assert outcome.references[0].date == date(2025, 3, 5)


def test_beyond_the_last_page_nothing_matches() -> None:
    text = json.dumps({"code": 1001, "msg": "抱歉，没有找到相关结果", "searchVO": None})

    assert read(text, SEARCH + LIBRARY, number=9) == Found((), None, SourceKind.GOVCN)


def test_http_stays_where_only_http_was_asked() -> None:
    row = [{"TITLE": "甲", "URL": "http://www.gov.cn/content_1.htm"}]

    outcome = read(json.dumps(row), "http://www.gov.cn/zhengce/zuixin/ZUIXINZHENGCE.json")

    assert isinstance(outcome, Found)
    assert outcome.references[0].url == "http://www.gov.cn/content_1.htm"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "neither a feed"),
        ("<html><body>网站维护</body></html>", "neither a feed"),
        ("{", "not JSON"),
        ('{"code": 500, "msg": "系统繁忙"}', "系统繁忙"),
        ('[{"a": 1}]', "no row has an address"),
        ('["x", 1, null]', "no row has an address"),
        ('{"searchVO": {"listVO": 3, "catMap": []}}', "no listVO"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_listing_ends_in_a_sentence(text: str, expected: str) -> None:
    assert expected in why(text)


@pytest.mark.parametrize(
    "search",
    [
        {"listVO": [{"url": "/a", "title": ["x"], "pubtime": 1e300, "ptime": -5, "pcode": {"a": 1}, "index": True}]},
        {"listVO": [{"url": "/a"}], "totalCount": "many"},
        {"catMap": {"gongwen": None, "bumenfile": [], "x": {"listVO": "y"}, "z": {"listVO": [{"url": "/a"}]}}},
    ],
)
def test_odd_values_are_nothing(search: object) -> None:
    outcome = read(json.dumps({"searchVO": search}), f"{SEARCH}{LIBRARY}?p=x&n=-1")

    assert isinstance(outcome, Found)
    assert [reference.url for reference in outcome.references] == [f"{SEARCH}/a"]


def test_answers_and_doors_are_known() -> None:
    feed, library = GovcnFeed(planted(3)), GovcnLibrary(planted(3))
    for site, path in ((feed, COLUMN), (feed, FEED), (library, library.listing), (library, FRAME)):
        served = site.serve("GET", path, b"")
        assert served is not None
        assert is_govcn(served.body.decode(), SITE + path)
    assert not is_govcn("<a href='/zhengce/content_1.htm'>x</a>", f"{SITE}/zhengce/")
    assert not is_govcn('{"articles": []}', "https://www.mou.gov.cn/postmeta/i/1.json")
