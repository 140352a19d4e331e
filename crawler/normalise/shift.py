"""Runs of GBK that lost a byte: ?！睆V州市 was 。”廣州市."""

import re
from functools import cache
from itertools import islice, pairwise

from crawler.normalise.legible import is_common
from crawler.normalise.repair import Repair, repaired

_SHIFTED = re.compile(r"[?？\ufffd]([!！?？])([^\x00-\x7f]{0,60})([@-~]|\?)")
"""A mark for the lost lead byte, the mark whose first byte is really a trail byte, and the byte that realigns."""

SIGNS: frozenset[str] = frozenset("?？\ufffd")
"""Without one of these there is no such run."""

_FULL_WIDTH = {"!": "！", "?": "？"}
_FULL_STOP = "。"
_CLOSING = "”’」』》）"
_MOST_RUNS = 1_000
"""No text that can be mended has so many: it is read in the wrong encoding as a whole."""
_SAMPLE = 200_000
"""Characters of a text whose pairs are evidence."""


def is_suspect(text: str) -> bool:
    """Whether there may be such runs."""
    return any(sign in text for sign in SIGNS) and _SHIFTED.search(text) is not None


def unshifted(text: str) -> Repair:
    """Undo what can only be undone in one way.

    What follows the lost byte decodes again without it; the byte itself is known when the sentence ends there, or
    when only one of the possible characters makes a pair with a neighbour that the rest of the text has too.
    Source: domain handbook §3.2.
    """
    runs = sum(1 for _ in islice(_SHIFTED.finditer(text), _MOST_RUNS))
    if runs == _MOST_RUNS:
        return Repair(text, runs, runs)
    pairs = frozenset(map("".join, pairwise(text[:_SAMPLE])))
    if not any(_is_evident(run, pairs) for run in _SHIFTED.finditer(text)):
        return Repair(text)

    def read(run: re.Match[str]) -> str | None:
        tail = _tail(run)
        if not tail:
            return run[0]
        head = None if run[3] == "?" else _head(text[max(run.start() - 1, 0) : run.start()], tail, pairs)
        return head and head + tail

    return repaired(text, _SHIFTED, read)


def _tail(run: re.Match[str]) -> str:
    """All but the first character, which does not depend on the lost byte; empty when that is not Chinese."""
    mark, characters, last = run.groups()
    try:
        raw = (_FULL_WIDTH.get(mark, mark) + characters + last).encode("gbk")[1:]
        tail = raw[:-2].decode("gbk") if last == "?" else raw.decode("gbk")
    except UnicodeError:
        return ""
    return tail if is_common(tail, tolerated=0) else ""


def _is_evident(run: re.Match[str], pairs: frozenset[str]) -> bool:
    """Whether it cannot be meant as it stands: rare characters become common ones, or words of the text around."""
    tail = _tail(run)
    if tail and run[3] != "?" and not is_common(run[2], tolerated=0):
        return True
    return not pairs.isdisjoint(map("".join, pairwise(tail)))


def _head(before: str, tail: str, pairs: frozenset[str]) -> str | None:
    known = [head for head in _heads() if before + head in pairs or head + tail[0] in pairs]
    if len(known) == 1:
        return known[0]
    return _FULL_STOP if not known and tail[0] in _CLOSING else None


@cache
def _heads() -> tuple[str, ...]:
    """What may have stood there: a full stop or a common character whose second byte is A3."""
    characters = (bytes([lead, 0xA3]).decode("gbk", "ignore") for lead in range(0x81, 0xFF))
    return tuple(character for character in characters if character == _FULL_STOP or _is_written(character))


def _is_written(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" and is_common(character, tolerated=0)
