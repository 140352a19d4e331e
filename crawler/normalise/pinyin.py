"""Pinyin in brackets behind a character, as hijacked mirrors strew it: 技(jì)術(shù), 政(zheng)(zheng)府(fu)."""

import re
from dataclasses import dataclass

from crawler.normalise.syllables import is_reading, is_syllable

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_MARKS = "\u0300\u0301\u0304\u030c"  # grave, acute, macron, caron: the four tones in NFD
_PLAIN = "a-zɡɑüê\u0308"

_OPENING = (r"\(", "（")
_HINTS = tuple(re.compile(rf"{bracket}\s*[{_PLAIN}]*[{_TONED}{_MARKS}]") for bracket in _OPENING)
_BARE = tuple(re.compile(rf"{bracket}[a-zü]{{1,6}}[)）]") for bracket in _OPENING)
"""One pattern for each bracket: one that begins with a single character is found ten times faster."""

_WRITTEN = re.compile(rf"\s*([{_PLAIN}{_TONED}{_MARKS}]{{1,12}})\s*")
_TONE = re.compile(rf"[{_TONED}{_MARKS}]")
_BRACKET = re.compile(r"([()（）])")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_BEFORE = re.compile(f"{_HAN.pattern[:-1]})）]")

EVIDENCE = 20
"""Toneless hits in one text from which on they are annotations: (a), (an), (men) and (she) are words too."""
_SAMPLE = 100_000
"""Characters, from the first hit on, in which the evidence must stand."""
_LONGEST = 16
"""Characters between two brackets that can still be a syllable, with spaces and combining marks."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """How a document is annotated, which no single line of it can tell.

    Args:
        toneless: pinyin without tone marks is annotation too, wherever it is a reading of the character before it.
    """

    toneless: bool = False

    def removed_from(self, text: str) -> str:
        """The text, or any line of it, as it was before; stacked and nested annotations go as well."""
        for hint in _HINTS + _BARE if self.toneless else _HINTS:
            if hint.search(text):
                return _removed(text, toneless=self.toneless)[0]
        return text


def annotations_of(text: str) -> Annotations:
    """What the whole of a document shows. Source: domain handbook §3.1, rule B."""
    # Scripts are full of (e); what stands before it tells them from annotations, and spares a look at every bracket.
    starts = [found.start() for bare in _BARE for found in bare.finditer(text)]
    likely = [start for start in starts if start and _BEFORE.match(text, start - 1)]
    if len(likely) < EVIDENCE:
        return Annotations()
    return Annotations(toneless=_removed(text[likely[0] - 1 :][:_SAMPLE], toneless=True)[1] >= EVIDENCE)


def without_annotations(text: str) -> str:
    """Remove pinyin in brackets: tone-marked always, toneless where the text is full of it.

    `(GLP)`, `(试行)`, `(café)` and a single `(she)` stay.
    Source: domain handbook §3.1, rules A and B; a syllable must exist, so that foreign words are not taken for one.

    >>> without_annotations("生(shēng)物醫(yī)藥(GLP)")
    '生物醫藥(GLP)'
    """
    if "(" not in text and "（" not in text:
        return text
    return annotations_of(text).removed_from(text)


def _removed(text: str, *, toneless: bool) -> tuple[str, int]:
    """The text without its annotations, and how many of them bore no tone.

    One pass over the brackets: each closing one is judged with what is left before it, so that nothing is left to
    do, however deep they nest: 辦(ban)(ban)公, 術(s(shù)hù).
    """
    pieces: list[str] = []
    opened: list[int] = []
    bare = 0
    for piece in filter(None, _BRACKET.split(text)):
        if piece in "(（":
            opened.append(len(pieces))
        elif piece in ")）" and opened:
            inner = _inner(pieces, opened[-1])
            toned = _is_toned(inner)
            if toned or (toneless and _is_bare(inner, pieces[max(opened[-1] - 1, 0) : opened[-1]])):
                bare += not toned
                del pieces[opened.pop() :]
                continue
            opened.clear()
        pieces.append(piece)
    return "".join(pieces), bare


def _inner(pieces: list[str], opened: int) -> str:
    inner = pieces[opened + 1 : opened + 2 + _LONGEST]
    found = _WRITTEN.fullmatch("".join(inner))
    return found[1] if found else ""


def _is_toned(written: str) -> bool:
    return _TONE.search(written) is not None and is_syllable(written)


def _is_bare(written: str, before: list[str]) -> bool:
    character = before[0][-1] if before else ""
    return bool(written and _HAN.match(character)) and is_syllable(written) and is_reading(written, character)
