"""Columns of Hanweb's CMS: rows in a recordset, and the script that fetches the rest."""

from dataclasses import replace
from datetime import date
from time import process_time
from urllib.parse import parse_qs, urlsplit

import pytest

from core.model import Ask, Reference
from core.source import SourceKind
from crawler.discover.hanweb import hanweb, is_hanweb
from crawler.discover.outcome import Answer, Elsewhere, Found, Outcome, Rules, Unreadable
from seeds.platforms import Planted, planted
from seeds.platforms.hanweb import PROXY, HanwebSite

HOST = "https://www.mou.gov.cn"
COLUMN = f"{HOST}/col/col104/index.html"
LINK = f"{PROXY}?page=1&amp;webid=8&amp;path=/&amp;columnid=104&amp;unitid=6"


def read(text: str, url: str = COLUMN, ask: Ask | None = None, number: int = 1, include: str | None = None) -> Outcome:
    return hanweb(Answer(text=text, url=url, ask=ask or Ask(url=url), number=number), Rules(include=include))


def column(*rows: str, before: str = "", script: str = "") -> str:
    records = "".join(f"<record><![CDATA[{row}]]></record>" for row in rows)
    return f"<script type='text/xml'><datastore>{before}<recordset>{records}</recordset></datastore></script>{script}"


def only(row: str, include: str | None = None) -> Reference:
    outcome = read(column(row), include=include)
    assert isinstance(outcome, Found)
    assert len(outcome.references) == 1
    return outcome.references[0]


def further(text: str) -> Ask | None:
    outcome = read(text)
    assert isinstance(outcome, Found)
    return outcome.further


def walked(site: HanwebSite) -> tuple[list[Reference], list[Ask]]:
    """The references of all answers, and what was asked."""
    found: list[Reference] = []
    asked: list[Ask] = []
    ask: Ask | None = Ask(url=HOST + site.listing)
    number = 1
    while ask is not None:
        asked.append(ask)
        served = site.serve(ask.method, ask.url.removeprefix(HOST), (ask.body or "").encode())
        assert served is not None
        outcome = read(served.body.decode(), ask.url, ask, number)
        assert isinstance(outcome, Found | Elsewhere), outcome
        assert outcome.kind is SourceKind.HANWEB
        if isinstance(outcome, Found):
            found.extend(outcome.references)
            number += 1
        ask = outcome.ask if isinstance(outcome, Elsewhere) else outcome.further
    return found, asked


def documents(count: int) -> list[Planted]:
    """Number 2 is pinned above all newer ones, the newest stands on another host."""
    made = planted(count)
    made[1] = replace(made[1], pinned=True)
    made[-1] = replace(made[-1], elsewhere=True)
    return made


def paths(found: list[Reference]) -> list[str]:
    return [urlsplit(reference.url).path for reference in found]


@pytest.mark.parametrize("escaped", [False, True])
@pytest.mark.parametrize("embedded", [False, True])
def test_all_planted_documents_are_found_over_all_groups(*, escaped: bool, embedded: bool) -> None:
    site = HanwebSite(documents(160), escaped=escaped, embedded=embedded, origin="http://www.mou.gov.cn")

    found, asked = walked(site)

    assert set(paths(found)) == set(site.wanted)
    assert {urlsplit(reference.url).scheme for reference in found} == {"https"}
    spans = [parse_qs(urlsplit(ask.url).query) for ask in asked[1:]]
    starts = ["46", "91", "136"] if embedded else ["1", "46", "91", "136"]
    assert [span["startrecord"] for span in spans] == [[start] for start in starts]
    assert [span["perpage"] for span in spans] == [["15"]] * len(starts)
    assert {ask.method for ask in asked[1:]} == {"POST"}


def test_a_column_of_one_group_is_read_with_one_request() -> None:
    site = HanwebSite(documents(44))

    found, asked = walked(site)

    assert sorted(paths(found)) == sorted(site.wanted)
    assert len(asked) == 1


def test_encrypted_ids_leave_what_stands_in_the_page() -> None:
    site = HanwebSite(documents(160), encrypted=True)

    found, asked = walked(site)

    assert sorted(paths(found)) == sorted(site.wanted)
    assert len(asked) == 1


def test_a_row_gives_title_day_and_number() -> None:
    site = HanwebSite(planted(3))

    newest = walked(site)[0][0]

    assert newest.title == site.documents[-1].title
    assert newest.date == date(2026, 3, 8)
    assert newest.listed.doc_number == "样府办〔2026〕3号"


