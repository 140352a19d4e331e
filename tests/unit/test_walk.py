"""Reading a listing page by page, over a scripted web."""

from collections.abc import Sequence
from dataclasses import replace

from core.listing import Walk
from core.model import Ask, Blocked, Entrance, Gone, Known, Listed, Listing, PageId, Unchanged, Validators
from core.source import Discovery, Paging, Source, SourceId, SourceKind
from crawler.read import PLAIN
from policywatch.walk import RETRACED, Walker
from tests.fakes.nouns import NOW
from tests.fakes.scripted_web import ScriptedWeb

SITE = "https://www.example.gov.cn"
FIRST = f"{SITE}/tz/index.html"
ROWS = 20
PAGED = Paging(url=f"{SITE}/tz/index_{{page}}.html")
SOURCE = Source(
    id=SourceId("s"),
    name="源",
    url=FIRST,
    recipe=PLAIN,
    kind=SourceKind.LIST,
    discovery=Discovery(include="/content/post_", paging=PAGED),
)
BEFORE = Listing(source_id=SOURCE.id, next_look_at=NOW)
LATER = replace(BEFORE, rules=SOURCE.discovery.digest)


class Remembered:
    """A memory that knows the documents with these numbers."""

    def __init__(self, numbers: Sequence[int] = ()) -> None:
        self.urls = {url(number) for number in numbers}

    async def known(self, source_id: SourceId, urls: Sequence[str]) -> dict[str, Known]:
        assert source_id == SOURCE.id
        return {one: Known(page_id=PageId(1), url=one, title=None, listed=Listed()) for one in urls if one in self.urls}


def url(number: int) -> str:
    return f"{SITE}/content/post_{number}.html"


def rows(*numbers: int) -> bytes:
    items = "".join(
        f'<li><a href="{url(n)}">关于印发第{n}号办法的通知</a><span>2026-01-09</span></li>' for n in numbers
    )
    return f'<html><body><ul class="list">{items}</ul></body></html>'.encode()


def column(count: int) -> ScriptedWeb:
    """A paged list of documents, newest (the highest number) first; page 2 is index_2.html."""
    web = ScriptedWeb()
    numbers = list(range(count, 0, -1))
    for page, start in enumerate(range(0, count, ROWS), 1):
        place = FIRST if page == 1 else f"{SITE}/tz/index_{page}.html"
        web.put(place, rows(*numbers[start : start + ROWS]))
    return web


def pages_asked(web: ScriptedWeb) -> int:
    return len(web.asked)


async def walk(web: ScriptedWeb, listing: Listing, known: Sequence[int] = (), source: Source = SOURCE) -> Walk:
    return await Walker(source, listing, web, Remembered(known)).walk()


def numbers_of(walked: Walk) -> list[int]:
    return [int(ref.url.rpartition("_")[2].removesuffix(".html")) for ref in walked.new]


async def test_the_baseline_is_read_as_deep_as_the_backfill_asks() -> None:
    web = column(400)
    walked = await walk(web, BEFORE)
    assert (len(walked.new), pages_asked(web), walked.trouble) == (60, 3, None)


async def test_a_later_look_ends_where_ten_known_rows_stand_in_a_row() -> None:
    web = column(400)
    walked = await walk(web, LATER, range(1, 396))
    assert (numbers_of(walked), pages_asked(web)) == ([400, 399, 398, 397, 396], 1)
    web = column(400)
    walked = await walk(web, LATER, range(1, 376))
    assert (len(walked.new), pages_asked(web)) == (25, 2)


async def test_known_rows_pinned_above_new_ones_end_nothing() -> None:
    web = ScriptedWeb()
    web.put(FIRST, rows(1, 2, 3, 4, 5, *range(40, 25, -1)))
    web.put(f"{SITE}/tz/index_2.html", rows(*range(25, 5, -1)))
    walked = await walk(web, LATER, [*range(1, 20)])
    assert numbers_of(walked) == list(range(40, 19, -1))


async def test_an_unchanged_list_costs_one_conditional_request() -> None:
    web = column(400)
    first = await walk(web, BEFORE)
    digest = getattr(first.sight, "validators", Validators())
    web.asked.clear()
    walked = await walk(web, replace(LATER, validators=digest))
    assert web.asked == [(FIRST, True)]
    assert (isinstance(walked.sight, Unchanged), walked.found, walked.trouble) == (True, None, None)


