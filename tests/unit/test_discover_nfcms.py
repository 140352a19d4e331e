"""Columns of Guangdong's sites: from the pasted address to the JSON that holds all of it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest

from core.model import Ask, Listed, Reference, Validity
from core.source import SourceKind
from crawler.discover import Answer, Elsewhere, Found, Rules, Unreadable
from crawler.discover.listing import html_list
from crawler.discover.nfcms import is_nfcms, nfcms
from seeds.platforms import Planted, planted
from seeds.platforms.nfcms import Nfcms
from tests.fakes.specimen_walk import ask_specimen, walk

SITE = "https://wjw.mou.gov.cn"
COLUMN = f"{SITE}/xxgk/tzgg/"
FEED = f"{SITE}/postmeta/i/53522.json"
DOOR = '<html><script>window.NFCMS_SITE_ID=1;window.NFCMS_PUB_TYPE="cat";window.NFCMS_CAT_ID="53522";</script></html>'


def documents(count: int = 863) -> list[Planted]:
    """Pinned, repealed and off-site ones among others."""
    return [
        replace(
            document,
            pinned=document.number in {2, 3},
            repealed=document.number in {3, 40},
            elsewhere=document.number in {41, 42},
        )
        for document in planted(count)
    ]


def read(text: str, url: str = FEED, rules: Rules | None = None) -> Found | Elsewhere | Unreadable:
    return nfcms(Answer(text=text, url=url, ask=Ask(url=url)), rules or Rules(itself=(COLUMN,)))


def found(*rows: object, rules: Rules | None = None, url: str = FEED, **top: object) -> tuple[Reference, ...]:
    outcome = read(json.dumps({"articles": rows, **top}), url=url, rules=rules)
    assert isinstance(outcome, Found)
    assert (outcome.kind, outcome.further) == (SourceKind.NFCMS, None)
    return outcome.references


def listed(**fields: object) -> Reference:
    return found({"title": "关于某事项的通知", "url": "/xxgk/tzgg/content/post_1.html", **fields})[0]


def paths(references: Sequence[Reference]) -> list[str]:
    return [urlsplit(reference.url).path for reference in references]


@pytest.mark.parametrize("origin", ["https://wjw.mou.gov.cn", "http://wjw.mou.gov.cn", ""])
@pytest.mark.parametrize("pasted", ["/zwgk/tzgg/index.html", "/zwgk/tzgg/", "/postmeta/i/3592.json"])
def test_every_planted_document_is_found_once(origin: str, pasted: str) -> None:
    site = Nfcms(documents(), origin=origin)
    if pasted.endswith(".json"):
        site = Nfcms([document for document in site.documents if document.number % 4], origin=origin)

    references = walk(site, nfcms, (origin or SITE) + pasted)

    assert sorted(paths(references)) == sorted(site.wanted)
    assert {urlsplit(ref.url).scheme for ref in references} == {urlsplit(origin or SITE).scheme}


def test_a_column_without_its_json_is_left_to_kind_list() -> None:
    site = Nfcms(documents(30), has_feed=False)
    ask = Ask(url=COLUMN.replace("/xxgk/", "/zwgk/"))

    door = ask_specimen(site, nfcms, ask, Rules())
    assert isinstance(door, Elsewhere)
    assert ask_specimen(site, nfcms, door.ask, Rules()) == Unreadable("404")
    fallback = ask_specimen(site, html_list, ask, Rules())

    assert isinstance(fallback, Found)
    assert set(paths(fallback.references)) <= set(site.wanted)


def test_off_site_documents_are_wanted_only_by_their_host() -> None:
    site = Nfcms(documents(60))
    url = SITE + site.listing

    everywhere = walk(site, nfcms, url, Rules(include=r"^https://mp\.weixin\.qq\.com/|/content/post_", itself=(url,)))
    here = walk(site, nfcms, url, Rules(include=r"mp\.weixin|post_\d+", exclude="post_8050001", itself=(url,)))

    assert len(everywhere) == 60
    assert "https://mp.weixin.qq.com/s?__biz=Mz&mid=41" in [reference.url for reference in everywhere]
    assert len(here) == 60 - 1


def test_facts_of_a_row_are_read() -> None:
    site = Nfcms(documents(3))

    third = next(ref for ref in walk(site, nfcms, SITE + site.listing) if "post_8050003" in ref.url)

    assert third == Reference(
        f"{SITE}/zwgk/tzgg/content/post_8050003.html",
        f"【已废止】{site.documents[2].title}",
        site.documents[2].day,
        Listed(
            doc_number="样府办〔2026〕3号",
            source_label="样本市卫生健康委员会",
            validity=Validity.REPEALED,
        ),
    )


def test_a_repeal_shows_by_title_or_by_field() -> None:
    site = Nfcms(documents(50))

    ended = [ref for ref in walk(site, nfcms, SITE + site.listing) if ref.listed.validity is Validity.REPEALED]

    assert {path.rpartition("_")[2] for path in paths(ended)} == {"8050003.html", "8050040.html"}


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("/xxgk/tzgg/content/post_1.html", f"{COLUMN}content/post_1.html"),
        ("./content/post_1.html", f"{COLUMN}content/post_1.html"),
        ("content/post_1.html", f"{COLUMN}content/post_1.html"),
        ("//wjw.mou.gov.cn/xxgk/tzgg/content/post_1.html", f"{COLUMN}content/post_1.html"),
        ("http://wjw.mou.gov.cn/xxgk/tzgg/content/post_1.html ", f"{COLUMN}content/post_1.html"),
    ],
)
def test_addresses_are_relative_to_the_column(written: str, url: str) -> None:
    assert found({"url": written})[0].url == url


@pytest.mark.parametrize(
    ("point", "folder"), [("xxgk/tzgg", "/xxgk/tzgg/"), ("/xxgk/tzgg/", "/xxgk/tzgg/"), (None, "/")]
)
def test_a_pasted_json_names_its_column(point: str | None, folder: str) -> None:
    references = found({"url": "content/post_1.html"}, rules=Rules(itself=(FEED, FEED)), pub_point=point)

    assert references[0].url == f"{SITE}{folder}content/post_1.html"


def test_a_column_pasted_with_http_is_read_as_the_https_that_answered() -> None:
    rules = Rules(itself=(COLUMN.replace("https", "http"), FEED))

    assert found({"url": "content/post_1.html"}, rules=rules)[0].url == f"{COLUMN}content/post_1.html"


def test_a_row_that_jumps_within_the_site_is_the_page_it_jumps_to() -> None:
    row = {"url": "/xxgk/tzgg/content/post_1.html", "jump_url": "/gkmlpt/content/1/1/post_2.html"}

    assert found(row) == (
        Reference(f"{SITE}/gkmlpt/content/1/1/post_2.html", also=(f"{SITE}/xxgk/tzgg/content/post_1.html",)),
    )


def test_a_row_that_jumps_to_a_column_stays_the_article() -> None:
    row = {"url": "/xxgk/tzgg/content/post_1.html", "jump_url": "/ztzl/index.html"}

    assert found(row) == (Reference(f"{COLUMN}content/post_1.html"),)


def test_a_row_that_jumps_off_the_site_stays_what_stands_here() -> None:
    row = {"url": "/xxgk/tzgg/content/post_1.html", "jump_url": "https://mp.weixin.qq.com/s/x"}

    assert [ref.url for ref in found(row)] == [f"{COLUMN}content/post_1.html"]


def test_the_column_is_not_its_own_document() -> None:
    assert (
        found({"url": "/xxgk/tzgg/index.html"}, {"url": "#"}, {"url": "/post_1.html"})[0].url == f"{SITE}/post_1.html"
    )


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"date": "2006-09-01", "publish_time": 1786636800}, date(2006, 9, 1)),
        ({"publish_time": 1786636800, "created_at": "2020-01-01"}, date(2026, 8, 14)),
        ({"visible_publish_time": "1786636800"}, date(2026, 8, 14)),
        ({"created_at": "2026-01-09 08:00:00"}, date(2026, 1, 9)),
        ({"date": "", "publish_time": 0}, None),
    ],
)
def test_the_day_is_the_one_that_the_column_shows(fields: dict[str, object], day: date | None) -> None:
    assert listed(**fields).date == day


@pytest.mark.parametrize("written", ['NFCMS_CAT_ID="53522"', "NFCMS_CAT_ID = '53522'", "NFCMS_CAT_ID=53522"])
def test_the_column_leads_to_its_json(written: str) -> None:
    outcome = read(DOOR.replace('NFCMS_CAT_ID="53522"', written), url=f"{COLUMN}index_2.html")

    assert isinstance(outcome, Elsewhere)
    assert (outcome.kind, outcome.ask) == (SourceKind.NFCMS, Ask(url=FEED))


@pytest.mark.parametrize(
    ("text", "url", "says"),
    [
        ("<html>首页</html>", COLUMN, "use kind list"),
        (DOOR.replace('"cat"', '"page"'), COLUMN, "use kind list"),
        (DOOR.replace('"cat"', '"post"'), COLUMN, "use kind page"),
        (DOOR, FEED, "use kind list"),
        ("", FEED, "empty"),
        ("var x = 1", FEED, "not JSON"),
        ('{"a":' * 100_000, FEED, "nested too deeply"),
        ('{"error": 1}', FEED, "no array at 'articles'; the answer has: error"),
        ('{"articles": [{"id": 1}]}', FEED, "the first row has: id"),
        (
            '{"articles": [], "children": [{"id": 7, "name": "2026年"}, {"id": 8}, 9, {"id": "9", "name": "2025年"}]}',
            FEED,
            "2026年 (/postmeta/i/7.json), 2025年 (/postmeta/i/9.json)",
        ),
    ],
)
def test_what_cannot_be_read_is_said(text: str, url: str, says: str) -> None:
    outcome = read(text, url=url)

    assert isinstance(outcome, Unreadable)
    assert says in outcome.why


def test_an_empty_column_is_empty() -> None:
    assert found(children=[], updated=1) == ()


@pytest.mark.parametrize(
    ("text", "recognised"),
    [
        (DOOR, True),
        (DOOR.replace('"cat"', '"post"'), False),
        (DOOR.replace("NFCMS_CAT_ID", "NFCMS_PAGE_ID"), False),
        ('{"articles": [], "children": [], "updated": 1}', True),
        ('{"articles": [{"gkml_data": "{\\"is_abolished\\": 0}"}], "children": []}', True),
        ('{"articles": [{"is_abolished": 0}], "updated": 1, "classify": {}}', False),
        ('{"articles": []}', False),
        ("<html></html>", False),
        ("", False),
    ],
)
def test_a_column_is_recognised(text: str, recognised: bool) -> None:
    assert is_nfcms(text) is recognised


@pytest.mark.parametrize(
    "text",
    [
        "<" + "NFCMS_CAT_ID=" * 150_000,
        "<NFCMS_CAT_ID" + " " * 2_000_000,
        "<" + "NFCMS_PUB_TYPE = " * 120_000,
        "{" + '"articles"' * 200_000,
    ],
)
def test_megabytes_of_half_a_mark_are_read_to_their_end(text: str) -> None:
    """A search that looks back would not come back from these."""
    assert isinstance(read(text, url=COLUMN), Unreadable)
    assert not is_nfcms(text)


@pytest.mark.parametrize(
    "row",
    [
        {"url": {"a": 1}},
        {"url": "https://user@wjw.mou.gov.cn/x"},
        {"url": "javascript:alert(1)", "jump_url": "data:text/html,x"},
        {"url": "/a" * 2000},
        {"url": "/post_2.html", "json_ext": '{"url": 7, "title": []}', "title": "\x00\u202e通知"},
    ],
)
def test_no_row_breaks_the_others(row: dict[str, object]) -> None:
    assert f"{SITE}/post_9.html" in [ref.url for ref in found(row, {"url": "/post_9.html"})]
