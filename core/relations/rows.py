"""Documents that are named without 《》: in the rows of lists and tables, and in titles that act on one."""

import re

from core.identity import DocNumber
from core.identity.number import cited
from core.identity.script import plain
from core.model import RelationKind
from core.quotes import is_bare, is_policy

_CELL = re.compile(r"[^|\t]+")
_ENUMERATED = re.compile(r"\s*\(?[\d一二三四五六七八九十]{1,4}[.、,)]\s*|\s+")
_SHORTEST_NAME = 6
_PROSE = re.compile("根据|依据|按照|依照|遵照|参照|贯彻|落实|为|对|将|请|各|由|自|本")
_ACTING = re.compile(
    r"关于(?P<verb>废止|宣布|修[改订正]|延长)(?P<name>[^,。《》]{4,80}?)(?P<part>部分条款|有效期|实施期|第.{1,4}条|失效)?"
    r"的(?:决定|通知|公告|通告)"
)
_GENERAL = re.compile(r"部分|一批|若干(?!措施|规定|政策|意见)|等.{0,4}[件部]|有关|规章|规范性文件|文件$")


def unquoted_row(raw: str, text: str, act: RelationKind) -> tuple[RelationKind, DocNumber | None, str | None] | None:
    """The document of a row that writes no 《》: `12 | 某市管理办法 | 某府〔2010〕5号`.

    Outside a table only a name with its number is one: the rest is prose with a number before it.

    >>> unquoted_row("1.某市管理办法(某府〔2010〕5号)", "1.某市管理办法(某府〔2010〕5号)", RelationKind.REPEALS)[2]
    '某市管理办法'
    """
    found = next(cited(text), None)
    names = (_name_of(text, cell.start(), cell.end(), found.start if found else None) for cell in _CELL.finditer(text))
    place = next((name for name in names if name is not None), None)
    is_table = "|" in text
    if (found is None and place is None) or (not is_table and (found is None or place is None)):
        return None
    return act, found.number if found else None, raw[slice(*place)] if place else None


def _name_of(text: str, start: int, end: int, number: int | None) -> tuple[int, int] | None:
    """Where in a cell a policy's name stands, before its number where it holds that too."""
    if number is not None and start <= number < end:
        end = number
    enumerated = _ENUMERATED.match(text, start, end)
    start = enumerated.end() if enumerated else start
    name = text[start:end].rstrip(" (〔[,;。")
    if len(name) < _SHORTEST_NAME or _PROSE.match(name) or is_bare(name) or not is_policy(name):
        return None
    return start, start + len(name)


def unquoted_act(title: str) -> tuple[RelationKind, str] | None:
    """What a title without 《》 does to one policy that it names.

    >>> unquoted_act("关于延长某市管理办法有效期的通知")[1], unquoted_act("关于废止部分规章的决定")
    ('某市管理办法', None)
    """
    found = _ACTING.search(plain(title))
    if found is None or _GENERAL.search(found["name"]) or not is_policy(found["name"]):
        return None
    kind = _kind_of(found["verb"], found["part"] or "")
    return (kind, title[slice(*found.span("name"))]) if kind else None


def _kind_of(verb: str, part: str) -> RelationKind | None:
    if verb == "延长":
        return RelationKind.EXTENDS if "期" in part else None
    if verb == "宣布":
        return RelationKind.REPEALS if part == "失效" else None
    is_whole = verb == "废止" and "条" not in part
    return RelationKind.REPEALS if is_whole else RelationKind.AMENDS
