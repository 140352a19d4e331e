"""Where an HTML list goes on, and walks over whole lists."""

from dataclasses import replace

import pytest

from core.model import Ask, Reference, Validity
from core.source import Paging, SourceKind
from crawler.discover import Answer, Found, Rules, Unreadable, references
from seeds.platforms import Planted, planted
from seeds.platforms.html_list import LOOKS, PER_PAGE, HtmlList

HOST = "https://www.sample.gov.cn"
LISTING = f"{HOST}/xxgk/tzgg/"
ROWS = "".join(
    f'<li><a href="/news/{n}.html">关于第{n}项工作的通知</a><i>2026-09-{n:02}</i></li>' for n in range(1, 16)
)


def onwards(pager: str, url: str = LISTING, number: int = 1, paging: Paging | None = None) -> str | None:
    """The address of the next page."""
    ask = further(pager, url, number, paging)
    return ask.url if ask else None


def further(pager: str, url: str = LISTING, number: int = 1, paging: Paging | None = None) -> Ask | None:
    answer = Answer(text=f"<ul>{ROWS}</ul>{pager}", url=url, ask=Ask(url=url), number=number)
    outcome = references(SourceKind.LIST, answer, Rules(itself=(LISTING,), paging=paging or Paging()))
    assert isinstance(outcome, Found)
    return outcome.further


@pytest.mark.parametrize(
    "pager",
    [
        '<a href="index_2.html">下一页</a>',
        '<a href="./index_2.html" class="next"> [ 下页 &gt;&gt; ] </a>',
        '<a href="/xxgk/tzgg/index_2.html">后一页</a>',
        '<a href="index_2.html">Next ›</a>',
        '<a href="index_2.html">›</a>',
        '<a href="index_2.html" title="下一页"><img src="n.gif"></a>',
        '<link rel="next" href="index_2.html">',
        '<a rel="nofollow next" href="index_2.html">更多</a>',
        '<a href="index.html">首页</a><a href="index_9.html">尾页</a><a href="index_2.html">下一页</a>',
        '<span>1</span><a href="index_2.html">2</a><a href="index_3.html">3</a>',
        '<a href="javascript:go(2)">下一页</a><a href="index_2.html">2</a>',
        '<script>createPageHTML(9, 1,"index","html");</script>',
        "<script>createPageHTML('page_div',9, 1,'index','html',172)</script>",
    ],
)
def test_the_next_page_is_found_however_it_is_written(pager: str) -> None:
    assert onwards(pager) == f"{LISTING}index_2.html"


def test_trs_counts_from_zero_so_that_index_1_is_the_second_page() -> None:
    assert onwards('<script>createPageHTML(3, 0, "index", "shtml");</script>') == f"{LISTING}index_1.shtml"


@pytest.mark.parametrize(
    ("script", "url", "following"),
    [
        ('createPageHTML(3, 1, "index", "html")', "index_1.html", "index_2.html"),
        ('createPageHTML(3, 2, "index", "html")', "index_2.html", None),
        ("createPageHTML('p', 3, 2, 'list', 'html', 50)", "list_2.html", "list_3.html"),
        ("createPageHTML('p', 3, 3, 'list', 'html', 50)", "list_3.html", None),
        ('createPageHTML(1, 0, "index", "html")', "", None),
        ("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}", "", None),
    ],
)
def test_a_written_pager_ends_with_its_last_page(script: str, url: str, following: str | None) -> None:
    assert onwards(f"<script>{script}</script>", LISTING + url) == (following and LISTING + following)


@pytest.mark.parametrize(
    "pager",
    [
        "",
        '<a href="#">下一页</a>',
        '<a href="">下一页</a>',
        '<a href="javascript:void(0)" onclick="go(2)">下一页</a>',
        '<a href="index.html">下一页</a>',
        '<a href="http://www.sample.gov.cn/xxgk/tzgg/">下一页</a>',
        '<a href="https://elsewhere.cn/index_2.html">下一页</a>',
        '<a href="/news/2.html">下一篇</a>',
        "<span>下一页</span>",
        '<a href="/lm/2/">2</a>',
    ],
)
def test_where_nothing_leads_on_the_list_ends(pager: str) -> None:
    assert onwards(pager) is None


def test_a_page_never_leads_to_itself() -> None:
    last = f"{LISTING}index_9.html"

    assert onwards('<a href="index_9.html">下一页</a>', last, 9) is None
    assert onwards('<a href="index.html">下一页</a>', last, 9) is None


