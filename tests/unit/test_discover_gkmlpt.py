"""The disclosure catalogues of Guangdong: from the pasted address to every document, each once."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest

from core.address_key import address_key
from core.model import Ask, Listed, Reference, Validity
from core.source import SourceKind
from crawler.discover import Answer, Elsewhere, Found, Rules, Unreadable
from crawler.discover.gkmlpt import gkmlpt, is_gkmlpt
from seeds.platforms import Planted, planted
from seeds.platforms.gkmlpt import Gkmlpt
from tests.fakes.specimen_walk import walk

SITE = "https://www.mou.gov.cn"
ROOM = f"{SITE}/gkmlpt/api/all/0?page=1&sid=200001"
INDEX = "<html><script>window._CONFIG = {SID: '200001', TREE: [{\"id\": 5}], SERVICE_AREA_ID: 1}</script></html>"


def documents(count: int = 230) -> list[Planted]:
    """Pinned, repealed and off-site ones among others."""
    return [
        replace(
            document,
            pinned=document.number in {2, 3},
            repealed=document.number in {3, 40},
            elsewhere=document.number == 41,
        )
        for document in planted(count)
    ]


def read(
    text: str, url: str = ROOM, rules: Rules | None = None, asked: str | None = None
) -> Found | Elsewhere | Unreadable:
    return gkmlpt(Answer(text=text, url=url, ask=Ask(url=asked or url)), rules or Rules(itself=(url,)))


def found(*rows: object, total: object = 1, rules: Rules | None = None, url: str = ROOM) -> Found:
    outcome = read(json.dumps({"articles": rows, "total": total}), url=url, rules=rules)
    assert isinstance(outcome, Found)
    return outcome


def door(text: str, url: str, asked: str | None = None) -> Ask:
    outcome = read(text, url=url, asked=asked)
    assert isinstance(outcome, Elsewhere), outcome
    assert outcome.kind is SourceKind.GKMLPT
    return outcome.ask


def paths(references: Sequence[Reference]) -> list[str]:
    return [urlsplit(reference.url).path for reference in references]


@pytest.mark.parametrize("origin", ["https://gk.mou.gov.cn", "http://gk.mou.gov.cn", ""])
@pytest.mark.parametrize("folder", ["", "/gzpyjy"])
@pytest.mark.parametrize("category", ["", "505"])
def test_every_planted_document_is_found_and_none_twice(origin: str, folder: str, category: str) -> None:
    site = Gkmlpt(documents(), origin=origin, folder=folder, category=category)

    references = walk(site, gkmlpt, (origin or SITE) + site.listing)

    first = {address_key(reference.url): reference for reference in references}
    assert sorted(paths(list(first.values()))) == sorted(site.wanted)
    assert len(set(paths(references))) == len(site.wanted)


@pytest.mark.parametrize("ends_with_404", [False, True])
@pytest.mark.parametrize("count", [1, 85, 170, 260])
def test_a_catalogue_ends_where_it_ends(count: int, ends_with_404: bool) -> None:
    site = Gkmlpt(documents(count), ends_with_404=ends_with_404)

    assert set(paths(walk(site, gkmlpt, SITE + site.listing))) == set(site.wanted)


def test_a_page_names_no_document_twice() -> None:
    site = Gkmlpt(documents(60))

    references = walk(site, gkmlpt, SITE + site.listing)

    assert len(paths(references)) == len(set(paths(references))) == 59


def test_the_home_page_leads_to_the_catalogue() -> None:
    site = Gkmlpt(documents(150))

    assert set(paths(walk(site, gkmlpt, f"{SITE}/"))) == set(site.wanted)


def test_the_interface_itself_may_be_the_url() -> None:
    site = Gkmlpt(documents(150))

    assert set(paths(walk(site, gkmlpt, f"{SITE}/gkmlpt/api/all/0?page=0&sid=200999"))) == set(site.wanted)


def test_facts_of_a_row_are_read() -> None:
    site = Gkmlpt(documents(3))

    newest = next(ref for ref in walk(site, gkmlpt, SITE + site.listing) if "post_10800001" in ref.url)

    assert newest.title == site.documents[0].title
    assert newest.date == site.documents[0].day == date(2026, 3, 4)
    assert newest.listed == Listed(
        doc_number="样府办〔2026〕1号",
        index_number="11440000MB2D00000X/2026-00001",
        agency="样本市人民政府办公室",
        written=date(2026, 3, 1),
        validity=Validity.IN_FORCE,
    )


def test_a_repeal_shows_by_flag_or_by_title() -> None:
    site = Gkmlpt(documents(50))

    ended = [ref for ref in walk(site, gkmlpt, SITE + site.listing) if ref.listed.validity is Validity.REPEALED]

    assert {path.rpartition("_")[2] for path in paths(ended)} == {"10800003.html", "10800040.html"}


def test_a_row_without_address_has_that_of_its_id() -> None:
    url = f"{SITE}/gzpyjy/gkmlpt/api/all/0?page=1&sid=1"

    assert found({"id": 10839528, "url": ""}, url=url).references == (
        Reference(f"{SITE}/gzpyjy/gkmlpt/content/10/10839/post_10839528.html"),
    )


@pytest.mark.parametrize(
    ("asked", "total", "following"),
    [
        ("page=1&sid=7", 201, "page=2&sid=7"),
        ("page=0&sid=7", 201, "page=2&sid=7"),
        ("sid=7", 201, "page=2&sid=7"),
        ("page=2&sid=7", 201, "page=3&sid=7"),
        ("page=3&sid=7", 201, None),
        ("page=1&sid=7", 100, None),
        ("page=1&sid=7", "101", "page=2&sid=7"),
        ("page=1&sid=7", None, "page=2&sid=7"),
        ("page=x&sid=7", 201, "page=2&sid=7"),
    ],
)
def test_pages_follow_while_the_catalogue_counts_more(asked: str, total: object, following: str | None) -> None:
    url = f"{SITE}/gkmlpt/api/all/0?"

    outcome = found({"url": "/gkmlpt/content/1/1/post_1.html"}, total=total, url=url + asked)

    assert outcome.further == (Ask(url=url + following) if following else None)


def test_a_page_without_rows_is_the_last() -> None:
    assert found(total=900).further is None


def test_the_count_of_the_category_counts_too() -> None:
    document = {"articles": [{"url": "/post_1.html"}], "classify": {"post_count": 203}}

    outcome = read(json.dumps(document))

    assert isinstance(outcome, Found)
    assert outcome.further == Ask(url=ROOM.replace("page=1", "page=2"))


@pytest.mark.parametrize(
    ("asked", "interface"),
    [
        (f"{SITE}/gkmlpt/index", f"{SITE}/gkmlpt/api/all/0?page=1&sid=200001"),
        (f"{SITE}/gkmlpt/index#505", f"{SITE}/gkmlpt/api/all/505?page=1&sid=200001"),
        (f"{SITE}/gkmlpt/index#/505", f"{SITE}/gkmlpt/api/all/505?page=1&sid=200001"),
        (f"{SITE}/gkmlpt/api/all/505?sid=9", f"{SITE}/gkmlpt/api/all/505?page=1&sid=200001"),
        (f"{SITE}/gkmlpt/policy", f"{SITE}/gkmlpt/api/all/0?page=1&sid=200001"),
        (f"{SITE}/pskjcxfws/gkmlpt/index#1", f"{SITE}/pskjcxfws/gkmlpt/api/all/1?page=1&sid=200001"),
        (f"{SITE}/", f"{SITE}/gkmlpt/api/all/0?page=1&sid=200001"),
    ],
)
def test_the_index_leads_to_the_category_that_the_url_names(asked: str, interface: str) -> None:
    assert door(INDEX, url=asked.partition("#")[0], asked=asked) == Ask(url=interface)


@pytest.mark.parametrize("written", ["SID: '200001'", 'SID:"200001"', '"SID": 200001', "'SID' : '200001'"])
def test_the_sid_is_found_however_it_is_written(written: str) -> None:
    assert door(f"<script>window._CONFIG = {{{written}, TREE: []}}</script>", f"{SITE}/gkmlpt/index").url == ROOM


def test_an_index_without_sid_is_asked_without() -> None:
    text = "<script>window._CONFIG = {TREE: []}</script>"

    assert door(text, f"{SITE}/gkmlpt/index") == Ask(url=f"{SITE}/gkmlpt/api/all/0?page=1")


def test_the_index_that_redirects_to_https_leads_on_there() -> None:
    assert door(INDEX, f"{SITE}/gkmlpt/index", asked="http://www.mou.gov.cn/gkmlpt/index#5").url.startswith("https://")


@pytest.mark.parametrize(
    ("url", "links", "index"),
    [
        (f"{SITE}/", ["/gzpyjy/gkmlpt/index", "/gkmlpt/index#12"], f"{SITE}/gkmlpt/index"),
        (f"{SITE}/", ["http://www.mou.gov.cn/gkmlpt/index?x=1"], f"{SITE}/gkmlpt/index"),
        (f"{SITE}/", [], f"{SITE}/gkmlpt/index"),
        (f"{SITE}/", ["https://other.gov.cn/gkmlpt/index"], f"{SITE}/gkmlpt/index"),
        (f"{SITE}/gzpyjy/", ["/gkmlpt/index", "/gzpyjy/gkmlpt/index"], f"{SITE}/gzpyjy/gkmlpt/index"),
        (f"{SITE}/zwgk/zcwj/", ["/gkmlpt/index"], f"{SITE}/gkmlpt/index"),
    ],
)
def test_a_page_of_the_site_leads_to_its_index(url: str, links: list[str], index: str) -> None:
    text = "<html>" + "".join(f'<a href="{link}">信息公开</a>' for link in links)

    assert door(text, url) == Ask(url=index)


def test_the_category_survives_the_home_page() -> None:
    assert door("<html></html>", f"{SITE}/", asked=f"{SITE}/#505") == Ask(url=f"{SITE}/gkmlpt/index#505")


@pytest.mark.parametrize(
    ("text", "url", "says"),
    [
        ("<html>首页</html>", f"{SITE}/gkmlpt/index", "set url to"),
        ("<html>栏目</html>", f"{SITE}/zwgk/zcwj/", "kind list"),
        (INDEX, f"{SITE}/gkmlpt/api/all/0?page=1&sid=200001", "try again later"),
        (INDEX.replace("TREE", "DETAIL: {id: 7}, TREE"), f"{SITE}/gkmlpt/content/1/1/post_1.html", "kind page"),
        ("", ROOM, "empty"),
        ("\ufeff \n", ROOM, "empty"),
        ("success(1)", ROOM, "not JSON"),
        ("[" * 100_000, ROOM, "nested too deeply"),
        ('{"code": 403, "msg": "x"}', ROOM, "no array at 'articles'; the answer has: code, msg"),
        ('{"articles": [{"title": "甲"}, 7, null]}', ROOM, "the first row has: title"),
        ('{"articles": [7]}', ROOM, "the first row has: int"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, url: str, says: str) -> None:
    outcome = read(text, url=url)

    assert isinstance(outcome, Unreadable)
    assert says in outcome.why


@pytest.mark.parametrize(
    ("text", "recognised"),
    [
        (INDEX, True),
        (INDEX.replace("TREE", "DETAIL: {}, TREE"), True),
        (INDEX.replace("TREE", 'DETAIL: {"id": 7}, TREE'), False),
        ('{"articles": [{"is_abolished": 0}], "total": 1}', True),
        ('\ufeff {"articles": [], "classify": {"post_count": 0}}', True),
        ('{"articles": [{"gkml_data": "{\\"is_abolished\\": 0}"}], "children": []}', False),
        ("<html><script>window._CONFIG = {theme: 1}</script></html>", False),
        ("<html></html>", False),
        ("", False),
    ],
)
def test_a_catalogue_is_recognised(text: str, recognised: bool) -> None:
    assert is_gkmlpt(text) is recognised


@pytest.mark.parametrize(
    "text",
    [
        "<" + '"/gkmlpt/index' * 150_000,
        "<" + '"' * 2_000_000,
        "<" + "a/gkmlpt/index" * 150_000,
        "<_CONFIG" + "SID: DETAIL: " * 150_000,
        "<_CONFIG SID" + " " * 2_000_000,
        "<_CONFIG" + "DETAIL:{" * 250_000,
    ],
)
def test_megabytes_of_half_a_mark_are_read_to_their_end(text: str) -> None:
    """A search that looks back would not come back from these."""
    outcome = read(text, url=f"{SITE}/zwgk/")

    assert isinstance(outcome, Unreadable | Elsewhere)
    assert not is_gkmlpt(text)
