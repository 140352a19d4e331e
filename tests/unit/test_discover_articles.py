"""Rows of catalogues and columns: which address names a document best, and what a row says of it."""

import json
from datetime import date

import pytest

from core.model import Attachment, Listed, Reference, Validity
from crawler.discover import Rules
from crawler.discover.articles import PUBLISHED, Articles

SITE = "https://www.mou.gov.cn"
ROOM = f"{SITE}/gkmlpt/api/all/0?page=1&sid=200001"


def found(*rows: object, rules: Rules | None = None, url: str = ROOM) -> tuple[Reference, ...]:
    articles = Articles(url, rules or Rules(itself=(url,)), days=(*PUBLISHED, "date"), written="date")
    references = articles.read(json.loads(json.dumps(rows)))
    assert isinstance(references, tuple)
    return references


def listed(**fields: object) -> Reference:
    return found({"title": "关于某事项的通知", "url": f"{SITE}/gkmlpt/content/1/1/post_1.html", **fields})[0]


def test_the_other_addresses_of_a_document_go_along() -> None:
    row = {
        "url": "http://www.mou.gov.cn/gkmlpt/content/1/1/post_1.html",
        "post_url": f"{SITE}/zwgk/content/post_1.html",
        "mpost_url": f"{SITE}/gkmlpt/content/1/1/mpost_1.html",
    }

    assert found(row) == (
        Reference(f"{SITE}/gkmlpt/content/1/1/post_1.html", also=(f"{SITE}/zwgk/content/post_1.html",)),
    )


def test_a_site_without_https_keeps_http() -> None:
    post = "www.mou.gov.cn/gkmlpt/content/1/1/post_1.html"
    row = {"url": f"https://{post}", "post_url": f"http://{post}"}

    assert found(row, url=ROOM.replace("https", "http"))[0].url == f"http://{post}"


def test_a_home_page_given_as_second_address_joins_nothing() -> None:
    rows = [{"url": f"/gkmlpt/content/1/1/post_{n}.html", "post_url": f"{SITE}/zwgk/index.html"} for n in (1, 2)]

    assert len(found(*rows)) == 2


def test_documents_of_other_authorities_are_wanted_until_include_says_otherwise() -> None:
    url = "https://www.gz.gov.cn/gkmlpt/content/1/1/post_1.html"

    assert found({"url": url}) == (Reference(url),)
    assert found({"url": url}, rules=Rules(include="/content/")) == ()


def test_other_sites_are_wanted_only_by_their_host() -> None:
    rows = [
        {"url": "https://mp.weixin.qq.com/s?__biz=Mz&amp;mid=1 "},
        {"url": "https://evil.example/?mp.weixin.qq.com/s"},
        {"url": f"{SITE}/gkmlpt/content/1/1/post_1.html"},
    ]

    assert [reference.url for reference in found(*rows)] == [f"{SITE}/gkmlpt/content/1/1/post_1.html"]
    wanted = found(*rows, rules=Rules(include=r"^https://mp\.weixin\.qq\.com/|/content/"))
    assert [reference.url for reference in wanted] == [
        "https://mp.weixin.qq.com/s?__biz=Mz&mid=1",
        f"{SITE}/gkmlpt/content/1/1/post_1.html",
    ]


def test_exclude_drops_documents() -> None:
    row = {"url": "/gkmlpt/content/1/1/post_1.html"}

    assert found(row, rules=Rules(exclude="post_1")) == ()


@pytest.mark.parametrize(
    ("fields", "validity"),
    [
        ({"is_abolished": 1, "is_expired": 1}, Validity.REPEALED),
        ({"is_abolished": "1"}, Validity.REPEALED),
        ({"is_abolished": True}, Validity.REPEALED),
        ({"is_abolished": 0, "is_expired": 1}, Validity.EXPIRED),
        ({"is_abolished": 0, "is_expired": 0}, Validity.IN_FORCE),
        ({"is_abolished": "false"}, Validity.IN_FORCE),
        ({"title": "【已失效】关于某事项的通知", "is_abolished": 0}, Validity.EXPIRED),
        ({"title": "【已废止】关于某事项的通知", "is_expired": 1}, Validity.REPEALED),
        ({"title": "某办法（该文件已废止）"}, Validity.REPEALED),
        ({"title": "关于宣布失效一批文件的决定"}, None),
        ({"is_abolished": None}, None),
        ({}, None),
    ],
)
def test_validity_is_what_any_mark_says(fields: dict[str, object], validity: Validity | None) -> None:
    assert listed(**fields).listed.validity is validity


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"display_publish_time": 1786636800, "created_at": "2020-01-01 00:00:00"}, date(2026, 8, 14)),
        ({"display_publish_time": 0, "created_at": "2026-06-18 16:25:04"}, date(2026, 6, 18)),
        ({"first_publish_time": "1786636800"}, date(2026, 8, 14)),
        ({"create_time": 1786636800}, date(2026, 8, 14)),
        ({"date": 1786636800}, date(2026, 8, 14)),
        ({}, None),
    ],
)
def test_the_day_is_that_of_publication_first(fields: dict[str, object], day: date | None) -> None:
    assert listed(**fields).date == day


