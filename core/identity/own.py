"""A document's own number, told from those that it cites."""

import re

from core.identity.number import DocNumber, cited
from core.identity.script import plain

_LONGEST_LINE = 40
_IN_FIGURES = re.compile(r"\d\s{0,3}[号號]")
_AROUND = re.compile(r"(?:(?:发文|公文|文件)?(?:文号|字号|编号))?[\s:()\[\]〔〕【】《》,、·*—-]*")
_NAMES = re.compile(r"[\u3400-\u9fff、\s]{0,30}")
_UNNAMED = re.compile(r"\W*(?:(?P<year>(?:19|20)\d\d)\s*年?\s*)?第\s*(?P<number>\d{1,4})\s*号\W*")
_SELF_NUMBERED = re.compile(r"(?:令|公告|通告)$")
_LONGEST_ISSUER = 20


def own_number(line: str, issuer: str = "") -> DocNumber | None:
    """The number that a line consists of, in figures: 文号 centred under a title, never one cited in a sentence.

    Args:
        issuer: the line above; 某某局公告 gives 2025年第3号 its code.

    >>> str(own_number("（穗府办〔2021〕5号）"))
    '穗府办〔2021〕5号'
    >>> own_number("根据穗府办〔2021〕5号文件要求") is None
    True
    """
    if len(line) > _LONGEST_LINE or _IN_FIGURES.search(line) is None:
        return None
    text = plain(line)
    if (alone := _UNNAMED.fullmatch(text)) is not None:
        code = "".join(plain(issuer).split()).strip("《》")
        year = int(alone["year"]) if alone["year"] else None
        named = _SELF_NUMBERED.search(code) and len(code) <= _LONGEST_ISSUER
        return DocNumber(code, year, int(alone["number"])) if named else None
    for one in cited(text):
        before = text[: one.start]
        is_clear = _AROUND.fullmatch(before) or (one.number.is_order and _NAMES.fullmatch(before))
        if is_clear and _AROUND.fullmatch(text, one.end):
            return one.number
    return None


_ABOUT = re.compile("解读|一图读懂|图解|问答|答记者问")
_CITING = re.compile(
    r"(?:废止|转发|落实|贯彻|执行|修改|修订|解读|延长|停止|根据|依据|学习|关于|印发)(?:\W{0,2}《[^《》]*》)?\W{0,2}$"
)
_LISTED = re.compile(r"\s?[、,和及与]\s?")
_CITED = re.compile(r"\s*[)）]?\s*(?:文件|文|的(?!通知$|公告$|决定$)|等|和|、|》|政策)")


def number_in_title(title: str) -> DocNumber | None:
    """The number that a title gives its own document, in parentheses or at an end; one that it speaks of is none.

    >>> str(number_in_title("关于某项目的通知（发改办投资〔2026〕88号）"))
    '发改办投资〔2026〕88号'
    >>> number_in_title("关于废止穗府〔2010〕5号文件的通知") is None
    True
    """
    if "号" not in title and "號" not in title:
        return None
    text = plain(title)
    if _ABOUT.search(text):
        return None
    spoken_of = 0  # 废止甲〔2010〕5号、乙〔2011〕6号: what is listed with a number that is spoken of is spoken of too
    for one in cited(text):
        listed = spoken_of and _LISTED.fullmatch(text, spoken_of, one.start)
        if not listed and not _CITING.search(text[: one.start]) and not _CITED.match(text, one.end):
            return one.number
        spoken_of = one.end
    return None
