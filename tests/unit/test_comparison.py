"""The 修改对照表 as a file that Word opens."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length
from hypothesis import given, settings
from hypothesis import strategies as st

from core.diff import Hunk, Op, diff
from policywatch import comparison
from policywatch.comparison import as_docx
from policywatch.redline import Comparison, Edition
from tests.fakes.regulation import articles, revised, sixty

DRAFT, FINAL = "https://www.example.gov.cn/draft.html", "https://www.example.gov.cn/final.html"


def compared(*hunks: Hunk, title: str = "某市细胞治疗产业促进办法") -> Comparison:
    return Comparison(
        title=title,
        before=Edition(DRAFT, 1, datetime(2026, 3, 1, 9, tzinfo=UTC)),
        after=Edition(FINAL, 2, datetime(2026, 4, 1, 9, tzinfo=UTC)),
        hunks=hunks,
    )


def opened(told: Comparison) -> Word:
    return docx.Document(BytesIO(as_docx(told)))


def regulation() -> Comparison:
    said = sixty()
    return compared(*diff(articles(*said), articles(*revised(said))))


def test_the_file_is_a_landscape_page_with_title_addresses_and_dates() -> None:
    word = opened(regulation())
    (section,) = word.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert [round(Length(side or 0).cm, 1) for side in (section.page_width, section.page_height)] == [29.7, 21.0]
    said = [paragraph.text for paragraph in word.paragraphs]
    assert said[:2] == ["某市细胞治疗产业促进办法", comparison.KIND]
    assert DRAFT in said[2]
    assert "2026-03-01 09:00+00:00" in said[2]
    assert FINAL in said[3]
    assert "2026-04-01" in said[3]
    assert word.core_properties.title == "某市细胞治疗产业促进办法"
    assert word.core_properties.created == datetime(2026, 4, 1, 9, tzinfo=UTC)


def test_the_table_has_three_columns_and_its_head_on_every_page() -> None:
    (table,) = opened(regulation()).tables
    assert [cell.text for cell in table.rows[0].cells] == ["before 原条文", "after 修改后", "note 说明"]
    assert table.rows[0]._tr.trPr is not None
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [row.cells[2].text.splitlines()[0] for row in table.rows][1:] == [
        "第五条 added 新增",
        "第二十二条 deleted 删除",
        "第四十三条 moved 移动",
        "第五十九条 merged 合并",
        "renumbered 序号调整",
    ]
    assert [round(Length(cell.width or 0).cm, 1) for cell in table.rows[3].cells] == [10.5, 10.5, 4.7]


def test_what_went_is_struck_through_and_what_came_underlined() -> None:
    (table,) = opened(compared(Hunk(Op.REPLACE, "资助500万元。", "资助800万元。"))).tables
    before, after, _ = (cell.paragraphs[0].runs for cell in table.rows[1].cells)
    assert [(run.text, run.font.strike, run.font.underline) for run in before] == [
        ("资助", None, None),
        ("500万元", True, None),
        ("。", None, None),
    ]
    assert [(run.text, run.font.strike, run.font.underline) for run in after] == [
        ("资助", None, None),
        ("800万元", None, True),
        ("。", None, None),
    ]


def test_equal_texts_are_a_table_that_says_so() -> None:
    (table,) = opened(compared(Hunk(Op.EQUAL, "甲", "甲"))).tables
    assert [cell.text for cell in table.rows[1].cells] == ["", "", "no difference 无差异"]


def test_a_table_is_bounded_and_says_how_much_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "ROWS", 3)
    (table,) = opened(compared(*(Hunk(Op.INSERT, None, f"第{n}段") for n in range(10)))).tables
    assert len(table.rows) == 5
    assert table.rows[4].cells[2].text == "… 7 more 另有 7 处未列出"


@pytest.mark.parametrize(
    "text", ["a\x00b", "\x1b[2J\x07", "\ufffe\uffff", "\ud800", "</w:t><w:t>", "&lt;", "\u202e倒", "]]>"]
)
def test_text_that_xml_forbids_or_means_something_to_it_is_text(text: str) -> None:
    told = replace(compared(Hunk(Op.REPLACE, f"甲{text}", f"乙{text}", text, text), title=text))
    word = opened(told)
    (table,) = word.tables
    assert table.rows[1].cells[0].text.startswith("甲")
    whole = "".join(cell.text for cell in table.rows[1].cells) + word.paragraphs[0].text
    assert not set("\x00\x1b\x07\ufffe\uffff\ud800\u202e") & set(whole)


@settings(max_examples=25)
@given(st.text(max_size=40), st.text(max_size=300))
def test_any_text_makes_a_file_that_opens(text: str, title: str) -> None:
    assert len(opened(compared(Hunk(Op.INSERT, None, text), title=title)).tables[0].rows) == 2