@pytest.mark.parametrize(
    ("row", "title", "day"),
    [
        ("<li><a href='/art/2026/1/9/art_1_2.html'>甲通知</a>[2026-01-10]</li>", "甲通知", date(2026, 1, 10)),
        ("<li><a href='/art/2026/1/9/art_1_2.html'>甲通知</a></li>", "甲通知", date(2026, 1, 9)),
        (
            "<tr><td>1</td><td><a href='/art/2026/1/9/art_1_2.html'>甲通知</a></td><td>2026-01-09</td></tr>",
            "甲通知",
            None,
        ),
        ("<a href='/col/col9/index.html'>[要闻]</a><a href='/art/2026/1/9/art_1_2.html'>甲通知</a>", "甲通知", None),
        ("<a href='/art/2026/1/9/art_1_2.html'><span>甲通知...</span><i>2026-01-09</i></a>", "甲通知...", None),
        ("&lt;li&gt;&lt;a href='/art/2026/1/9/art_1_2.html'&gt;甲通知&lt;/a&gt;&lt;/li&gt;", "甲通知", None),
    ],
)
def test_rows_come_in_every_form(row: str, title: str, day: date | None) -> None:
    reference = only(row)

    assert reference.url == f"{HOST}/art/2026/1/9/art_1_2.html"
    assert reference.title == title
    assert reference.date == (day or date(2026, 1, 9))


def test_a_link_to_another_host_is_a_document_only_where_include_names_it() -> None:
    row = "<a href='https://mp.weixin.qq.com/s/abc'>某通知</a>"

    assert read(column(row)) == Found((), None, SourceKind.HANWEB)
    assert only(row, include="mp.weixin.qq.com").url == "https://mp.weixin.qq.com/s/abc"


def test_without_a_script_the_link_of_the_recordset_leads_on() -> None:
    link = f'<nextgroup><![CDATA[<a href="{LINK}"></a>]]></nextgroup>'

    ask = further(column("<a href='/art/2026/1/9/art_1_2.html'>甲通知</a>", before=link))

    assert ask == Ask(url=f"{HOST}{PROXY}?page=1&webid=8&path=/&columnid=104&unitid=6")


def test_a_relative_link_of_an_answer_leads_on_beside_it() -> None:
    link = '<nextgroup><![CDATA[<a href="./dataproxy.jsp?page=5&columnid=104&unitid=6"></a>]]></nextgroup>'
    url = f"{HOST}{PROXY}?page=4&columnid=104&unitid=6"

    outcome = read(column("<a href='/art/2026/1/9/art_1_2.html'>甲</a>", before=link), url)

    assert isinstance(outcome, Found)
    assert outcome.further == Ask(url=f"{HOST}{PROXY}?page=5&columnid=104&unitid=6")


def test_of_several_lists_on_a_page_the_longest_goes_on() -> None:
    script = (
        "<script>var param_1 = {columnid:7,unitid:'1'};$('#1').jpage({totalRecord:5,perPage:5,proxyParam:param_1});"
        "var param_2 = {columnid:8,unitid:'2'};$('#2').jpage({totalRecord:500,perPage:20,groupSize:2});</script>"
    )

    ask = further(column("<a href='/art/2026/1/9/art_1_2.html'>甲通知</a>", script=script))

    assert ask is not None
    assert ask.body == "columnid=8&unitid=2"
    assert ask.url == f"{HOST}{PROXY}?startrecord=2&endrecord=41&perpage=20"


def test_the_script_cannot_lead_a_post_to_what_is_no_address() -> None:
    script = "<script>param_1={columnid:7,unitid:1};$('#1').jpage({totalRecord:50,proxyUrl:'javascript:x'})</script>"

    assert further(column("<a href='/art/2026/1/9/art_1_2.html'>甲通知</a>", script=script)) is None


def test_a_list_without_a_recordset_is_read_as_any_list() -> None:
    rows = "".join(
        f"<li><a href='/art/2026/1/{n}/art_1_{n}.html'>关于第{n}批的通知</a>2026-01-0{n}</li>" for n in range(1, 8)
    )

    outcome = read(f"<ul>{rows}</ul>")

    assert isinstance(outcome, Found)
    assert (len(outcome.references), outcome.kind) == (7, SourceKind.HANWEB)


def test_an_empty_answer_is_the_end_but_no_beginning() -> None:
    empty = "<datastore><recordset></recordset></datastore>"
    url = f"{HOST}{PROXY}?startrecord=46&endrecord=90&perpage=15"

    assert read(empty, url, number=2) == Found((), None, SourceKind.HANWEB)
    assert isinstance(read(empty, url), Unreadable)
    assert isinstance(read(empty), Unreadable)


def test_a_page_is_known_by_its_recordset_or_its_script() -> None:
    site = HanwebSite(planted(3), escaped=True)

    for served in (site.serve("GET", site.listing, b""), site.serve("GET", PROXY, b"")):
        assert served is not None
        assert is_hanweb(served.body.decode())
    assert not is_hanweb("<a href='/col/col1/index.html'>首页</a>")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "<recordset></recordset>",
        "<html><body>网站维护</body></html>",
        "<a href='/art/2026/1/9/art_1_2.html'>" * 60_000,
    ],
)
def test_what_holds_no_row_ends_in_a_sentence(text: str) -> None:
    assert isinstance(read(text), Unreadable)


@pytest.mark.parametrize(
    "piece",
    ["<record>", "<record ", "<record><a ", "#a').jpage(", "param_1={", "<nextgroup><a ", "&lt;recordset", "<b>"],
)
def test_hostile_pages_cost_no_time(piece: str) -> None:
    text = "<recordset>" + piece * (1_000_000 // len(piece))
    start = process_time()

    assert isinstance(read(text), Found | Unreadable)

    assert process_time() - start < 4
