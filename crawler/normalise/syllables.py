"""Pinyin syllables: which exist, and which are readings of a character."""

import re
import unicodedata
from functools import lru_cache

from crawler.normalise.script import simplified

_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo"
    r"|ve|vn|a|e|i|o|u|v)"
    r"|h?ng|[nm]"
)
_LETTERS = str.maketrans({"ɡ": "g", "ɑ": "a"})


@lru_cache(maxsize=4096)
def is_syllable(written: str) -> bool:
    """Whether Chinese has such a syllable, in whatever tone; `café` is none."""
    return _SYLLABLE.fullmatch(toneless(written)) is not None


def toneless(written: str) -> str:
    """Letters alone; ü is v, so that the vowel survives the loss of its dots."""
    spread = unicodedata.normalize("NFD", written.translate(_LETTERS)).replace("u\u0308", "v")
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


@lru_cache(maxsize=4096)
def is_reading(written: str, character: str) -> bool:
    """Whether the character can be read so, tones aside; mirrors write lü as lv, lu or lü."""
    return _plain(toneless(written)) in _readings(character)


def _plain(syllable: str) -> str:
    return syllable.replace("v", "u")


@lru_cache(maxsize=4096)
def _readings(character: str) -> frozenset[str]:
    # Imported only for the rare text that has such annotations: the tables take 0.15 s and 20 MB.
    from pypinyin import Style, pinyin

    written = {character, simplified(character)}
    found = (pinyin(each, style=Style.NORMAL, heteronym=True, errors="ignore") for each in written)
    return frozenset(_plain(reading) for words in found for word in words for reading in word)
