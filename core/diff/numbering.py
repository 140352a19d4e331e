"""Leading numbers (第五条, （二）, 1.): what a block says without its own, and where it therefore stands."""

import re
from collections.abc import Sequence

from core.diff.hunks import Hunk, Op
from core.model import Block, BlockKind

_HAN = "一二三四五六七八九十百千零〇两"
_ARTICLE_NUMBER = rf"第[{_HAN}\d]{{1,9}}(?:分编|编|章|节|条)(?:之[{_HAN}]{{1,3}})?"
_CITED = r"(?!\s*第)(?:\s|(?![之的、，,]|规定|所[称列述指]|中(?![国央小医外介华])|[和与至及或到]第|修改|删[去除]|增加))"
"""What may not follow the block's own number: 第三条第二款修改为…, 第三条规定的… begin with another text's."""

_LEVELS = (
    rf"[{_HAN}]{{1,4}}、",
    rf"[（(][{_HAN}]{{1,4}}[)）]",
    r"\d{1,3}(?:[.．](?!\d)|、)",
    r"[（(]\d{1,3}[)）]",
    r"[①-⑳]",
)
_ITEMS = "|".join(f"({level})" for level in _LEVELS)
_NUMBER = re.compile(rf"\s*(?:({_ARTICLE_NUMBER}){_CITED}|{_ITEMS})")
_ANY_NUMBER = re.compile(rf"{_ARTICLE_NUMBER}|{_ITEMS}")
_ARTICLE = re.compile(r"第.+条")
_ANNEX = re.compile(r"附\s*[件表录]")


def number(text: str) -> str:
    """The leading number of a block; empty where it has none.

    >>> number("第五条 市卫生健康部门"), number("第五条规定的资助"), number("1.5亿元")
    ('第五条', '', '')
    """
    found = _NUMBER.match(text)
    return found[0].strip() if found else ""


def content(text: str) -> str:
    """What a block says without its leading number; the number itself where it says nothing else."""
    found = _NUMBER.match(text)
    return text[found.end() :].lstrip() or text if found else text


def said(block: Block) -> str:
    """What is compared of a block: its folded text without its own number, which only the text as published tells."""
    found = _ANY_NUMBER.match(block.folded) if number(block.text) else None
    return block.folded[found.end() :] or block.folded if found else block.folded


def renumbered(hunk: Hunk) -> bool:
    """Whether a block says the same under another number."""
    if hunk.op is not Op.EQUAL or hunk.before == hunk.after:
        return False
    # Width and space are no difference of the number: （1） is (1).
    return _bare(number(hunk.before or "")) != _bare(number(hunk.after or ""))


def places(blocks: Sequence[Block]) -> list[str | None]:
    """The full place of each block: an item's under that of its article, 第五条（二）."""
    found: list[str | None] = []
    above: list[tuple[int, str]] = []
    for block in blocks:
        if block.place is None:
            if block.kind is BlockKind.HEADING or _ANNEX.match(block.text):
                above.clear()
            found.append(None)
            continue
        level = _level(block.place)
        while above and above[-1][0] >= level:
            above.pop()
        found.append("".join(place for _, place in above) + block.place)
        if level == 0 and not _ARTICLE.match(block.place):
            # A chapter names no place of its articles: they are counted through.
            above.clear()
        else:
            above.append((level, block.place))
    return found


def _level(place: str) -> int:
    match = _NUMBER.match(place)
    return (match.lastindex or 1) - 1 if match else 0


def _bare(numeral: str) -> str:
    return re.sub(r"[\s（）().．、]", "", numeral)
