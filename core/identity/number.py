"""发文字号: the numbers that issuers give their documents, in every way of writing them (handbook §2.3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.identity.issuer import code_before, order_code
from core.identity.script import plain

LONGEST_TEXT = 1_000_000
"""Characters in which numbers are sought."""

MOST_NUMBERS = 5_000
"""Numbers that are told of one text; the longest known list of repealed documents names some 2,000."""

_SELF_NUMBERED = ("令", "公告", "通告")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """发文字号: the issuer's code, year and serial number; `year` is None for orders numbered through."""

    code: str
    year: int | None
    number: int

    def __str__(self) -> str:
        if self.year is None:
            return f"{self.code}第{self.number}号"
        return f"{self.code}〔{self.year}〕{self.number}号"

    @property
    def key(self) -> str:
        """The one spelling of this number, whatever the script and width of its code.

        >>> DocNumber("穗府辦規", 2021, 5).key
        '穗府办规〔2021〕5号'
        """
        return "".join(plain(str(self)).split())

    @property
    def names_issuer(self) -> bool:
        """Whether the code says whose number it is: 第28号令 alone is everybody's."""
        return self.code not in _SELF_NUMBERED

    @property
    def is_order(self) -> bool:
        """Whether it numbers orders (令) or announcements, whose codes are the issuer's whole name."""
        return self.code.endswith(_SELF_NUMBERED)


@dataclass(frozen=True, slots=True)
class Cited:
    """A number and where in the text it stands, from its code to 号."""

    number: DocNumber
    start: int
    end: int


_ZEROS = "〇○零OoＯ0"
_NUMERALS = {**dict.fromkeys(_ZEROS, 0), **{sign: value for value, sign in enumerate("一二三四五六七八九", 1)}}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_YEAR = rf"(?:19|20)\d\d|[一二][九{_ZEROS}][{_ZEROS}一二三四五六七八九]{{2}}"
# GB/T 9704-2012 §7.2.5 wants 〔〕 and no 第; the web writes every bracket there is. Numbers of before 2000 may have
# two figures for their year, in those brackets alone: (89) is too much else.
_TAIL = re.compile(
    rf"[〔\[【(〈﹝「『〖<{{]\s{{0,3}}(?P<year>{_YEAR}|(?<=[〔\[])[5-9]\d)\s{{0,3}}年?\s{{0,3}}[〕\]】)〉﹞」』〗>}}]"
    r"\s{0,3}第?\s{0,3}(?P<number>\d{1,5})\s{0,3}号(?P<order>令)?"
    r"|(?:(?P<annual>(?:19|20)\d\d)\s{0,3}年?\s{0,3})?第\s{0,3}(?P<serial>\d{1,5}|[〇○零一二三四五六七八九十百千]{1,7})"
    r"\s{0,3}号(?P<inverted>令|公告|通告)?(?![楼线院馆机])"
)
_MORE = re.compile(r"\s?[、,和及与]\s?第?(\d{1,5})号(?![令楼线院馆机])")
_ALSO = re.compile(r"\s?[、,和及与]\s?")


def doc_number(text: str) -> DocNumber | None:
    """The first document number in a text, whatever its brackets.

    >>> str(doc_number("根据穗府办规［２０２１］第０５号"))
    '穗府办规〔2021〕5号'
    >>> doc_number("（2021）粤01民终123号") is None
    True
    """
    first = next(cited(plain(text[:LONGEST_TEXT])), None)
    return first.number if first else None


def numbers_cited(text: str) -> tuple[Cited, ...]:
    """Every document number in a text, in its order; places are those of the text as given.

    Linear in the text, of which the first million characters are searched. Of 粤府〔2010〕5号、6号 both are told.

    >>> [str(found.number) for found in numbers_cited("废止粤府〔2010〕5号、6号和穗府[2011]07号")]
    ['粤府〔2010〕5号', '粤府〔2010〕6号', '穗府〔2011〕7号']
    """
    found = cited(plain(text[:LONGEST_TEXT]))
    return tuple(one for one, _ in zip(found, range(MOST_NUMBERS), strict=False))


def cited(text: str) -> Iterator[Cited]:
    """The document numbers of a text that is plain already (see `core.identity.script`)."""
    if "号" not in text:
        return
    last: Cited | None = None
    for tail in _TAIL.finditer(text):
        if last is not None and tail.start() < last.end:
            continue
        one = _bracketed(text, tail, last) if tail["year"] else _ordered(text, tail)
        while one is not None:
            yield one
            last, one = one, _further(text, one)


def _bracketed(text: str, tail: re.Match[str], last: Cited | None) -> Cited | None:
    """穗府办〔2021〕5号, 中国人民银行令〔2023〕第4号, and 〔2011〕6号 where a number before it lends its code."""
    year, serial = _year(tail["year"]), int(tail["number"])
    place = order_code(text, tail.start(), tail["order"]) or code_before(text, tail.start())
    if place is not None:
        return _cited(DocNumber(place.code, year, serial), place.start, tail.end())
    if last is not None and not last.number.is_order and _ALSO.fullmatch(text, last.end, tail.start()):
        return _cited(DocNumber(last.number.code, year, serial), tail.start(), tail.end())
    return None


def _ordered(text: str, tail: re.Match[str]) -> Cited | None:
    """粤府令第93号, 商务部公告2024年第5号, 国家药监局第28号令."""
    place = order_code(text, tail.start(), tail["inverted"])
    if place is None:
        return None
    year = int(tail["annual"]) if tail["annual"] else None
    return _cited(DocNumber(place.code, year, _numeral(tail["serial"])), place.start, tail.end())


def _further(text: str, one: Cited) -> Cited | None:
    more = None if one.number.is_order else _MORE.match(text, one.end)
    if more is None:
        return None
    return _cited(DocNumber(one.number.code, one.number.year, int(more[1])), more.start(1), more.end())


def _cited(number: DocNumber, start: int, end: int) -> Cited | None:
    return Cited(number, start, end) if number.number else None


def _year(written: str) -> int:
    if not written.isdecimal():
        return int("".join(str(_NUMERALS[sign]) for sign in written))
    return int(written) + (1900 if len(written) == len("89") else 0)


def _numeral(written: str) -> int:
    """123 of 123, 一二三 and 一百二十三."""
    if written.isdecimal():
        return int(written)
    if not any(sign in _PLACES for sign in written):
        return int("".join(str(_NUMERALS[sign]) for sign in written))
    total, figure = 0, 0
    for sign in written:
        if sign in _PLACES:
            total, figure = total + (figure or 1) * _PLACES[sign], 0
        else:
            figure = _NUMERALS[sign]
    return total + figure