async def test_a_list_that_grows_without_end_ends_at_its_page_limit() -> None:
    source = replace(SOURCE, discovery=replace(SOURCE.discovery, paging=replace(PAGED, pages=7)))
    web = column(1000)
    walked = await walk(web, replace(BEFORE, rules=source.discovery.digest), source=source)
    assert (len(walked.new), pages_asked(web)) == (140, 7)


async def test_a_page_that_shows_the_same_again_ends_the_list() -> None:
    web = ScriptedWeb()
    web.put(FIRST, rows(*range(20, 0, -1)))
    web.put(f"{SITE}/tz/index_2.html", rows(*range(20, 0, -1)))
    walked = await walk(web, LATER)
    assert (len(walked.new), pages_asked(web), walked.trouble) == (20, 2, None)


async def test_a_404_behind_the_last_page_is_its_end_and_no_trouble() -> None:
    web = column(20)
    web.put(f"{SITE}/tz/index_2.html", Gone(status=404))
    for listing in (BEFORE, LATER):
        assert (await walk(web, listing)).trouble is None


async def test_a_page_that_is_blocked_keeps_what_stood_above_it_and_is_trouble() -> None:
    web = column(60)
    web.put(f"{SITE}/tz/index_2.html", Blocked(by="waf"))
    walked = await walk(web, LATER)
    assert len(walked.new) == 20
    assert walked.trouble is not None
    assert walked.trouble.startswith("page 2 of the listing")


async def test_after_such_a_look_known_rows_do_not_hide_what_stands_below_them() -> None:
    web = column(200)
    known = [*range(1, 141), *range(181, 201)]  # page 1 was committed, page 2 could not be read
    walked = await walk(web, replace(LATER, failures=1), known)
    assert numbers_of(walked) == list(range(180, 140, -1))
    assert pages_asked(web) == RETRACED


DOOR = f"{SITE}/gkmlpt/index"
API = f"{SITE}/gkmlpt/api/all/0?page=1&sid=200001"
CONFIG = b"<html><head><script>window._CONFIG = {SID: '200001', TREE: []};</script></head><body></body></html>"


def gkmlpt(door: str = DOOR) -> Source:
    return replace(SOURCE, url=door, kind=SourceKind.GKMLPT, discovery=Discovery())


def answer_of_the_api(*numbers: int) -> bytes:
    articles = ",".join(
        f'{{"id": {n}, "title": "关于印发第{n}号办法的通知", "url": "{url(n)}", "date": 1767916800}}' for n in numbers
    )
    return f'{{"articles": [{articles}], "total": {len(numbers)}}}'.encode()


async def test_a_door_is_gone_through_and_remembered() -> None:
    web = ScriptedWeb()
    web.put(DOOR, CONFIG)
    web.put(API, answer_of_the_api(3, 2, 1))
    walked = await walk(web, BEFORE, source=gkmlpt())
    assert (walked.trouble, walked.entrance) == (None, Entrance(kind=SourceKind.GKMLPT, ask=Ask(url=API)))
    assert len(walked.new) == 3


async def test_a_remembered_entrance_is_asked_first_and_forgotten_when_it_is_gone() -> None:
    web = ScriptedWeb()
    source = gkmlpt()
    listing = replace(
        BEFORE, rules=source.discovery.digest, entrance=Entrance(kind=SourceKind.GKMLPT, ask=Ask(url=API))
    )
    web.put(API, answer_of_the_api(1))
    walked = await walk(web, listing, source=source)
    assert ([asked for asked, _ in web.asked], walked.entrance) == ([API], listing.entrance)
    web.put(API, Gone(status=404))
    walked = await walk(web, listing, source=source)
    assert (walked.entrance, walked.trouble is not None) == (None, True)
    web.put(API, Blocked(by="waf"))
    assert (await walk(web, listing, source=source)).entrance == listing.entrance


async def test_a_column_whose_feed_is_missing_is_read_as_the_list_that_it_is() -> None:
    web = ScriptedWeb()
    marks = b'<script>window.NFCMS_SITE_ID=1;NFCMS_PUB_TYPE="cat";NFCMS_CAT_ID="3592"</script>'
    web.put(FIRST, rows(3, 2, 1).replace(b"<body>", b"<body>" + marks))
    web.put(f"{SITE}/postmeta/i/3592.json", Gone(status=404))
    source = replace(SOURCE, kind=SourceKind.NFCMS, discovery=Discovery())
    walked = await walk(web, BEFORE, source=source)
    assert (numbers_of(walked), walked.trouble, walked.entrance) == ([3, 2, 1], None, None)
