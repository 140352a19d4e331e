"""Combining marks piled on one letter, which no script does and which normalising is quadratic in."""

import re
import unicodedata

_MOST = 30
"""Source: Unicode Standard Annex 15, stream-safe text format."""

_PLANES = (*range(0x300, 0x3400), *range(0xA000, 0xAC00), *range(0xFB00, 0xFF00), *range(0x10000, 0x1F000))
"""Where combining marks stand."""

_MARKS = "".join(character for character in map(chr, _PLANES) if unicodedata.combining(character))
_PILE = re.compile(f"([{_MARKS}]{{{_MOST}}})[{_MARKS}]+")


def unpiled(text: str) -> str:
    """No more than thirty marks in a row; the others go.

    >>> len(unpiled("e" + "\u0301" * 99))
    31
    """
    return _PILE.sub(r"\1", text)
