"""How far a text is from being Chinese (or any text) that somebody wrote."""

import re

_ILLEGAL = re.compile(
    "[\ufffd\x80-\x84\x86-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_HAN = re.compile("[\u4e00-\u9fff]+")
_LATIN_1 = re.compile("[\u00a1-\u00ff]")
_LOST = re.compile("锟斤拷|烫烫烫|屯屯屯")
_COMMON = "".join(
    bytes(byte for trail in range(0xA1, 0xFF) for byte in (lead, trail)).decode("gb2312", "ignore")
    for lead in range(0xB0, 0xD8)
)
"""The 3,755 common characters of GB 2312 level 1, which make up over 97 % of any Simplified text."""

_RARE = re.compile(f"[^{_COMMON}]")
_SAMPLE = 20_000
TOLERATED = 0.001
GARBLED = 0.02
RARE = 0.5


def illegibility(text: str) -> float:
    """Share (0..) of the text that no encoding should have given; 0 for what is good enough.

    Counts replacement characters, C1 controls, private-use and non-characters; adds the rarity of the Chinese
    characters, which tells a wrong double-byte encoding that happens to decode.
    """
    sample = text[:_SAMPLE]
    if not sample:
        return 0.0
    illegal = len(_ILLEGAL.findall(sample)) / len(sample)
    return (illegal if illegal > TOLERATED else 0.0) + _strangeness(sample)


def is_garbled(text: str) -> bool:
    """Whether what was extracted is mojibake: not to be believed, whatever decoded it."""
    return illegibility(text) > GARBLED or bool(_LOST.search(text))


def _strangeness(sample: str) -> float:
    """0 for common characters; grows when more than half are rare, or Latin-1 accents outnumber letters."""
    characters = "".join(_HAN.findall(sample))
    # Where there is enough of Chinese, accents need not be counted.
    accents = len(_LATIN_1.findall(sample)) if 5 * len(characters) < len(sample) else 0
    if accents > 20 and accents > 4 * len(characters) and accents * 3 > len(sample):
        return accents / len(sample)
    if len(characters) < 20:
        return 0.0
    rare = len(_RARE.findall(characters)) / len(characters)
    return rare if rare > RARE else 0.0
