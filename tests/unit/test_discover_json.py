"""The documents that a described JSON interface lists."""

import json
from dataclasses import replace
from datetime import date

import pytest

from core.model import Ask, Reference, Validity
from core.source import JsonApi, Paging, SourceKind
from crawler.discover import Answer, Found, Outcome, Rules, Unreadable, references
from crawler.discover.json_listing import json_list
from seeds.platforms import planted
from seeds.platforms.json_api import Ending, JsonSite
from tests.fakes.specimen_walk import ask_specimen

SITE = "https://www.mou.gov.cn"
BASE = f"{SITE}/gkmlpt/api/all/0?page=1&sid=1"
API = JsonApi(items="articles", url="url", title="title", date="date")


def read(text: str, rules: Rules, ask: Ask | None = None, number: int = 1) -> Outcome:
    ask = ask or Ask(url=BASE)
    return references(SourceKind.JSON, Answer(text=text, url=ask.url, ask=ask, number=number), rules)


def found(document: object, api: JsonApi = API, include: str | None = None, exclude: str | None = None) -> Found:
    outcome = read(json.dumps(document), Rules(api=api, include=include, exclude=exclude, itself=(BASE,)))
    assert isinstance(outcome, Found)
    return outcome


def why(text: str, api: JsonApi | None = API, number: int = 1) -> str:
    outcome = read(text, Rules(api=api, itself=(BASE,)), number=number)
    assert isinstance(outcome, Unreadable)
    return outcome.why


def shown_by(site: JsonSite) -> tuple[list[Reference], int]:
    """What a specimen shows from its first page to its last, described as in `sources.yaml`; and how many it took."""
    ask: Ask | None = Ask(
        url=SITE + site.listing, method=site.api.method, body=site.api.body, content_type=site.api.content_type
    )
    rules = Rules(itself=(SITE + site.listing,), api=site.api, paging=site.paging)
    shown: list[Reference] = []
    number = 0
    while ask is not None:
        number += 1
        outcome = ask_specimen(site, json_list, ask, rules, number)
        assert isinstance(outcome, Found), outcome
        shown += outcome.references
        ask = outcome.further
    return shown, number


def test_rows_become_references_in_their_order() -> None:
    rows = [
        {"url": "https://www.mou.gov.cn/gkmlpt/content/1/1/post_2.html", "title": "乙通知", "date": 1786636800},
        {"url": "/gkmlpt/content/1/1/post_1.html", "title": "甲通知", "date": "2026-01-09"},
    ]

    listed = found({"articles": rows, "total": 2}).references

    assert [reference.url.rpartition("/")[2] for reference in listed] == ["post_2.html", "post_1.html"]
    assert [reference.title for reference in listed] == ["乙通知", "甲通知"]
    assert listed[1].url == "https://www.mou.gov.cn/gkmlpt/content/1/1/post_1.html"


def test_an_array_at_the_top_needs_no_path() -> None:
    api = JsonApi(items="", url="URL", title="TITLE")

    listed = found([{"URL": "/content_1.htm", "TITLE": "条例全文"}], api=api).references

    assert [(reference.url, reference.title) for reference in listed] == [
        ("https://www.mou.gov.cn/content_1.htm", "条例全文")
    ]


def test_paths_go_through_mappings_and_arrays() -> None:
    api = JsonApi(items="data.0.list", url="link.href")

    assert len(found({"data": [{"list": [{"link": {"href": "/a"}}]}]}, api=api).references) == 1


def test_a_template_builds_the_address_from_fields() -> None:
    api = JsonApi(items="articles", url="/content/{dir.a}/post_{id}.html")

    listed = found({"articles": [{"id": 7, "dir": {"a": "某 目录"}}]}, api=api).references

    assert listed[0].url == "https://www.mou.gov.cn/content/%E6%9F%90%20%E7%9B%AE%E5%BD%95/post_7.html"


def test_a_field_cannot_lead_a_template_to_another_host() -> None:
    api = JsonApi(items="articles", url="/content/{id}")

    listed = found({"articles": [{"id": "@evil.example/?#"}]}, api=api).references

    assert listed[0].url.startswith("https://www.mou.gov.cn/content/")


