"""Reading never raises, whatever the bytes, and never believes noise."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.model import Doubtful, Fresh, Gone, Text, Validators
from core.source import Recipe, Selectors
from crawler import extract_page
from crawler.read import READING_VERSION, read

RECIPE = Recipe(reading_version=READING_VERSION)
TAGS = [
    "<div>",
    "</div>",
    "<p>",
    "<a href='x'>",
    "</a>",
    "<td>",
    "<tr>",
    "<table>",
    "<br>",
    "<script>",
    "<!--",
    "<form",
]
TEXTS = [
    "第一条 本办法规定如下，请遵照执行。",
    "2025年2月31日",
    "发布时间：",
    "9999-99-99",
    "<ruby>汉<rt>hàn</rt>",
    "'",
    "\ufffd",
]
PIECES = st.sampled_from([*TAGS, *TEXTS, "&#0;", "&nbsp;", "<h1>", "<title>", "</title>", "\x00"])
PAGES = st.lists(PIECES, max_size=40).map("".join)


def _fresh(body: bytes, header: str = "text/html") -> Fresh:
    return Fresh(url="http://[bad", status=200, body=body, headers=(("content-type", header),), validators=Validators())


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_without_a_fault(body: bytes) -> None:
    assert isinstance(read(_fresh(body), RECIPE), Text | Doubtful | Gone)


@given(st.binary(min_size=200, max_size=2000).filter(lambda body: sum(byte > 127 for byte in body) > 60))
def test_random_bytes_never_become_a_text(body: bytes) -> None:
    assert not isinstance(read(_fresh(body), RECIPE), Text)


@settings(max_examples=200)
@given(PAGES, st.sampled_from(["utf-8", "gb18030", "utf-16"]), st.text(max_size=20), st.text(max_size=20))
def test_any_markup_header_and_selector_is_read_without_a_fault(
    page: str, encoding: str, header: str, css: str
) -> None:
    recipe = Recipe(
        reading_version=1, selectors=Selectors(title=css, body=css or None, date=css), charset=header or None
    )
    assert isinstance(read(_fresh(page.encode(encoding), header), recipe), Text | Doubtful | Gone)


@given(PAGES)
def test_a_page_can_always_be_described(page: str) -> None:
    assert extract_page(page.encode(), "http://[bad")["page_kind"] in {"article", "list", "blocked", "missing", "empty"}
