"""Lines of a body as blocks: noise dropped, table rows joined, structure named."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from core.model import Block, BlockKind
from crawler.extract.lexicon import Chrome, is_count
from crawler.extract.worth import Judged

_NUMERALS = "一二三四五六七八九十百千零〇两0-9０-９"
_PLACE = re.compile(
    rf"^\s*(第[{_NUMERALS}]+(?:分编|编|章|节|条)(?:之[一二三四五六七八九十]+)?|[一二三四五六七八九十]{{1,3}}、|[（(][一二三四五六七八九十]{{1,3}}[)）]"
    r"|专栏\s?[一二三四五六七八九十\d]+|專欄\s?[一二三四五六七八九十\d]+|\d{1,3}[.．、](?!\d)|[（(]\d{1,3}[)）]|[①-⑳])"
)
_CHAPTER = re.compile(rf"^第[{_NUMERALS}]+(?:编|分编|章|节)")
_SENTENCE = re.compile("[。；;！？!?]")
_ALWAYS = frozenset((Chrome.TOOL, Chrome.FOOTER, Chrome.SPAM, Chrome.TAIL, Chrome.COMMENT, Chrome.ASIDE))
_AT_THE_END = _ALWAYS | {Chrome.META, Chrome.CREDIT, Chrome.EDITOR}
_AT_THE_START = _AT_THE_END | {Chrome.DATE, Chrome.FORM}
_CELLS = frozenset(("td", "th"))
_LIFTED = re.compile(r"^\W*(?:摘要|导读|提要|内容提要|核心提示|简介)\s*[:：]\s*")
_OF_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar)", re.IGNORECASE)
_FETCHED = re.compile(r"\s*[(（\[【]?\s*已?被?(?:点击)?下载(?:次数|量)?\s*[:：]?\s*\d+\s*次?\s*[)）\]】]?\s*$")
REPEATED = 20
MANY = 3
HEADING_LENGTH = 40
ROW_LENGTH = 600
CELL_SEPARATOR = " | "


def blocks_of(items: list[Judged], title_key: str | None) -> tuple[Block, ...]:
    """Blocks without noise; the title is dropped where it heads the text once more. `folded` is left empty."""
    kept = _trimmed([item for item in items if not _is_noise(item)], title_key)
    return tuple(block for row, cells in groupby(kept, key=_row_of) for block in _joined(row, list(cells)))


def _is_noise(item: Judged) -> bool:
    """What is dropped wherever it stands; attachments' lists and meta lines in the middle of a text stay."""
    if item.line.box.tag in _CELLS and item.chrome is Chrome.TOOL:
        return False
    if item.chrome is Chrome.META and item.line.box.tag not in _CELLS and is_count(item.key):
        return True
    return item.chrome in _ALWAYS or (item.is_link and item.worth < 0 and len(item.line.text) > 4)


def _trimmed(items: list[Judged], title_key: str | None) -> list[Judged]:
    first, end = 0, len(items)
    while first < end and (items[first].chrome in _AT_THE_START or items[first].key == title_key):
        first += 1
    # Such a paragraph is no part of the text only where the line of facts comes below it.
    while first > 0 and items[first - 1].chrome is Chrome.FORM and items[first - 1].line.box.tag == "p":
        first -= 1
    while end > first and items[end - 1].chrome in _AT_THE_END:
        end -= 1
    return items[first + 1 : end] if _is_excerpt(items[first:end]) else items[first:end]


def _is_excerpt(items: list[Judged]) -> bool:
    """Whether the first line is what a site lifted out of the text to stand above it: all its words come again."""
    if len(items) < MANY:
        return False
    excerpt = _LIFTED.sub("", items[0].line.text).rstrip("….。 ")
    head, tail = excerpt[:REPEATED], excerpt[-REPEATED:]
    if len(excerpt) < 2 * REPEATED or items[0].line.box.heading:
        return False
    rest = "".join(item.line.text for item in items[1:])
    return head in rest and tail in rest


def _row_of(item: Judged) -> int:
    box = item.line.box
    return box.cell[0] if box.tag in {"td", "th", "p", "div", "span"} else 0


def _joined(row: int, items: list[Judged]) -> Iterator[Block]:
    """One block for a row of short cells; a cell that holds a page of text is layout, not table."""
    cells = {item.line.box.cell[1] for item in items}
    if row and len(cells) > 1 and sum(len(item.line.text) for item in items) <= ROW_LENGTH:
        parts = (
            " ".join(item.line.text for item in cell) for _, cell in groupby(items, key=lambda i: i.line.box.cell[1])
        )
        yield Block(CELL_SEPARATOR.join(parts), "", BlockKind.TABLE_ROW)
        return
    yield from (_block(item) for item in items)


def _block(item: Judged) -> Block:
    text = item.line.text
    if "下载" in text and _OF_FILE.search(text):
        text = _FETCHED.sub("", text)  # how often a file was fetched is no part of its name
    place = _PLACE.match(text)
    return Block(text, "", _kind(item), place[1].strip() if place else None)


def _kind(item: Judged) -> BlockKind:
    line = item.line
    if line.box.heading or (_CHAPTER.match(line.text) and len(line.text) <= HEADING_LENGTH):
        return BlockKind.HEADING
    if line.box.tag == "li":
        return BlockKind.LIST_ITEM
    if line.box.tag in {"td", "th"}:
        return BlockKind.TABLE_ROW
    numbered = re.match(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]", line.text)
    if len(line.text) <= HEADING_LENGTH and (line.large or numbered) and not _SENTENCE.search(line.text):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH


def texts(blocks: Iterable[Block]) -> list[str]:
    """The paragraphs."""
    return [block.text for block in blocks]