def test_half_a_character_does_no_harm() -> None:
    api = JsonApi(items="articles", url="/content/{id}", title="title")

    listed = found({"articles": [{"id": "\ud800", "title": "通知\ud800"}]}, api=api).references

    assert (listed[0].url, listed[0].title) == ("https://www.mou.gov.cn/content/%3F", "通知")


def test_highlighting_tags_and_entities_leave_the_title() -> None:
    rows = [{"url": "/1", "title": "关于<em>细胞治疗</em>&amp;干细胞的\t通知"}]

    assert found({"articles": rows}).references[0].title == "关于细胞治疗&干细胞的 通知"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-01-09", date(2026, 1, 9)),
        ("2026-01-09 23:59:59", date(2026, 1, 9)),
        ("2026-01-09T23:59:59+08:00", date(2026, 1, 9)),
        ("2026-01-08T16:30:00Z", date(2026, 1, 9)),
        ("2026/1/9", date(2026, 1, 9)),
        ("2026年1月9日", date(2026, 1, 9)),
        ("20260109", date(2026, 1, 9)),
        (20260109, date(2026, 1, 9)),
        (1786636800, date(2026, 8, 14)),
        (1786636800000, date(2026, 8, 14)),
        ("1786636800", date(2026, 8, 14)),
        (1786636800.0, date(2026, 8, 14)),
        (0, None),
        (10**400, None),
        ("9" * 5000, None),
        (float("inf"), None),
        (float("nan"), None),
        (-1, None),
        (True, None),
        (None, None),
        ("昨天", None),
        ("2026-13-40", None),
        ({"y": 2026}, None),
    ],
)
def test_days_are_read_in_the_zone_of_the_source(written: object, day: date | None) -> None:
    rows = [{"url": "/1", "date": written}]

    assert found({"articles": rows}).references[0].date == day


def test_include_and_exclude_choose_among_rows() -> None:
    rows = [{"url": "/post_1.html"}, {"url": "/video/post_2.html"}, {"url": "/other"}]

    listed = found({"articles": rows}, include="post_", exclude="/video/").references

    assert [reference.url for reference in listed] == ["https://www.mou.gov.cn/post_1.html"]


def test_the_same_document_under_two_rows_is_found_once_where_it_stood_first() -> None:
    rows = [{"url": "/post_1.html"}, {"url": "/post_2.html"}, {"url": "http://www.mou.gov.cn/mpost_1.html"}]

    assert [reference.url[-11:] for reference in found({"articles": rows}).references] == ["post_1.html", "post_2.html"]


def test_a_row_without_an_address_is_passed_over() -> None:
    rows = [{"title": "无链接"}, "nonsense", None, {"url": "javascript:1"}, {"url": "/post_1.html"}]

    assert len(found({"articles": rows}).references) == 1


def test_no_rows_are_a_fact() -> None:
    assert found({"articles": []}) == Found((), kind=SourceKind.JSON)


def test_rows_without_end_are_bounded() -> None:
    rows = [{"url": f"/post_{n}.html"} for n in range(6000)]

    assert len(found({"articles": rows}).references) == 5000


@pytest.mark.parametrize("text", ["{", "<html>", '{"articles": [', "callback({})", "NaNs"])
def test_what_is_not_json_is_said_to_be_none(text: str) -> None:
    assert why(text).startswith("the answer is not JSON")


def test_an_empty_answer_is_said_to_be_empty() -> None:
    assert why(" \n") == "the answer is empty"


def test_json_nested_without_end_is_refused() -> None:
    assert why("[" * 200_000) == "the answer is nested too deeply"


def test_a_missing_path_is_named_with_what_is_there_instead() -> None:
    assert why('{"code": 500, "msg": "x"}') == "there is no array at 'articles'; the answer has: code, msg"


@pytest.mark.parametrize("text", ['{"articles": {"a": 1}}', '{"articles": null}', "[]", "7", '"x"', "null"])
def test_whatever_stands_there_instead_of_an_array_is_reported(text: str) -> None:
    assert why(text).startswith("there is no array at 'articles'")


