"""What a line is worth: how much it speaks for the text it stands in."""

import re
from dataclasses import dataclass

from crawler.extract.lexicon import Chrome
from crawler.extract.lines import Box, Line

CHROME_COST = {
    Chrome.TAIL: 300.0,
    Chrome.META: 12.0,
    Chrome.TOOL: 12.0,
    Chrome.CREDIT: 8.0,
    Chrome.EDITOR: 12.0,
    Chrome.CONTACT: 8.0,
    Chrome.FOOTER: 60.0,
    Chrome.SPAM: 80.0,
    Chrome.COMMENT: 40.0,
    Chrome.DATE: 6.0,
    Chrome.FORM: 6.0,
    Chrome.ASIDE: 0.0,
}
LINK_COST = 10.0
GAP_COST = 4.0
FREE_CLIMB = 3
LONG = 60
_CELLS = frozenset(("td", "th"))
_MARKS = re.compile(r"[^\w|]{1,2}")
"""A cell may say no more than %, √ or —."""


@dataclass(slots=True)
class Judged:
    """A line with its key, its kind of chrome and its worth in Chinese characters.

    Args:
        is_link: a link (or a row of links) rather than text with links in it.
    """

    line: Line
    key: str
    chrome: Chrome | None
    worth: float
    is_link: bool


def judge(lines: list[Line]) -> list[Judged]:
    """Every line with its worth."""
    return [_judged(line) for line in lines]


def _judged(line: Line) -> Judged:
    _, _, key, chrome, _, is_file = line.words
    if chrome is Chrome.TOOL and line.box.cell[1] and _MARKS.fullmatch(key):
        chrome = None
    share = line.link_share
    if chrome is not None:
        worth = -CHROME_COST[chrome] - (len(line.text) if chrome is Chrome.SPAM else 0)
    else:
        worth = 0.0 if is_file else _worth(line, share)
    return Judged(line, key, chrome, worth, share > 0.6 and not is_file)


def _worth(line: Line, share: float) -> float:
    size = len(line.text)
    letters = line.han + 0.2 * (size - line.han)
    if share > 0.6 and (size <= LONG or share >= 0.95):
        return -LINK_COST - 0.3 * letters
    plain = letters * (1 - share)
    stops = line.words.stops
    if share > 0.6 and stops <= 1:
        return -LINK_COST - 0.3 * letters
    if line.box.chrome:
        return -LINK_COST - 0.3 * plain
    if stops >= 2 or (stops and size > 12):
        return plain - 2 * letters * share
    if line.box.tag in _CELLS:
        return 0.4 * plain
    if size > 40 and line.han > 20:
        return 0.5 * plain
    return 0.2 * plain - 3.0


def gap(boxes: list[Box], before: Line, after: Line) -> float:
    """Cost of going on from one line to the next: how far one must climb in the tree between them."""
    left, right = before.box, after.box
    if left is right or left.parent == right.parent:
        return 0.0
    climbed = 0
    while left is not right:
        if left.depth >= right.depth:
            left = boxes[left.parent]
            climbed += 1
        else:
            right = boxes[right.parent]
    return GAP_COST * max(0, climbed - FREE_CLIMB)
