"""Reading never raises, whatever the bytes, and never believes noise."""

from dataclasses import dataclass
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from core.model import Doubtful, Fresh, Gone, Text, Validators
from core.source import Recipe, Selectors
from crawler import extract_page
from crawler.read import READING_VERSION, join, read

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
    "请于2月30日前反馈，截止时间：",
    "自发布之日起30日后施行，有效期99年。",
    "文号：〔2025〕3号",
    "<a href='a_2.html'>2</a>",
    "<iframe src='a.pdf'>",
    "<img src='1.png'>",
    "<ruby>汉<rt>hàn</rt>",
    "'",
    "\ufffd",
]
PIECES = st.sampled_from([*TAGS, *TEXTS, "&#0;", "&nbsp;", "<h1>", "<title>", "</title>", "\x00"])
PAGES = st.lists(PIECES, max_size=40).map("".join)


@dataclass(frozen=True)
class _Proved:
    """What `extract_page` says of dates."""

    dates: dict[str, date | None]
    evidence: dict[str, str]


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


@given(
    PAGES, st.sampled_from([None, "http://[bad", "https://www.example.gov.cn/x/a.html", "https://a.example/?page=x"])
)
def test_every_date_is_one_of_our_times_and_every_proof_is_short(page: str, url: str | None) -> None:
    read_page = TypeAdapter(_Proved).validate_python(extract_page(page.encode(), url))
    assert all(1949 <= day.year <= 2200 for day in read_page.dates.values() if day is not None)
    assert all(0 < len(words) <= 80 for words in read_page.evidence.values())
    assert set(read_page.dates) >= {name for name in read_page.evidence if name in read_page.dates}


@given(st.lists(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6), min_size=1, max_size=4))
def test_joined_pages_say_what_they_say_apart(pages: list[list[str]]) -> None:
    readings = [read(_fresh("".join(f"<p>{text}</p>" for text in texts).encode()), RECIPE) for texts in pages]
    first = readings[0]
    if isinstance(first, Text):
        whole = join(first, readings[1:])
        assert isinstance(whole, Text | Doubtful)
        assert not isinstance(whole, Text) or set(first.document.blocks) <= set(whole.document.blocks)
