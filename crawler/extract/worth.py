"""What a line is worth: how much it speaks for the text it stands in."""

import re
from dataclasses import dataclass

from crawler.extract.lexicon import Chrome, chrome_of, key_of
from crawler.extract.lines import Line, Lines

_STOPS = re.compile("[，。；：！？、,;!?:…]")
_SENTENCE_END = re.compile("[。！？；!?;…”」』)）：:]$")

TAIL_COST = 300.0
CHROME_COST = {
    Chrome.META: 12.0,
    Chrome.TOOL: 12.0,
    Chrome.CREDIT: 8.0,
    Chrome.EDITOR: 12.0,
    Chrome.CONTACT: 8.0,
    Chrome.FOOTER: 60.0,
    Chrome.SPAM: 80.0,
    Chrome.COMMENT: 40.0,
    Chrome.DATE: 6.0,
}
LINK_COST = 10.0
GAP_COST = 4.0
FREE_CLIMB = 3
LONG = 60
_CELLS = frozenset(("td", "th"))
_ATTACHMENT = re.compile(r"^附件|^附：|\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with its key, its kind of chrome and its worth in Chinese characters."""

    line: Line
    key: str
    chrome: Chrome | None
    worth: float

    @property
    def is_link(self) -> bool:
        """Whether the line is a link (or a row of links) rather than text with links in it."""
        return self.line.link_share > 0.6 and not _ATTACHMENT.search(self.key)


def judge(lines: list[Line]) -> list[Judged]:
    """Every line with its worth."""
    return [_judged(line) for line in lines]


def _judged(line: Line) -> Judged:
    # A long paragraph can only be a footer or spam, and only by its beginning.
    key = key_of(line.text)
    chrome = chrome_of(key)
    return Judged(line, key, chrome, _worth(line, key, chrome))


def _worth(line: Line, key: str, chrome: Chrome | None) -> float:
    size = len(line.text)
    if chrome is Chrome.TAIL:
        return -TAIL_COST
    if chrome is not None:
        return -CHROME_COST[chrome] - (size if chrome is Chrome.SPAM else 0)
    letters = line.han + 0.2 * (size - line.han)
    plain = letters * (1 - line.link_share)
    if _ATTACHMENT.search(key):
        return 0.0
    stops = len(_STOPS.findall(line.text))
    if line.link_share > 0.6 and not (size > LONG and line.link_share < 0.95 and stops > 1):
        return -LINK_COST - 0.3 * letters
    if line.chrome:
        return -LINK_COST - 0.3 * plain
    if stops >= 2 or (stops and size > 12):
        return plain - 2 * letters * line.link_share
    if line.tag in _CELLS:
        return 0.4 * plain
    if size > 40 and line.han > 20:
        return 0.5 * plain
    return 0.2 * plain - 3.0


def gaps(page: Lines) -> list[float]:
    """Cost of going on from each line to the next: how far one must climb in the tree between them."""
    boxes = page.boxes
    costs = []
    for before, after in zip(page.lines, page.lines[1:], strict=False):
        left, right = before.box, after.box
        climbed = 0
        while left != right:
            if boxes[left].depth >= boxes[right].depth:
                left = boxes[left].parent
                climbed += 1
            else:
                right = boxes[right].parent
        costs.append(GAP_COST * max(0, climbed - FREE_CLIMB))
    return costs
