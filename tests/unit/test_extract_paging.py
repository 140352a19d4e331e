"""A document spread over pages is followed page by page; lists and neighbours never are."""

import pytest

from crawler.extract.lines import Link
from crawler.extract.paging import continuation

BASE = "https://www.example.gov.cn/zwgk/202603/"
URL = f"{BASE}t20260301_7.html"


def _links(*pairs: tuple[str, str]) -> list[Link]:
    return [Link(href, text, 0) for href, text in pairs]


def _pages(*names: str) -> tuple[str, ...]:
    return tuple(BASE + name for name in names)


@pytest.mark.parametrize(
    ("pager", "pages"),
    [
        (
            (("t20260301_7_2.html", "2"), ("t20260301_7_3.html", "3"), ("t20260301_7_2.html", "下一页")),
            ("t20260301_7_2.html", "t20260301_7_3.html"),
        ),
        ((("./t20260301_7_1.html", "2"), ("./t20260301_7_2.html", "3")), ("t20260301_7_1.html", "t20260301_7_2.html")),
        (
            (("t20260301_7_1.html", "下一页"), ("t20260301_7_2.html", "尾页")),
            ("t20260301_7_1.html", "t20260301_7_2.html"),
        ),
        (
            (("t20260301_7_2.html", "[2]"), ("t20260301_7_4.html", "末页")),
            ("t20260301_7_2.html", "t20260301_7_3.html", "t20260301_7_4.html"),
        ),
        ((("t20260301_7-2.html", "第2页"),), ("t20260301_7-2.html",)),
        ((("?page=2", "2"), ("?page=3", "3")), ("t20260301_7.html?page=2", "t20260301_7.html?page=3")),
    ],
)
def test_a_pager_of_the_documents_own_name_is_followed(
    pager: tuple[tuple[str, str], ...], pages: tuple[str, ...]
) -> None:
    assert continuation("", _links(*pager), URL) == _pages(*pages)


def test_a_page_number_beside_the_documents_own_query_is_followed() -> None:
    url = "https://www.example.gov.cn/show.jsp?id=7"
    links = _links(("show.jsp?id=7&page=2", "2"), ("show.jsp?id=8&page=2", "2"))
    assert continuation("", links, url) == ("https://www.example.gov.cn/show.jsp?id=7&page=2",)


@pytest.mark.parametrize(
    ("call", "pages"),
    [
        ('createPageHTML(3, 0, "t20260301_7", "html");', ("t20260301_7_1.html", "t20260301_7_2.html")),
        ("createPageHTML('pager', 3, 1, 't20260301_7', 'html', 3)", ("t20260301_7_2.html", "t20260301_7_3.html")),
        ('createPageHTML(1, 0, "t20260301_7", "html");', ()),
        ('createPageHTML(20, 0, "index", "html");', ()),
        ('createPageHTML(3, 1, "t20260301_7", "html");', ()),
        ('createPageHTML(99999, 0, "t20260301_7", "html");', ()),
    ],
)
def test_the_call_that_draws_a_pager_is_understood(call: str, pages: tuple[str, ...]) -> None:
    assert continuation(f"<script>{call}</script>", [], URL) == _pages(*pages)


@pytest.mark.parametrize(
    "pager",
    [
        (("t20260301_8.html", "下一篇"), ("t20260301_6.html", "上一篇")),
        (("t20260302_9_2.html", "2"),),
        (("index_2.html", "下一页"),),
        (("https://other.example.cn/zwgk/202603/t20260301_7_2.html", "2"),),
        (("t20260301_7_2.html", "另一个文件的标题"),),
        (("t20260301_7_3.html", "3"),),
        (("javascript:next()", "下一页"), ("http://[bad", "2")),
    ],
)
def test_neighbours_lists_and_strangers_are_no_continuation(pager: tuple[tuple[str, str], ...]) -> None:
    assert continuation("", _links(*pager), URL) == ()


@pytest.mark.parametrize(
    "url", [f"{BASE}index.html", f"{BASE}list_1.html", f"{BASE}t20260301_7.html?page=3", None, "http://[bad"]
)
def test_a_list_a_later_page_or_a_page_without_address_has_no_continuation(url: str | None) -> None:
    links = _links(("index_2.html", "2"), ("list_1_2.html", "2"), ("?page=4", "4"), ("t20260301_7_2.html", "2"))
    assert continuation('createPageHTML(9, 0, "index", "html")', links, url) == ()
