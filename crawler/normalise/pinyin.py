"""Pinyin in brackets behind a character, as hijacked mirrors strew it: 技(jì)術(shù)."""

import re
import unicodedata

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_MARKS = "\u0300\u0301\u0304\u030c"  # grave, acute, macron, caron: the four tones in NFD
_PLAIN = "a-zɡɑüê\u0308"

_ANNOTATION = re.compile(rf"[(（]\s*([{_PLAIN}]*[{_TONED}{_MARKS}][{_PLAIN}]*)\s*[)）]")
_HINT = re.compile(rf"[{_TONED}{_MARKS}]")
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo"
    r"|ve|vn|a|e|i|o|u|v)"
    r"|h?ng|[nm]"
)
_LETTERS = str.maketrans({"ɡ": "g", "ɑ": "a"})


def without_annotations(text: str) -> str:
    """Remove tone-marked pinyin in brackets; `(GLP)`, `(试行)` and `(café)` stay.

    Source: domain handbook §3.1, rule A; a syllable must exist, so that foreign words are not taken for one.

    >>> without_annotations("生(shēng)物醫(yī)藥(GLP)")
    '生物醫藥(GLP)'
    """
    if _HINT.search(text) is None:
        return text
    while True:
        cleaned = _ANNOTATION.sub(_judge, text)
        if cleaned == text:
            return text
        text = cleaned


def _judge(found: re.Match[str]) -> str:
    return "" if _SYLLABLE.fullmatch(_toneless(found[1])) else found[0]


def _toneless(syllable: str) -> str:
    """Letters alone; ü is v, so that the vowel survives the loss of its dots."""
    spread = unicodedata.normalize("NFD", syllable.translate(_LETTERS)).replace("u\u0308", "v")
    return "".join(letter for letter in spread if not unicodedata.combining(letter))
