"""A text cut into segments: each Chinese character by itself, a run of other letters and figures as one word.

Punctuation, brackets and white space are nothing: 粤府〔2026〕3号 and 粤府(2026)3号 are cut alike. No engine cuts
anything: an index is given grams, which are opaque to it.
"""

import re
from collections.abc import Iterable, Sequence
from operator import add

from core.source import SourceId

LONGEST_WORD = 32
"""Letters; what is longer (a checksum, a pasted file) is cut into words that stand beside each other."""

MOST_BYTES = 1_000_000
"""Of the grams of one document: PostgreSQL's tsvector holds 2**20. Text beyond, some 500,000 characters of Chinese
that never repeats itself, is not found."""

LONGEST_HEADING = 500
"""Segments of a heading by which a document is found."""

SIGN = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Inside a character class: what is written without spaces. Han with its extensions and compatibility forms, kana,
bopomofo and hangul."""

_AT_ONCE = 500
_NOISE = re.compile(r"[\W_]+")
_WORD = re.compile(rf"[^\W_{SIGN}]{{1,{LONGEST_WORD}}}")
_SEGMENT = re.compile("·[^·]+·|.", re.DOTALL)


def run(text: str) -> str:
    """The segments of a text in one string, in which a phrase occurs exactly where its own run does.

    >>> run("粤府〔2026〕3号 CAR-T细胞")
    '粤府·2026··3·号·car··t·细胞'
    """
    bare = _NOISE.sub(" ", text)
    return _WORD.sub(r"·\g<0>·", bare).replace(" ", "").casefold()


def segments(text: str) -> list[str]:
    """The segments in their order; a word stands between dots.

    >>> segments("第3条 CAR-T")
    ['第', '·3·', '条', '·car·', '·t·']
    """
    return _SEGMENT.findall(run(text))


def pairs(segmented: Sequence[str]) -> Iterable[str]:
    """Every two segments that stand beside each other."""
    return map(add, segmented, segmented[1:])


def grams(heading: str, text: str) -> frozenset[str]:
    """What a document is found by: its segments and pairs of them, and those of its heading once more as such.

    >>> sorted(grams("", "粤府，3"))
    ['·3·', '府', '府·3·', '粤', '粤府']
    """
    head = segments(heading)[:LONGEST_HEADING]
    own = {*head, *pairs(head)}
    found = own | {of_heading(gram) for gram in own}
    size = _size(found)
    body = segments(text)
    for start in range(0, len(body), _AT_ONCE):
        some = body[start : start + _AT_ONCE + 1]  # with the first of the next ones, for the pair across
        more = {*some, *pairs(some)} - found
        size += _size(more)
        if size > MOST_BYTES:
            break
        found |= more
    return frozenset(found)


def of_heading(gram: str) -> str:
    """The gram where it stands in a heading; the sign is no part of any segment."""
    return f"§{gram}"


def of_source(source_id: SourceId) -> str:
    """The gram of every document of a source: what a rare source says of a common word is found as fast."""
    return f"§§{source_id.encode().hex()}"


def _size(found: Iterable[str]) -> int:
    return len("".join(found).encode())