def test_rows_that_all_lack_the_address_are_reported_with_their_fields() -> None:
    said = why('{"articles": [{"link": "/1", "name": "x"}]}')

    assert said == "no row has an address at 'url'; the first row has: link, name"


def test_kind_json_without_a_description_is_reported() -> None:
    assert "api" in why("[]", api=None)


@pytest.mark.parametrize("post", [False, True])
@pytest.mark.parametrize("from_zero", [False, True])
@pytest.mark.parametrize("ending", list(Ending))
@pytest.mark.parametrize("count", [1, 15, 40])
def test_every_planted_document_is_found_over_all_pages_and_none_twice(
    post: bool, from_zero: bool, ending: Ending, count: int
) -> None:
    site = JsonSite(planted(count), post=post, from_zero=from_zero, ending=ending)

    shown, pages = shown_by(site)

    assert sorted(reference.url for reference in shown) == sorted(SITE + path for path in site.wanted)
    assert pages <= -(-count // site.rows) + 2


def test_titles_days_and_standing_are_those_of_the_documents() -> None:
    site = JsonSite([replace(document, repealed=document.number == 2) for document in planted(3)])

    shown, _ = shown_by(site)

    assert [(ref.title, ref.date, ref.listed.validity) for ref in shown] == [
        (site.documents[2].title, site.documents[2].day, None),
        (f"【已废止】{site.documents[1].title}", site.documents[1].day, Validity.REPEALED),
        (site.documents[0].title, site.documents[0].day, None),
    ]


@pytest.mark.parametrize(
    ("paging", "number", "ask"),
    [
        (Paging(url="/api?p={page}&s={x}"), 1, Ask(url=f"{SITE}/api?p=2&s=%7Bx%7D")),
        (Paging(url="/api?p={page}", first=1), 3, Ask(url=f"{SITE}/api?p=3")),
        (Paging(body='{"p": {page}}'), 1, Ask(url=BASE, method="POST", body='{"p": 2}', content_type="a/b")),
        (Paging(url="javascript:{page}"), 1, None),
        (Paging(), 1, None),
    ],
)
def test_the_next_page_is_asked_for_as_the_source_describes_it(paging: Paging, number: int, ask: Ask | None) -> None:
    method = "POST" if paging.body else "GET"
    first = Ask(url=BASE, method=method, content_type="a/b" if paging.body else None)
    text = json.dumps({"articles": [{"url": "/1"}]})

    outcome = read(text, Rules(api=API, itself=(BASE,), paging=paging), first, number)

    assert isinstance(outcome, Found)
    further = outcome.further
    assert (
        further and Ask(url=further.url, method=further.method, body=further.body, content_type=further.content_type)
    ) == ask


def test_a_page_is_no_repetition_of_another_page() -> None:
    rules = Rules(api=API, itself=(BASE,), paging=Paging(url="/api?p={page}"))
    first = read(json.dumps({"articles": [{"url": "/1"}]}), rules)
    assert isinstance(first, Found)

    second = read(json.dumps({"articles": [{"url": "/2"}]}), rules, first.further, number=2)

    assert isinstance(second, Found)
    assert [reference.url for reference in second.references] == [f"{SITE}/2"]
    assert second.further is not None


@pytest.mark.parametrize("text", ['{"articles": null}', '{"articles": {}}', '{"articles": ""}'])
def test_nothing_where_rows_would_be_is_the_end_behind_the_first_page_only(text: str) -> None:
    rules = Rules(api=API, itself=(BASE,), paging=Paging(url="/api?p={page}"))

    assert read(text, rules, number=2) == Found((), kind=SourceKind.JSON)
    assert "there is no array" in why(text)


def test_an_error_behind_the_first_page_is_no_end() -> None:
    assert why('{"code": 500}', number=2).startswith("there is no array")
    assert why('{"articles": "busy"}', number=2).startswith("there is no array")
    assert why("<html>", number=2).startswith("the answer is not JSON")
