"""What two texts begin and end with alike, cut where no word, figure or date is cut in two."""

import re

from rapidfuzz.distance import Postfix, Prefix

NEAR = 64
"""Characters within which a place to cut is sought; no figure is longer."""

_WITHIN = (
    r"A-Za-zÀ-ɏ\d\s.,/%％‰\-第之分一二三四五六七八九十百千万亿零〇○两编章节条款项目号届批次年月日天周美欧港元币个点工作小时钟岁倍"
    r"平方米公里亩人民旦家名件"
)
"""Characters that may stand inside a word, a figure or a date, or decide where it ends."""

_STOP = re.compile(rf"[^{_WITHIN}]|[A-Za-zÀ-ɏ](?=\s)")
_START = re.compile(rf"(?=[^{_WITHIN}])|(?<=\s)(?=[A-Za-zÀ-ɏ])")


def alike_ends(before: str, after: str) -> tuple[int, int]:
    """Lengths of the head and the tail that both texts share; the two do not overlap."""
    head = int(Prefix.similarity(before, after))
    near = max(0, head - NEAR)
    head = max((found.end() for found in _STOP.finditer(before[:head], near)), default=0)
    tail = min(int(Postfix.similarity(before, after)), min(len(before), len(after)) - head)
    start = len(before) - tail
    cut = _START.search(before, start + 1 if tail else start, min(len(before), start + NEAR))
    return head, len(before) - cut.start() if cut and tail else 0
