"""Text that was decoded in the wrong encoding: found always, mended only when there is one way to mend it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from crawler.normalise import misread, shift
from crawler.normalise.repair import Repair


class Kind(StrEnum):
    """What went wrong (domain handbook §3.2)."""

    UTF8_AS_GBK = "utf-8 read as gbk"
    UTF8_AS_LATIN1 = "utf-8 read as latin-1"
    GBK_AS_LATIN1 = "gbk read as latin-1"
    GBK_SHIFT = "gbk shifted by a byte"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with what could be mended.

    Args:
        found: kinds of damage, as values of `Kind`; empty for a sound text.
        sure: whether all of it was mended, so that `text` is what was written.
    """

    text: str
    found: tuple[str, ...] = ()
    sure: bool = True


_LOST = ("\ufffd", "锟斤拷", "烫烫烫", "屯屯屯")
_BOM = "锘"
"""The byte order mark of UTF-8, as GBK sees it."""

SIGNS: frozenset[str] = misread.SIGNS | shift.SIGNS
"""Without one of these there is nothing to mend."""
_SIGN = re.compile(f"[{re.escape(''.join(sorted(SIGNS)))}]")


def is_suspect(text: str) -> bool:
    """Whether there may be something to mend: a few quick searches, which nearly every text passes with no."""
    return _SIGN.search(text) is not None and (shift.is_suspect(text) or misread.is_suspect(text))


def mended(text: str) -> Mended:
    """Find every kind of damage, and undo what can be undone with certainty.

    >>> mended("å¹¿å·ž").text, mended("¹ãÖÝÊÐ").text
    ('广州', '广州市')
    """
    found: list[Kind] = []
    left = 0
    if is_suspect(text):
        for kind, repair in _REPAIRS:
            result = repair(text)
            text, left = result.text, left + result.left
            found += [kind] * bool(result.found)
    if text.startswith(_BOM) or any(mark in text for mark in _LOST):
        found.append(Kind.LOST)
    return Mended(text, tuple(found), sure=not left and Kind.LOST not in found)


def legible(text: str) -> str:
    """The text with all that is certain mended; the rest stays as it is.

    >>> legible("骞垮窞")
    '广州'
    """
    if not is_suspect(text):
        return text
    # Text can be spoilt more than once; every repair makes it shorter, so that there is an end.
    while (better := mended(text).text) != text:
        text = better
    return text


_REPAIRS: tuple[tuple[Kind, Callable[[str], Repair]], ...] = (
    (Kind.UTF8_AS_LATIN1, misread.utf8_from_latin1),
    (Kind.GBK_AS_LATIN1, misread.gbk_from_latin1),
    (Kind.UTF8_AS_GBK, misread.utf8_from_gbk),
    (Kind.GBK_SHIFT, shift.unshifted),
)
