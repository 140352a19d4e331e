"""Static lists of TRS WCM, and the lists that count their pages otherwise."""

from dataclasses import replace
from datetime import date
from time import process_time

import pytest

from core.model import Ask, Reference
from core.source import Paging, SourceKind
from crawler.discover.outcome import Answer, Found, Outcome, Rules, Unreadable
from crawler.discover.trs import is_trs, trs
from seeds.platforms import Planted, planted
from seeds.platforms.trs import Pager, TrsSite

HOST = "https://www.mou.gov.cn"
ROWS = "".join(f'<li><a href="./202601/t20260109_{n}.html">关于第{n}批项目的通知</a> 2026-01-09</li>' for n in range(3))


def read(text: str, url: str = f"{HOST}/tz/", number: int = 1, rules: Rules | None = None) -> Outcome:
    return trs(Answer(text=text, url=url, ask=Ask(url=url), number=number), rules or Rules())


def further(script: str, url: str = f"{HOST}/tz/", number: int = 1) -> str | None:
    outcome = read(f"<ul>{ROWS}</ul><script>{script}</script>", url, number)
    assert isinstance(outcome, Found)
    return outcome.further.url.removeprefix(HOST) if outcome.further else None


def walked(site: TrsSite) -> tuple[list[Reference], list[str]]:
    """The references of all pages, and the paths asked for."""
    found: list[Reference] = []
    asked: list[str] = []
    ask: Ask | None = Ask(url=HOST + site.listing)
    while ask is not None:
        asked.append(ask.url.removeprefix(HOST))
        served = site.serve("GET", asked[-1], b"")
        assert served is not None, f"{asked[-1]} does not exist"
        outcome = read(served.body.decode(), ask.url, len(asked))
        assert isinstance(outcome, Found)
        assert outcome.kind is SourceKind.TRS
        found.extend(outcome.references)
        ask = outcome.further
    return found, asked


def documents(count: int) -> list[Planted]:
    """Number 2 is pinned above all newer ones, number 5 repealed, the newest stands on another host."""
    made = planted(count)
    made[1] = replace(made[1], pinned=True)
    made[4] = replace(made[4], repealed=True)
    made[-1] = replace(made[-1], elsewhere=True)
    return made


@pytest.mark.parametrize("pager", list(Pager))
def test_all_planted_documents_are_found_over_all_pages_whatever_the_pager(pager: Pager) -> None:
    site = TrsSite(documents(61), pager=pager)

    found, asked = walked(site)

    here = [reference.url.removeprefix(HOST) for reference in found if reference.url.startswith(HOST)]
    assert set(here) == set(site.wanted)
    assert len(here) == len(site.wanted) + 1  # the pinned one is on the first page and in its own place
    second = 2 if pager is Pager.BOXED else 1
    assert asked == [site.listing, *(f"/xxgk/zcfb/tz/index_{second + page}.html" for page in range(3))]


def test_a_row_that_is_pinned_and_in_its_place_on_one_page_is_one_document() -> None:
    site = TrsSite(documents(12))

    found, asked = walked(site)

    here = [reference.url.removeprefix(HOST) for reference in found if reference.url.startswith(HOST)]
    assert sorted(here) == sorted(site.wanted)
    assert len(asked) == 1


def test_titles_come_whole_and_without_marks_and_give_their_number() -> None:
    site = TrsSite(documents(12))

    pinned = walked(site)[0][0]

    assert pinned.title == f"{site.documents[1].title}（{site.documents[1].doc_number}）"
    assert pinned.listed.doc_number == "样府办〔2026〕2号"
    assert pinned.date == date(2026, 3, 6)


def test_a_mark_of_repeal_stays_before_the_title() -> None:
    site = TrsSite(documents(12))

    repealed = next(reference for reference in walked(site)[0] if reference.url.endswith("_1390005.html"))

    assert repealed.title is not None
    assert repealed.title.startswith("【已废止】样本市")


def test_the_number_in_the_address_says_which_page_this_is() -> None:
    script = 'createPageHTML(9, 0, "index", "html");'

    assert further(script, f"{HOST}/tz/index_3.html", number=4) == "/tz/index_4.html"
    assert further(script, f"{HOST}/tz/index_8.html", number=9) is None


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('createPageHTML(5, 0, "list", "shtml")', "/tz/list_1.shtml"),
        ("createPageHTML('5','0','index','shtml','black2',136);", "/tz/index_1.shtml"),
        ("createPageHTML('page_div',5, 1,'fg','shtml',89);", "/tz/fg_2.shtml"),
        ('createPageHTML(1, 0, "index", "html");', None),
        ('createPageHTML(0, 0, "index", "html");', None),
        ('createPageHTML(5, 0, "index_14717", "shtml");', "/tz/index_14717_1.shtml"),
        ("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}", None),
        ("pagination_script_config = { pageNumber: '0', total: '2' }", "/tz/index_1.html"),
        ("var currentPage = 0;var countPage = 3//", "/tz/index_1.html"),
    ],
)
def test_every_form_of_the_pager_is_understood(script: str, expected: str | None) -> None:
    assert further(script) == expected


def test_a_list_counted_from_one_ends_with_the_page_of_that_number() -> None:
    assert further("createPageHTML('b',3, 2,'fg','shtml',89);", f"{HOST}/tz/fg_2.shtml", number=2) == "/tz/fg_3.shtml"
    assert further("createPageHTML('b',3, 3,'fg','shtml',89);", f"{HOST}/tz/fg_3.shtml", number=3) is None


def test_what_the_source_says_of_paging_overrules_the_pager() -> None:
    text = f'<ul>{ROWS}</ul><script>createPageHTML(9, 0, "index", "html");</script>'

    outcome = read(text, rules=Rules(paging=Paging(url=f"{HOST}/tz/p{{page}}.html")))

    assert isinstance(outcome, Found)
    assert outcome.further is None or "index_1" not in outcome.further.url


def test_a_list_is_known_by_its_pager_or_by_its_articles() -> None:
    assert is_trs(f"<ul>{ROWS}</ul>")
    assert is_trs('<script>createPageHTML(9, 0, "index", "html");</script>')
    assert not is_trs("<a href='/xxgk/t20260109_1.html'>一</a>")
    assert not is_trs(f'<script>window.NFCMS_SITE_ID=1;createPageHTML(9,1,"index","html")</script>{ROWS}')


def test_the_pager_of_an_article_in_several_pages_is_none_of_a_list() -> None:
    article = (
        'var currentPage = 0;\nvar countPage = 2\nd("<a href=\\"t20201201_6116434"+"_" + nextPage + "."+"html\\">");'
    )

    assert not is_trs(f"<script>{article}</script>")
    assert further(article) is None
    assert not is_trs('<script>createPageHTML(2, 0, "t20201201_6116434", "html");</script>')


@pytest.mark.parametrize("text", ["", "{}", "\x00\x01", "<a href='./t20260109_1.html'>" * 3])
def test_anything_at_all_ends_in_an_outcome(text: str) -> None:
    assert isinstance(read(text), Found | Unreadable)


@pytest.mark.parametrize(
    "piece", ['href=\\"' + "a" * 60, "createPageHTML(" + " " * 9, "pagination_script_config = {", "var countPage = 3 "]
)
def test_hostile_scripts_cost_no_time(piece: str) -> None:
    text = "<script>var countPage = 3;" + piece * (500_000 // len(piece)) + "</script>"
    start = process_time()

    is_trs(text)

    assert process_time() - start < 2
