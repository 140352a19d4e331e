"""Which characters somebody would have written."""

from functools import lru_cache

from crawler.normalise.script import simplified


def _gb2312(leads: range) -> frozenset[str]:
    raw = bytes(byte for lead in leads for trail in range(0xA1, 0xFF) for byte in (lead, trail))
    return frozenset(raw.decode("gb2312", "ignore"))


_COMMON = _gb2312(range(0xA1, 0xA4)) | _gb2312(range(0xB0, 0xD8))
"""Marks, full-width letters, and the 3,755 characters of level 1: over 97 % of any Simplified text."""

_SHORT = 40


def is_common(text: str, *, tolerated: float = 0.1) -> bool:
    """Whether all but a share (0..1) of the characters that are not ASCII are common ones, in either script."""
    return _remembered(text, tolerated) if len(text) <= _SHORT else _is_common(text, tolerated)


def _is_common(text: str, tolerated: float) -> bool:
    beyond = [character for character in simplified(text) if not character.isascii()]
    rare = sum(character not in _COMMON for character in beyond)
    return rare <= tolerated * len(beyond)


_remembered = lru_cache(maxsize=4096)(_is_common)
