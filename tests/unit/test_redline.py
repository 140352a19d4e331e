"""A diff as people read it."""

from datetime import UTC, date, datetime

from core.diff import Hunk, Op, diff
from core.model import Block
from core.redline import Piece, redline, rows
from policywatch.redline import Comparison, Edition, as_html, as_table, as_text
from tests.fakes.regulation import articles, revised, sixty

BEFORE = [Block("第一条 总则。", "第一条总则。"), Block("第二条 资助500万元。", "第二条资助500万元。", place="第二条")]
AFTER = [
    Block("第一条 总则。", "第一条总则。"),
    Block("第二条 资助800万元。", "第二条资助800万元。", place="第二条"),
    Block("第三条 新增的条款。", "第三条新增的条款。", place="第三条"),
]
HOSTILE = "<script>alert(1)</script></td>"


def compared(before: list[Block], after: list[Block], *, title: str = "办法") -> Comparison:
    return Comparison(
        title=title,
        before=Edition("https://www.example.gov.cn/draft.html", 3, datetime(2026, 3, 1, 9, tzinfo=UTC)),
        after=Edition(
            "https://www.example.gov.cn/final.html?a=1&b=2", 4, datetime(2026, 4, 1, tzinfo=UTC), date(2026, 3, 31)
        ),
        hunks=diff(before, after),
    )


def test_text_marks_what_went_and_what_came_inside_a_line() -> None:
    assert as_text(diff(BEFORE, AFTER)).splitlines() == [
        "  第一条 总则。",
        "~ 第二条 资助[-500万元-]{+800万元+}。",
        "+ 第三条 新增的条款。",
    ]


def test_text_marks_moves_mergers_and_new_numbers() -> None:
    said = sixty()
    lines = as_text(diff(articles(*said), articles(*revised(said)))).splitlines()
    marks = "".join(line[0] for line in lines)
    assert marks == " " * 4 + "+" + "#" * 17 + "-" + " " * 17 + "###" + ">" + " " * 15 + "~"
    assert lines[5].startswith("# [-第五条-]{+第六条+} ")
    assert lines[43].startswith("> [-第四十条-]{+第四十三条+} ")
    assert "[-¶第六十条 -]" in lines[-1]


def test_an_entry_says_what_was_done_where_and_what_is_to_be_noted() -> None:
    (_, changed, added) = redline(diff(BEFORE, AFTER))
    assert (changed.label, changed.where, changed.notes) == ("changed 修改", "第二条", ("figures only 仅数字",))
    assert (added.label, added.where, added.notes) == ("added 新增", "第三条", ())
    assert (changed.before, changed.after) == (BEFORE[1].text, AFTER[1].text)


def test_a_block_that_moved_and_was_edited_shows_both_sides() -> None:
    (entry,) = redline([Hunk(Op.MOVE, "第三条 资助500万元。", "第七条 资助800万元。", "第七条", "第三条", 2)])
    assert (entry.op, entry.label) == (Op.REPLACE, "moved and changed 移动并修改")
    assert entry.notes == ("was 第三条 原第三条", "figures only 仅数字")
    assert Piece(Op.INSERT, "800万元") in entry.pieces


def test_a_merger_and_a_split_are_called_so() -> None:
    merged, split = redline([Hunk(Op.REPLACE, "甲\n乙", "甲乙"), Hunk(Op.REPLACE, "甲乙", "甲\n乙")])
    assert (merged.label, split.label) == ("merged 合并", "split 拆分")
    assert merged.notes == ("punctuation or layout only 仅标点或格式",)


def test_new_numbers_alone_are_one_row_at_the_end_of_the_table() -> None:
    said = sixty()
    told = list(rows(diff(articles(*said), articles(*revised(said)))))
    assert [row.note.splitlines()[0] for row in told] == [
        "第五条 added 新增",
        "第二十二条 deleted 删除",
        "第四十三条 moved 移动",
        "第五十九条 merged 合并",
        "renumbered 序号调整",
    ]
    assert told[2].note.endswith("was 第四十条 原第四十条")
    assert told[-1].before == (Piece(Op.EQUAL, "第五条–第二十一条\n第四十一条–第四十三条"),)
    assert told[-1].after == (Piece(Op.EQUAL, "第六条–第二十二条\n第四十条–第四十二条"),)


def test_the_table_shows_only_what_differs_with_its_place_and_a_note() -> None:
    table = as_table(compared(BEFORE, AFTER))
    assert table.count("<tr>") == 3
    assert "<td>第二条 资助<del>500万元</del>。</td><td>第二条 资助<ins>800万元</ins>。</td>" in table
    assert "<td>第二条 changed 修改<br>figures only 仅数字</td>" in table
    assert "第三条 added 新增" in table
    assert "总则" not in table


def test_a_table_of_equal_texts_says_that_nothing_differs() -> None:
    assert "no difference 无差异</td>" in as_table(compared(BEFORE, BEFORE))


def test_a_page_says_which_versions_it_compares() -> None:
    for page in (as_html(compared(BEFORE, AFTER)), as_table(compared(BEFORE, AFTER))):
        assert "version 版本 3 · seen 获取 2026-03-01 09:00+00:00 · https://www.example.gov.cn/draft.html" in page
        assert "published 发布 2026-03-31 · https://www.example.gov.cn/final.html?a=1&amp;b=2" in page
        assert "similarity 相似度" in page


def test_text_of_a_page_is_never_markup_of_ours() -> None:
    hostile = [Block(HOSTILE, HOSTILE, place=HOSTILE), Block(f"{HOSTILE}甲", f"{HOSTILE}甲", place=HOSTILE)]
    other = [Block(f"{HOSTILE}乙", f"{HOSTILE}乙", place=HOSTILE)]
    for before, after in (([], hostile), (hostile, []), (hostile, other), (other, hostile)):
        for page in (as_html(compared(before, after, title="</title><b>")), as_table(compared(before, after))):
            assert "<script>" not in page
            assert "<b>" not in page
            assert page.count("</td>") % 3 == 0
