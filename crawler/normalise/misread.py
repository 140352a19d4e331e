"""Whole runs read in the wrong encoding: UTF-8 as GBK or Latin-1, GBK as Latin-1."""

import re

from crawler.normalise.legible import is_common
from crawler.normalise.repair import Repair, decoded, repaired

_WINDOWS = {bytes([code]).decode("cp1252", "ignore"): code for code in range(0x80, 0xA0)}
_BYTES = {chr(code): code for code in range(0x80, 0x100)} | {key: code for key, code in _WINDOWS.items() if key}
"""Character -> byte, for Latin-1 and for Windows-1252, which browsers read in its place."""


def _characters(leads: range, trails: range) -> str:
    """The characters whose two GBK bytes lie in these ranges, for a class of a regular expression."""
    raw = bytes(byte for lead in leads for trail in trails for byte in (lead, trail))
    return re.escape("".join(sorted(raw.decode("gb18030", "ignore"))))


_LEAD, _TRAIL = range(0xE3, 0xEA), range(0x80, 0xC0)
_FIRST, _SECOND = _characters(_LEAD, _TRAIL), _characters(range(0x81, 0xC0), _LEAD)
"""Two Chinese characters of UTF-8 begin with a lead and a trail, then a trail and a lead."""
_AS_GBK = re.compile(
    f"[{_FIRST}鈥](?:(?<=[{_FIRST}])[{_SECOND}]|(?<=[銆锛鐨鈥])[^\x00-\x7f]|(?<=涓)[^\x00-\x7f滴埃流细細涓])"
)
"""Such a pair, or a character that only 。 ， 的 “ and 中 become; one class first, so that the engine can skip."""
_GBK_RUN = re.compile(r"[^\x00-\x7f]+[@-~]?")

_CONTINUED = f"[{re.escape(''.join(key for key, code in sorted(_BYTES.items()) if code < 0xC0))}]"
_SEQUENCE = f"[\xe0-\xef]{_CONTINUED}{{2}}|[\xf0-\xf4]{_CONTINUED}{{3}}|[\xc2\xc3]{_CONTINUED}"
_SEQUENCES = re.compile(f"(?<![\xa1-\xff])(?:{_SEQUENCE})++")
"""Taken whole: what follows is asked of the match, or a run that fails on it were tried again from each sequence."""
_LATIN_RUN = re.compile("[\xa1-\xff]{2,}")
_LETTER = "\xc0-\xd6\xd8-\xf6\xf8-\xff"
_AS_LATIN = re.compile(f"[{_LETTER}](?:(?<=[\xc2-\xf4]){_CONTINUED}|[\xa1-\xff]|(?<=[\xa1-\xff]{{2}}))")
_EVIDENCE = 8
"""Bytes of longer runs from which on a lone pair (`Äê`, 年) is damage too."""


SIGNS: frozenset[str] = frozenset(_FIRST.replace("\\", "") + "鈥" + "".join(map(chr, range(0xC0, 0x100)))) - {*"×÷"}
"""Without one of these nothing here has anything to do."""


def is_suspect(text: str) -> bool:
    """Whether there may be such runs; quick, and no for nearly every text."""
    return _AS_LATIN.search(text) is not None or _AS_GBK.search(text) is not None


def utf8_from_latin1(text: str) -> Repair:
    """Undo `ä¸­å›½` (中国), `Ã©` and `â€œ`."""

    def read(run: re.Match[str]) -> str:
        if "\xa1" <= text[run.end() : run.end() + 1] <= "\xff":
            return run[0]
        written = decoded(bytes(_BYTES[character] for character in run[0]), "utf-8")
        return written if written and is_common(_beyond_latin(written), tolerated=0.1) else run[0]

    return repaired(text, _SEQUENCES, read)


def gbk_from_latin1(text: str) -> Repair:
    """Undo `ÖÐ¹ú` (中国); `××××` and `····` are what they are."""
    long = [run for run in _LATIN_RUN.findall(text) if len(run) >= 4 and _is_written(run)]
    shortest = 2 if sum(map(len, long)) >= _EVIDENCE else 4

    def read(run: re.Match[str]) -> str | None:
        if len(run[0]) < shortest or (shortest == 4 and not _is_various(run[0])):
            return run[0]
        written = decoded(run[0].encode("latin-1"), "gbk")
        return written if written and is_common(written) else None

    return repaired(text, _LATIN_RUN, read)


def utf8_from_gbk(text: str) -> Repair:
    """Undo `骞垮窞` (广州)."""

    def read(run: re.Match[str]) -> str | None:
        signs = len(_AS_GBK.findall(run[0]))
        if not signs:
            return run[0]
        written = decoded(_gbk(run[0]), "utf-8")
        if written and is_common(written):
            return written
        # A rare word may look like damage; so many of them do not come together.
        return None if signs * 8 >= len(run[0]) else run[0]

    return repaired(text, _GBK_RUN, read)


def _gbk(run: str) -> bytes:
    # Windows reads the byte 80, which GBK has not, as the euro sign.
    return b"\x80".join(part.encode("gb18030", "replace") for part in run.split("€"))


def _beyond_latin(text: str) -> str:
    return re.sub("[\x00-\u024f\u2000-\u206f]", "", text)


def _is_various(run: str) -> bool:
    return len(set(run)) >= 3 and not SIGNS.isdisjoint(run)


def _is_written(run: str) -> bool:
    written = decoded(run.encode("latin-1"), "gbk")
    return _is_various(run) and written is not None and is_common(written)
