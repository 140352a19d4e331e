"""A page read before and after each of the 17 faults, over real HTTP, without any selector (issue 3)."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from core.model import Doubtful, Failed, Gone, Reading, Text
from core.source import Manners, Recipe
from crawler.fetch import HttpWeb
from crawler.normalise import fold
from crawler.read import READING_VERSION, read
from tests.fakes.faults import NOISE, Base, Write, edited
from tests.fakes.website import Page, Website
from tests.golden.specimen import PAGES

RECIPE = Recipe(reading_version=READING_VERSION)
MANNERS = Manners(
    user_agent="policywatch-test/1 (+https://example.org/bot)",
    delay=timedelta(0),
    timeout=timedelta(seconds=5),
    max_bytes=1_000_000,
    robots_ignored="the test's own server",
    allow_private_networks=True,
)
NAMES = ("central-style", "order", "nested-tables", "script-charset", "short-two-lines", "class-nav", "table-dl-labels")
"""Named containers, TRS, tables without names, news, a notice of two lines, lying class names, a disclosure table."""


NOT_YET: frozenset[str] = frozenset()
"""Known misses: what is not read rightly yet. Shorten the list, never lengthen it."""


def base(name: str) -> Base:
    html = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    meant = json.loads((PAGES / f"{name}.expected.json").read_text(encoding="utf-8"))
    return Base(name, html, meant["title"], meant["body"])


BASES = [base(name) for name in NAMES]
bases = pytest.mark.parametrize("page", BASES, ids=lambda page: page.name)

CHALLENGE = (
    "<html><head><script>var arg1='5B2D0A1C9F88E7A4D2';function go(){document.cookie='acw_sc__v2='+arg1;"
    "location.reload();}setTimeout(go,1500);</script></head><body></body></html>"
)
DELETED = """<html><head><meta charset="utf-8"><title>提示信息</title></head><body><div><a href="/">首页</a>
<a href="/zwgk/">政务公开</a></div><p>您访问的页面不存在或已被删除！</p>
<p>3秒后自动返回<a href="/">首页</a></p></body></html>"""


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with Website() as site:
        yield site


def html(text: str, status: int = 200) -> Page:
    return Page(text.encode(), status=status, headers={"Content-Type": "text/html"})


async def visits(site: Website, *pages: Page) -> list[Reading]:
    """What is read of one address, visit by visit."""
    site.put("/zwgk/t20260302_1.html", *pages)
    async with HttpWeb() as http:
        sights = [await http.look(site.url + "/zwgk/t20260302_1.html", MANNERS) for _ in pages]
    return [read(sight, RECIPE) for sight in sights]


def told(reading: Text) -> tuple[object, ...]:
    """What of a document would be told as a change, folded."""
    document = reading.document
    names = (document.title, document.doc_number, document.index_number, document.agency)
    return reading.folded, *(fold(name or "") for name in names), document.dates, document.stage


def moved(before: Reading, after: Reading) -> str:
    """What noise has moved, in words; empty where the page says what it said."""
    assert isinstance(before, Text)
    if not isinstance(after, Text):
        return f"no text any more: {after}"
    pairs = zip((*told(before), before.fingerprint), (*told(after), after.fingerprint), strict=True)
    return "\n".join(f"{left!r:.200} -> {right!r:.200}" for left, right in pairs if left != right)


@bases
@pytest.mark.parametrize("write", NOISE, ids=lambda write: write.__name__)
async def test_noise_moves_neither_the_digest_nor_a_fact(site: Website, page: Base, write: Write) -> None:
    assert write(page, 0) != write(page, 1)
    before, after = await visits(site, *(html(write(page, visit)) for visit in (0, 1)))
    if f"{write.__name__}-{page.name}" not in NOT_YET:
        assert moved(before, after) == ""


@bases
async def test_one_real_edit_moves_the_digest(site: Website, page: Base) -> None:
    before, after = await visits(site, *(html(edited(page, visit)) for visit in (0, 1)))
    assert isinstance(before, Text)
    assert isinstance(after, Text)
    assert after.fingerprint.exact != before.fingerprint.exact


@bases
@pytest.mark.parametrize("status", [200, 412])
async def test_a_challenge_page_is_doubtful(site: Website, page: Base, status: int) -> None:
    before, after = await visits(site, html(page.html), html(CHALLENGE, status))
    assert isinstance(before, Text)
    assert isinstance(after, Doubtful)
    assert after.why == "blocked"


@bases
@pytest.mark.parametrize("answer", [html("<h1>Not Found</h1>", 404), html(DELETED)], ids=["404", "200"])
async def test_a_deleted_page_is_gone_whatever_its_status(site: Website, page: Base, answer: Page) -> None:
    before, after = await visits(site, html(page.html), answer)
    assert isinstance(before, Text)
    assert isinstance(after, Gone)
    assert after.soft is (answer.status == 200)


@bases
async def test_an_error_of_the_server_is_a_failed_sight(site: Website, page: Base) -> None:
    before, after = await visits(site, html(page.html), html("<h1>Internal Server Error</h1>", 500))
    assert isinstance(before, Text)
    assert isinstance(after, Failed)


@bases
async def test_an_answer_without_a_byte_is_doubtful(site: Website, page: Base) -> None:
    before, after = await visits(site, html(page.html), html(""))
    assert isinstance(before, Text)
    assert isinstance(after, Doubtful)
    assert after.why == "empty"


@bases
async def test_a_frame_that_lost_its_text_is_doubtful(site: Website, page: Base) -> None:
    before, after = await visits(site, html(page.html), html(page.rewritten(lambda _: "")))
    assert isinstance(before, Text)
    if f"frame-{page.name}" not in NOT_YET:
        assert isinstance(after, Doubtful)
        assert after.why == "empty"