def test_fields_that_say_nothing_are_none() -> None:
    assert listed(document_number="无", identifier=" / ", publisher="", date=None).listed == Listed()


def test_attachments_are_listed() -> None:
    files = [{"name": "附件1.pdf", "url": "/attachment/0/1/1.pdf"}, {"url": "javascript:;"}, 7, "/attachment/0/1/2.ofd"]

    assert listed(attachment=files).listed.attachments == (
        Attachment(name="附件1.pdf", url=f"{SITE}/attachment/0/1/1.pdf"),
        Attachment(name="2.ofd", url=f"{SITE}/attachment/0/1/2.ofd"),
    )


def test_rows_and_their_files_are_bounded() -> None:
    files = [f"/{number}.pdf" for number in range(40)]

    references = found(*({"url": f"/post_{number}.html", "attachment": files} for number in range(5001)))

    assert len(references) == 5000
    assert sum(len(reference.listed.attachments) for reference in references) == 5000


def test_a_field_of_dashes_says_nothing() -> None:
    assert listed(document_number="-" * 400, identifier="－" * 400 + "x" * 200).listed.doc_number is None


@pytest.mark.parametrize(
    "row",
    [
        {"url": ["/post_1.html"], "id": 1},
        {"url": "http://[::1/post_1.html"},
        {"url": "/post_1.html", "title": {"a": 1}, "date": 10**400, "is_abolished": [1], "attachment": {"url": 1}},
        {"url": "/post_1.html", "gkml_data": "{" * 40_000, "json_ext": "[1]", "title": "\ud800通知"},
        {"id": 10**30},
        {"id": True, "url": None},
    ],
)
def test_no_row_breaks_the_others(row: dict[str, object]) -> None:
    assert f"{SITE}/post_9.html" in [ref.url for ref in found(row, {"url": "/post_9.html"})]


@pytest.mark.parametrize(
    ("fields", "validity"),
    [
        ({"EXT_sx": "有效"}, Validity.IN_FORCE),
        ({"EXT_sx": "无效"}, Validity.EXPIRED),
        ({"EXT_sx": "已失效"}, Validity.EXPIRED),
        ({"EXT_sx": "已废止"}, Validity.REPEALED),
        ({"json_ext": '{"EXT_sx":"废止"}'}, Validity.REPEALED),
        ({"gkml_data": '{"is_abolished":1}'}, Validity.REPEALED),
        ({"gkml_data": {"is_expired": 1}}, Validity.EXPIRED),
        ({"title": "【已失效】某办法", "EXT_sx": "有效"}, Validity.EXPIRED),
        ({"EXT_sx": "待定"}, None),
        ({"json_ext": "[]"}, None),
        ({"json_ext": "{"}, None),
    ],
)
def test_validity_inside_a_row_counts_too(fields: dict[str, object], validity: Validity | None) -> None:
    assert listed(**fields).listed.validity is validity


def test_facts_of_the_catalogue_inside_a_row_are_read() -> None:
    inner = json.dumps(
        {"document_number": "深宝福规〔2026〕1号", "identifier": "1144/2026-00001", "publisher": "某街道"}
    )

    assert listed(gkml_data=inner, source="某区").listed == Listed(
        doc_number="深宝福规〔2026〕1号", index_number="1144/2026-00001", agency="某街道", source_label="某区"
    )


def test_the_fields_of_a_gazette_are_read() -> None:
    assert listed(EXT_zh="深府〔2006〕150号", EXT_fwdw="深圳市人民政府").listed == Listed(
        doc_number="深府〔2006〕150号", agency="深圳市人民政府"
    )
