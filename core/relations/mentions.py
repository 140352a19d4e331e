"""The documents that a sentence speaks of, by 《name》 and 文号, and the words around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.identity import DocNumber
from core.identity.number import Cited, cited
from core.quotes import quoted


@dataclass(frozen=True, slots=True)
class Mention:
    """One document spoken of: where it stands, and what it is called.

    Args:
        name: where its name stands, without 《》.
        alias: the short name that the text will use for it (以下简称《办法》).
    """

    start: int
    end: int
    name: tuple[int, int] | None
    number: DocNumber | None
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Documents spoken of in one breath (《甲》、《乙》和《丙》), with the words before and after them."""

    mentions: tuple[Mention, ...]
    before: str
    after: str


_REACH = 60
_PARENTHESES = re.compile(r"\s?\(((?:[^()]|\([^()]{0,20}\)){0,120})\)")
_ALIAS = re.compile(r"(?:以下|下)?(?:统一)?简称[:为]?\s?[《“\"「]?([^》”\"」()]{2,20})")
_BESIDE = 2
_JOINED = re.compile(r"\s?(?:[、,和及与并]|以及)?\s?(?:原|第?\d{1,2}[.、])?\s?")
_CITING = re.compile(r"(?:根据|依据|依照|按照|遵照|贯彻|落实|参照)[^。]{0,30}$")
_SENTENCE = re.compile(r"[^。;!?]+[。;!?]?")


class _Ahead:
    """Numbers in the order of the text, of which those passed are forgotten, so that all are passed once."""

    def __init__(self, numbers: list[Cited]) -> None:
        self._numbers, self._next = numbers, 0

    def beside(self, place: int) -> Cited | None:
        """The number that begins at a place, or a bracket or space after it."""
        while self._next < len(self._numbers) and self._numbers[self._next].start < place:
            self._next += 1
        near = self._numbers[self._next] if self._next < len(self._numbers) else None
        return near if near is not None and near.start - place <= _BESIDE else None


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a plain text stand; 。 within 《》 is no end, but nobody writes it."""
    return (found.span() for found in _SENTENCE.finditer(text))


def mentions(text: str) -> list[Mention]:
    """Every document that a plain text speaks of, in its order.

    >>> [str(found.number) for found in mentions("废止《甲办法》(穗府[2010]5号)、穗府[2011]6号")]
    ['穗府〔2010〕5号', '穗府〔2011〕6号']
    """
    if "《" not in text and "号" not in text and "〈" not in text:
        return []
    numbers = list(cited(text))
    ahead = _Ahead(numbers)
    found = [_named(text, start, end, ahead) for start, end in quoted(text)]
    taken = [(one.start, one.end) for one in found]
    place = 0
    for one in numbers:
        while place < len(taken) and taken[place][1] <= one.start:
            place += 1
        if place == len(taken) or one.start < taken[place][0]:
            found.append(Mention(one.start, one.end, None, one.number))
    return sorted(found, key=lambda mention: mention.start)


def groups(text: str) -> list[Group]:
    """The documents of a plain text by the breath in which they are named.

    >>> [(len(group.mentions), group.after) for group in groups("《甲办法》、《乙办法》同时废止。")]
    [(2, '同时废止。')]
    """
    found = mentions(text)
    runs: list[list[Mention]] = []
    begin = 0
    for one in found:
        if runs and _is_joined(text, runs[-1], one, begin):
            runs[-1].append(one)
        else:
            begin = runs[-1][-1].end if runs else 0
            runs.append([one])
    edges = [0, *(end for run in runs for end in (run[0].start, run[-1].end)), len(text)]
    return [
        Group(
            mentions=tuple(run),
            before=text[max(edges[2 * at], run[0].start - _REACH) : run[0].start],
            after=text[run[-1].end : min(edges[2 * at + 3], run[-1].end + _REACH)],
        )
        for at, run in enumerate(runs)
    ]


def _is_joined(text: str, run: list[Mention], one: Mention, begin: int) -> bool:
    """A comma joins what is listed, but not what an act is based on with what it acts on: 根据《甲》,《乙》废止."""
    between = text[run[-1].end : one.start] if one.start - run[-1].end <= _REACH else None
    if between is None or _JOINED.fullmatch(between) is None:
        return False
    return "," not in between or _CITING.search(text[max(begin, run[0].start - _REACH) : run[0].start]) is None


def _named(text: str, start: int, end: int, ahead: _Ahead) -> Mention:
    """A name with the number and the short name that stand in parentheses after it, or the number right after it."""
    closed = text[end - 1] in "》〉"
    name = (start + 1, end - closed)
    aside = _PARENTHESES.match(text, end) if closed else None
    if aside is None:
        beside = ahead.beside(end)
        return Mention(start, beside.end if beside else end, name, beside.number if beside else None)
    alias = _ALIAS.search(aside[1])
    number = next(cited(aside[1]), None)
    return Mention(
        start=start,
        end=aside.end() if alias or number else end,
        name=name,
        number=number.number if number else None,
        alias=alias[1] if alias else None,
    )
