"""What a row of a list says of its document: day, title, number, validity."""

from datetime import date

import pytest

from core.model import Ask, Reference, Validity
from core.model.listed import NOTHING_LISTED
from core.source import SourceKind
from crawler.discover import Answer, Found, Rules, references

LISTING = "https://www.mou.gov.cn/xxgk/tzgg/"
DATED = '<li><a href="{href}">{title}</a><span>{day}</span></li>'


def found(html: str) -> tuple[Reference, ...]:
    answer = Answer(text=html, url=LISTING, ask=Ask(url=LISTING))
    outcome = references(SourceKind.LIST, answer, Rules(itself=(LISTING,)))
    assert isinstance(outcome, Found)
    return outcome.references


def rows(form: str, count: int = 8) -> str:
    """Rows of a form with {n}, {title} and {day}."""
    filled = (
        form.replace("{n}", str(100 + n)).replace("{title}", f"关于开展第{n}批项目申报的通知")
        for n in range(1, count + 1)
    )
    return "".join(row.replace("{day}", f"2026-09-{n:02}") for n, row in enumerate(filled, start=1))


# --- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "beside",
    [
        "<span>[\n 2026-09-11 ]</span>",
        "<span>(2026-09-11)</span>",
        "<span>【2026.09.11】</span>",
        "<span>2026/9/11</span>",
        "<span>26-09-11</span>",
        "<span>2026年9月11日</span>",
        "<span>发布时间：2026-09-11 10:30:00</span>",
        "<span>发布时间：</span><span>2026-09-11</span>",
        "<span>成文日期：2026-09-01 发布日期：2026-09-11</span>",
        "<span>发布日期：2026-09-11</span><span>截止日期：2026-10-11</span>",
        "<p>本通知自2026年10月1日起施行，2019年5月6日印发的旧文件同时废止。</p><span>2026-09-11</span>",
        "<b>11</b><i>2026-09</i>",
        "<i>2026.09</i><b>11</b>",
        "<i>2026年09月</i><b>11日</b>",
        "<b>09-11</b><i>2026</i>",
        "<i>2026年</i><b>9月11日</b>",
        "<b>11</b><i>9月</i><u>2026</u>",
    ],
)
def test_the_day_of_publication_is_read_in_every_form(beside: str) -> None:
    row = f'<li><a href="/news/{{n}}.html">{{title}}（2025年3月1日起施行）</a>{beside}</li>'

    assert {reference.date for reference in found(f"<ul>{rows(row, 3)}</ul>")} == {date(2026, 9, 11)}


@pytest.mark.parametrize(
    "html",
    [
        rows('<li><a href="/news/2026/{n}.html">{title}</a><span>09-11</span></li>', 3),
        rows('<li><a href="/news/202609/{n}.html">{title}</a><span>[9月11日]</span></li>', 3),
        f"<h3>2026年度</h3><ul>{rows(DATED.replace('{href}', '/news/{n}.html').replace('{day}', '09/11'), 3)}</ul>",
        rows('<li><a href="/2026/0911/c10-{n}.html">{title}</a></li>', 6),
        rows('<li><a href="/tz/2026/9/11/{n}.html">{title}</a></li>', 6),
    ],
)
def test_a_year_that_the_row_leaves_out_is_in_the_address_or_above(html: str) -> None:
    assert {reference.date for reference in found(f"<ul>{html}</ul>")} == {date(2026, 9, 11)}


def test_a_day_without_any_year_is_none() -> None:
    html = rows(DATED.replace("{href}", "/news/{n}.html").replace("{day}", "09-11"))

    assert {reference.date for reference in found(f"<ul>{html}</ul>")} == {None}


# --- titles and facts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anchor", "title"),
    [
        ('<a href="/post_1.html" title="关于印发某规划的通知全文">关于印发…</a>', "关于印发某规划的通知全文"),
        ('<a href="/post_1.html" title="关于印发…">关于印发某规划的通知</a>', "关于印发某规划的通知"),
        ('<a href="/post_1.html">【已废止】某管理办法</a>', "【已废止】某管理办法"),
    ],
)
def test_the_longer_title_is_taken_and_its_marks_stay(anchor: str, title: str) -> None:
    assert [reference.title for reference in found(f"<ul><li>{anchor}</li></ul>")] == [title]


@pytest.mark.parametrize(
    ("title", "validity"),
    [
        ("【已废止】某管理办法", Validity.REPEALED),
        ("某管理办法（已失效）", Validity.EXPIRED),
        ("[废止] 某管理办法", Validity.REPEALED),
        ("某管理办法(该文件已废止)", Validity.REPEALED),
        ("关于废止某管理办法的通知", None),
        ("关于公布失效文件目录（第一批）的决定", None),
    ],
)
def test_only_a_mark_says_that_a_document_is_no_longer_valid(title: str, validity: Validity | None) -> None:
    (reference,) = found(f'<ul><li><a href="/post_1.html">{title}</a></li></ul>')

    assert reference.listed.validity is validity


@pytest.mark.parametrize(
    "beside",
    [
        "<td>样府规〔2026〕3号</td>",
        "<td>文号：样府规[2026]3号</td>",
        "<td><b>文 号：</b></td><td>样府规（2026）3号</td>",
        "<td>发文字号 : 样府规〔2026〕3号</td>",
    ],
)
def test_a_number_in_its_own_cell_or_with_its_label_is_the_documents(beside: str) -> None:
    row = f'<tr><td><a href="/news/{{n}}.html">{{title}}</a></td>{beside}<td>{{day}}</td></tr>'

    assert {reference.listed.doc_number for reference in found(f"<table>{rows(row)}</table>")} == {"样府规〔2026〕3号"}


def test_a_number_in_a_summary_is_not_the_documents() -> None:
    row = '<li><a href="/news/{n}.html">{title}</a><p>根据样府规〔2026〕3号文件要求，现通知如下</p><i>{day}</i></li>'

    assert {reference.listed for reference in found(f"<ul>{rows(row)}</ul>")} == {NOTHING_LISTED}


def test_the_head_of_a_table_labels_its_cells() -> None:
    labels = ("索引号", "标题", "发布机构", "有效性", "成文日期", "发布日期")
    head = f"<thead><tr>{''.join(f'<th>{label}</th>' for label in labels)}</tr></thead>"
    row = (
        '<tr><td>00{n}/2026-1</td><td><a href="/news/{n}.html">{title}</a></td><td>某市卫健委</td><td>有效</td>'
        "<td>2026-09-01</td><td>{day}</td></tr>"
    )
    for body in (f"{head}<tbody>{rows(row)}</tbody>", f"{head.replace('thead', 'tbody')}{rows(row)}"):
        first = found(f"<table>{body}</table>")[0]
        assert first.date == date(2026, 9, 1)
        assert first.listed.written == date(2026, 9, 1)
        assert first.listed.index_number == "00101/2026-1"
        assert first.listed.agency == "某市卫健委"
        assert first.listed.validity is Validity.IN_FORCE
