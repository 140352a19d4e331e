"""Full and half width, and the several shapes of one character."""

import re
import unicodedata

from core.piled import unpiled
from crawler.normalise.shapes import COMBINING, SHAPES

_MARKS = tuple((shape, SHAPES[shape]) for shape in "，：；（）？！“”‘’—…％〔〕【】")
"""What nearly every Chinese text has: one `str.replace` each is thirty times faster than a search for all."""

SIGNS: frozenset[str] = frozenset(SHAPES.keys() - dict(_MARKS).keys()) | frozenset(COMBINING)
"""Without one of these, or a character beyond the first plane, `narrow` has nothing to do."""

_RARE = re.compile(f"[{re.escape(''.join(sorted(SHAPES)))}\U00010000-\U0010ffff]")
"""The planes beyond the first as a range, since a class with single ones of them is slow."""

_COMBINING = re.compile(f"[{re.escape(COMBINING)}]")
_DETACHED = re.compile(rf"(?<!\s)\s+(?=[{re.escape(COMBINING)}])")
"""Only the whole of a gap is tried, or a long one would be tried from each of its spaces."""


def narrow(text: str) -> str:
    """One shape for each character: NFKC, then one quote, dash, dot and bracket.

    `①` is `(1)`, never the `1` of NFKC, which would run into a number before it. A radical (`⽂`, `⻚`) is the
    character that it shows.
    Source: Unicode Standard Annex 15 (NFKC), here character by character; only combining marks need their neighbours.

    >>> narrow("第①项：ＡＢ—⽂件，℃")
    '第(1)项:AB-文件,°C'
    """
    text = _RARE.sub(_one_shape, ascii_marks(text))
    if _COMBINING.search(text) is None:
        return text
    # Composed here for good: a space dropped later would bring a letter to its accent.
    return unicodedata.normalize("NFC", unpiled(_DETACHED.sub("", text)))


def ascii_marks(text: str) -> str:
    """The usual marks as `narrow` shapes them: `，：（）` become ASCII, `〔【` are `[`; `《》、。` stay.

    >>> ascii_marks("〔2025〕1号：“一”")
    '[2025]1号:"一"'
    """
    for shape, plain in _MARKS:
        text = text.replace(shape, plain)
    return text


def _one_shape(found: re.Match[str]) -> str:
    character = found[0]
    if character in SHAPES:
        return SHAPES[character]
    return "".join(SHAPES.get(part, part) for part in unicodedata.normalize("NFKC", character))
