"""The comparison table (修改对照表) as a Word document."""

import re
from collections.abc import Iterable
from datetime import UTC
from io import BytesIO
from itertools import islice

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table
from docx.text.font import Font
from docx.text.paragraph import Paragraph

from core.diff import Op
from core.redline import Piece, rows
from policywatch.redline import HEADINGS, NOTHING, Comparison
from policywatch.terminal import harmless

KIND = "amendment comparison table 修改对照表"
WIDTHS = (Cm(10.5), Cm(10.5), Cm(4.7))
ROWS = 2_000
"""Most rows of a table; a last one says how many it leaves out."""

PROPERTY_LENGTH = 255
"""Longest value of a document property (ECMA-376 part 2, as Word reads it)."""

_NO_CHARACTER = re.compile("[\ufffe\uffff]")
_LATIN, _HAN = "Times New Roman", "SimSun"
_GONE, _COME = RGBColor(0xB0, 0x1E, 0x1E), RGBColor(0x0B, 0x5A, 0x2B)


def as_docx(comparison: Comparison) -> bytes:
    """A file for Word: landscape A4, header row on every page, what went struck through, what came underlined."""
    word = Document()
    _lay_out(word)
    _describe(word, comparison)
    word.add_heading(_legal(comparison.title), level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.add_paragraph(KIND).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for label, value in comparison.facts():
        word.add_paragraph(f"{label}: {_legal(value)}").paragraph_format.space_after = Pt(2)
    _fill(word.add_table(rows=1, cols=len(HEADINGS), style="Table Grid"), comparison)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _lay_out(word: Word) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    for name, size in (("Normal", Pt(10.5)), ("Heading 1", Pt(16))):
        style = word.styles[name]
        _letter(style.font, size)


def _letter(font: Font, size: Length) -> None:
    font.name, font.size, font.color.rgb = _LATIN, size, RGBColor(0, 0, 0)
    fonts = font.element.rPr.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        # A theme's letter would win over the one that is named.
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), _HAN)


def _describe(word: Word, comparison: Comparison) -> None:
    about = word.core_properties
    about.title = _legal(comparison.title)[:PROPERTY_LENGTH]
    about.subject, about.author, about.last_modified_by, about.comments = KIND, "PolicyWatch 政策观察", "", ""
    # The file is dated by what it shows: the same comparison is the same document.
    about.created = about.modified = comparison.after.seen_at.astimezone(UTC).replace(tzinfo=None)


def _fill(table: Table, comparison: Comparison) -> None:
    table.autofit = False
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, heading in zip(head.cells, HEADINGS, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    told = rows(comparison.hunks)
    for row in islice(told, ROWS):
        before, after, note = _row(table)
        _write(before, row.before)
        _write(after, row.after)
        note.add_run(_legal(row.note))
    if left := sum(1 for _ in told):
        _row(table)[2].add_run(f"… {left} more 另有 {left} 处未列出")
    if len(table._tbl.tr_lst) == 1:
        _row(table)[2].add_run(NOTHING)
    for line in table._tbl.tr_lst:
        for cell, width in zip(line.tc_lst, WIDTHS, strict=True):
            cell.width = width


def _row(table: Table) -> list[Paragraph]:
    """The cells of a new row, as the paragraphs in them."""
    return [cell.paragraphs[0] for cell in table.add_row().cells]  # type: ignore[no-untyped-call]


def _write(paragraph: Paragraph, pieces: Iterable[Piece]) -> None:
    for piece in pieces:
        run = paragraph.add_run(_legal(piece.text))
        if piece.op is Op.DELETE:
            run.font.strike, run.font.color.rgb = True, _GONE
        elif piece.op is Op.INSERT:
            run.font.underline, run.font.color.rgb = True, _COME


def _legal(text: str) -> str:
    """The text without what XML 1.0 forbids (§2.2, Char) and what turns a line round."""
    return _NO_CHARACTER.sub("\ufffd", harmless(text))
