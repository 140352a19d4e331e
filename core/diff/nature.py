"""nature(hunks) -> Nature: what kind of edit it is, from layout to wording."""

import re
from collections.abc import Sequence
from enum import StrEnum

from core.diff.ends import alike_ends
from core.diff.hunks import Hunk, Op, Span
from core.diff.numbering import content, number, renumbered
from core.diff.words import DATE, FIGURE, spans


class Nature(StrEnum):
    """What differs at most; each may come with what stands above it."""

    SAME = "same"
    COSMETIC = "cosmetic"
    NUMBERING = "numbering"
    ORDER = "order"
    DATES = "dates"
    NUMBERS = "numbers"
    WORDING = "wording"


_RANKS = list(Nature)
_MARK = r"\s,.;:!?，。；：、！？\"'“”‘’「」『』（）()\[\]【】〔〕《》〈〉·…—–~_-"
_MARKS = re.compile(rf"(?<!\d)[{_MARK}]+|[{_MARK}]+(?!\d)")
_MINUS = re.compile(r"(?<![\d℃°%％‰])[-−－](?=\d+(?:\.\d+)?\s*[℃°%％‰])")
"""A sign, and no dash of a range: stored at -20℃ is not stored at 20℃."""

_SAYING = re.compile(rf"[^{_MARK}]")
_MASK = "\N{OBJECT REPLACEMENT CHARACTER}"


def nature(hunks: Sequence[Hunk]) -> Nature:
    """What kind of edit the hunks are: the weightiest of them.

    COSMETIC is white space, punctuation and the cut into blocks; NUMBERING the numbers of articles and items;
    ORDER that blocks moved; DATES and NUMBERS that nothing differs but dates, or figures (and dates).
    """
    return max(map(_nature, hunks), key=_RANKS.index, default=Nature.SAME)


def differing(hunk: Hunk) -> tuple[Span, ...]:
    """What differs inside a hunk of two sides, its leading number left aside unless it is all that does."""
    before, after = hunk.before or "", hunk.after or ""
    if hunk.op is Op.EQUAL and not renumbered(hunk):
        return ()
    inside = [span for span in spans(content(before), content(after)) if span.op is not Op.EQUAL]
    if inside:
        return tuple(inside)
    return tuple(span for span in spans(number(before), number(after)) if span.op is not Op.EQUAL)


def _nature(hunk: Hunk) -> Nature:
    if hunk.op is Op.EQUAL:
        return Nature.NUMBERING if renumbered(hunk) else Nature.SAME
    if hunk.before is None or hunk.after is None:
        return Nature.WORDING if _SAYING.search(hunk.before or hunk.after or "") else Nature.COSMETIC
    least = Nature.ORDER if hunk.op is Op.MOVE else Nature.COSMETIC
    if number(hunk.before) != number(hunk.after):
        least = max(least, Nature.NUMBERING, key=_RANKS.index)
    return max(least, _edit(hunk.before, hunk.after), key=_RANKS.index)


def _edit(before: str, after: str) -> Nature:
    was, now = _contents(before), _contents(after)
    head, tail = alike_ends(was, now)
    was, now = was[head : len(was) - tail], now[head : len(now) - tail]
    if _bare(was) == _bare(now):
        return Nature.COSMETIC
    for kind, pattern in ((Nature.DATES, DATE), (Nature.NUMBERS, FIGURE)):
        was, now = pattern.sub(_MASK, was), pattern.sub(_MASK, now)
        if _bare(was) == _bare(now):
            return kind
    return Nature.WORDING


def _contents(text: str) -> str:
    """Without the leading numbers of its lines, of which a merged block has several, and with signs spelt out."""
    return _MINUS.sub("负", "\n".join(content(line) for line in text.split("\n")))


def _bare(text: str) -> str:
    """Without punctuation and white space, but for what stands between digits: 1.5 is not 15."""
    return _MARKS.sub("", text)