def test_a_selector_says_where_the_next_page_is() -> None:
    pager = '<a href="index_7.html">下一页</a><div class="more"><a href="list2.html">更多</a></div>'

    assert onwards(pager, paging=Paging(next=".more")) == f"{LISTING}list2.html"
    assert onwards(pager, paging=Paging(next="a.none")) is None


def test_a_template_names_the_nth_page() -> None:
    paging = Paging(url="/api/list?page={page}")

    assert onwards("", paging=paging) == f"{HOST}/api/list?page=2"
    assert onwards("", number=4, paging=paging) == f"{HOST}/api/list?page=5"
    assert onwards("", number=2, paging=replace(paging, first=1)) == f"{HOST}/api/list?page=2"


def test_a_body_is_sent_for_the_nth_page() -> None:
    assert further("", paging=Paging(body="page={page}&rows=15")) == Ask(
        url=LISTING,
        method="POST",
        body="page=2&rows=15",
        content_type="application/x-www-form-urlencoded",
    )


def test_a_selector_that_is_none_is_said_to_be() -> None:
    answer = Answer(text=f"<ul>{ROWS}</ul>", url=LISTING, ask=Ask(url=LISTING))

    for rules in (Rules(rows="li::>>"), Rules(paging=Paging(next="li::>>"))):
        outcome = references(SourceKind.LIST, answer, rules)
        assert isinstance(outcome, Unreadable)
        assert "is no CSS selector" in outcome.why


# --- whole lists ----------------------------------------------------------------------------------


def walked(site: HtmlList, most: int = 40) -> list[Reference]:
    """All references of a specimen, page by page."""
    found: list[Reference] = []
    ask: Ask | None = Ask(url=HOST + site.listing)
    asked: set[Ask] = set()
    while ask is not None and len(asked) < most:
        assert ask not in asked
        asked.add(ask)
        served = site.serve(ask.method, ask.url.removeprefix(HOST), b"")
        assert served is not None, ask
        answer = Answer(text=served.body.decode(), url=ask.url, ask=ask, number=len(asked))
        outcome = references(SourceKind.LIST, answer, Rules(itself=(HOST + site.listing,)))
        assert isinstance(outcome, Found)
        found += outcome.references
        ask = outcome.further
    assert ask is None
    return found


def documents(count: int) -> list[Planted]:
    """Two pinned old ones, a repealed one and one on another host among others."""
    return [
        replace(
            document,
            pinned=document.number in {3, 5},
            repealed=document.number == count - 2,
            elsewhere=document.number == count - 4,
        )
        for document in planted(count)
    ]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("count", [6, 38])
def test_every_document_of_a_list_is_found_once_and_nothing_else(look: str, count: int) -> None:
    site = HtmlList(look, documents(count))

    assert [reference.url for reference in walked(site)] == [HOST + path for path in site.wanted]


@pytest.mark.parametrize("look", LOOKS)
def test_every_row_gives_its_title_and_its_day(look: str) -> None:
    site = HtmlList(look, documents(38))
    by_title = {reference.title: reference.date for reference in walked(site)}

    assert by_title == {
        f"【已废止】{document.title}" if document.repealed else document.title: document.day
        for document in site.documents
        if not document.elsewhere
    }


@pytest.mark.parametrize("look", LOOKS)
def test_a_mark_in_the_title_says_that_a_document_is_repealed(look: str) -> None:
    marked = [reference for reference in walked(HtmlList(look, documents(38))) if reference.listed.validity]

    assert [reference.listed.validity for reference in marked] == [Validity.REPEALED]
    assert marked[0].title is not None
    assert marked[0].title.startswith("【已废止】")


def test_a_table_says_number_and_day_of_writing_of_its_documents() -> None:
    (first, *_) = walked(HtmlList("table", planted(20)))

    assert first.listed.doc_number == "样府办〔2026〕20号"
    assert first.date is not None
    assert first.listed.written is not None
    assert (first.date - first.listed.written).days == 2


def test_a_capped_list_ends_at_its_cap() -> None:
    site = HtmlList("items", planted(20 * PER_PAGE + 30))

    assert len(walked(site)) == 20 * PER_PAGE


def test_a_new_document_stands_below_the_pinned_ones() -> None:
    site = HtmlList("cards", documents(38))
    before = {reference.url for reference in walked(site)}
    site.documents = [*site.documents, *planted(1, first=39)]

    after = [reference.url for reference in walked(site)]

    assert [(place, url) for place, url in enumerate(after) if url not in before] == [(2, f"{HOST}/a/tzgg/20039.html")]
