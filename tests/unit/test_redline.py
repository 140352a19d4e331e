"""A diff as people read it."""

from core.diff import diff
from core.model import Block
from policywatch.redline import as_html, as_table, as_text

BEFORE = [Block("第一条 总则。", "第一条总则。"), Block("第二条 资助500万元。", "第二条资助500万元。", place="第二条")]
AFTER = [
    Block("第一条 总则。", "第一条总则。"),
    Block("第二条 资助800万元。", "第二条资助800万元。", place="第二条"),
    Block("第三条 新增的条款。", "第三条新增的条款。", place="第三条"),
]


def test_text_marks_what_went_and_what_came_inside_a_line() -> None:
    assert as_text(diff(BEFORE, AFTER)).splitlines() == [
        "  第一条 总则。",
        "~ 第二条 资助[-500-]{+800+}万元。",
        "+ 第三条 新增的条款。",
    ]


def test_the_table_shows_only_what_differs_with_its_place_and_a_note() -> None:
    table = as_table(diff(BEFORE, AFTER), title="办法")
    assert table.count("<tr>") == 3
    assert "<td>第二条 资助<del>500</del>万元。</td><td>第二条 资助<ins>800</ins>万元。</td>" in table
    assert "第三条 added 新增" in table
    assert "总则" not in table


def test_text_of_a_page_is_never_markup_of_ours() -> None:
    hostile = [Block("<script>alert(1)</script>", "x")]
    for page in (as_html(diff([], hostile), title="<b>"), as_table(diff(hostile, []), title="</title><b>")):
        assert "<script>" not in page
        assert "<b>" not in page
