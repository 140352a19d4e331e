"""A text in one script and one width, place by place: what is found in it is found in the text."""

import unicodedata
from functools import cache

from opencc import OpenCC

_WIDTH_RANGES = ((0x2F00, 0x2FDF), (0x3000, 0x3001), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF01, 0xFFEF))
"""Radicals, the wide space, compatibility ideographs, small and wide forms (Unicode Standard Annex 15)."""


def simplified(text: str) -> str:
    """The text in Simplified, character by character, as long as it was.

    >>> simplified("關於印發《辦法》的通知")
    '关于印发《办法》的通知'
    """
    return text.translate(_script())


def plain(text: str) -> str:
    """The text in Simplified and half width, as long as it was.

    >>> plain("穗府辦［２０２１］５號，")
    '穗府办[2021]5号,'
    """
    return text.translate(_script_and_width())


@cache
def _script() -> list[str]:
    """The first plane in Simplified; a list, for it is twice as fast as a dictionary and leaves the rest alone."""
    plane = [chr(code) for code in range(0x10000)]
    for _, _, dictionary in OpenCC("t2s").dict_cache.values():
        for sign, simple in dictionary.items():
            if len(sign) == 1 and ord(sign) < len(plane):
                plane[ord(sign)] = simple[0]
    return plane


@cache
def _script_and_width() -> list[str]:
    plane = list(_script())
    for first, last in _WIDTH_RANGES:
        for code in range(first, last + 1):
            narrow = unicodedata.normalize("NFKC", chr(code))
            if len(narrow) == 1 and ord(narrow) < len(plane):
                plane[code] = _script()[ord(narrow)]
    return plane
