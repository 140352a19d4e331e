"""The issuer's code before a number, told from the prose in front of it and from what numbers anything else."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A code and where in the text it begins."""

    code: str
    start: int


_HAN = "[\u3400-\u9fff]"
_LONGEST_CODE = 14
_LONG = 9
_RUN = re.compile(rf"{_HAN}{{1,{_LONGEST_CODE}}}\s{{0,3}}\Z")
_ORDER_REACH = 80
_ORDER_RUN = re.compile(r"[\u3400-\u9fff 、]*\Z")
_ORDER = re.compile(r"命?(令|公告|通告)\Z")
_LONGEST_ISSUER = 16
_TOKEN = re.compile(rf"{_HAN}+")
_ORGAN = re.compile("[部委局会院府厅署行办区市县省席室国处社]\\Z")

# What precedes a number in running text is no part of the issuer's code.
_LEAD_WORDS = (
    "根据|依据|依照|按照|遵照|比照|参照|对照|执行|落实|贯彻|印发|转发|下发|颁发|发布|公布|颁布|废止|撤销|取消|取代|代替|替代|"
    "修改|修订|以及|详见|参见|同意|批准|收到|学习|实施|施行|出台|制定|文号|字号|编号|通知|规定|文件|办法|意见|方案|关于|"
    "上述|前述|其中|现将|本[市省区县局厅委部办]|我[市省区县局厅委部办]"
)
_LEAD_IN = re.compile(f".*(?:{_LEAD_WORDS}|号)(?:[及与]|和(?![平政田县龙]))?|^(?:[及与]|和(?![平政田县龙]))")
# The particles occur in the long names before 令 (工业和信息化部), but not in the short codes before a bracket;
# 和政, 经信, 自然资, 原政 and 对外 begin codes of their own.
_SHORT_LEAD_IN = re.compile(
    f".*(?:{_LEAD_WORDS}|和(?![国政府卫])|[与及见由的在号以按])|(?:经(?![开信济贸])|原(?![政府州])|自(?!然)|对(?!外))"
)
_NAMED_ORGAN = re.compile(
    r".*(?:人民政府|国务院|办公厅|办公室|委员会|管理局|监督局|税务总局|海关总署|(?<![一-龥])[省市区县]政府)(?=..)"
)
_SEAT = re.compile(r".*(?=[国京津沪渝冀晋苏浙皖闽赣鲁豫鄂湘粤桂琼黔滇藏陕甘穗莞].)")

_NOT_AN_ISSUER = re.compile(
    r"(?:医广|药广审|械广审|健广审|准字|健字|证字|用证|国用|集用|房地权|[仲诉]案字?|[中高]法\w{0,6}字|检\w{0,4}[诉刑]字?|"
    r"[民刑行执知商][一二三四]?[初终再申审]字?|执字|学报|杂志|期刊|[月季周旬年]刊|电话|传真|大道|公网安备|备案|许可证)\Z"
)
_NOT_AN_ORDER = re.compile(r"[指口司责法禁勒喝时节夏冬即]\Z")


def code_before(text: str, end: int) -> Place | None:
    """The short code (穗府办规) that stands right before a year in brackets.

    >>> code_before("根据国务院国发", 7)
    Place(code='国发', start=5)
    """
    run = _RUN.search(text, max(0, end - _LONGEST_CODE - 3), end)
    if run is None:
        return None
    written = run[0].rstrip()
    code = _SHORT_LEAD_IN.sub("", written, count=1)
    code = _NAMED_ORGAN.sub("", code)
    if len(code) > _LONG:
        code = _SEAT.sub("", code)
    if not code or _NOT_AN_ISSUER.search(code):
        return None
    return Place(code, run.start() + len(written) - len(code))


def order_code(text: str, end: int, kind: str | None) -> Place | None:
    """What stands before the number of an order: 国家药品监督管理局令; of a joint one its lead's name alone.

    Args:
        kind: 令 or 公告 where it follows the number (第28号令).

    >>> order_code("中国人民银行 财政部令", 11, None)
    Place(code='中国人民银行令', start=0)
    """
    begin = max(0, end - _ORDER_REACH)
    upto = end - (len(text[begin:end]) - len(text[begin:end].rstrip("( \u3000")))
    run = _ORDER_RUN.search(text, begin, upto)
    tokens = list(_TOKEN.finditer(text, run.start(), upto)) if run else []
    if not tokens or tokens[-1].end() != upto:
        return Place(kind, end) if kind else None
    named = _ORDER.search(tokens[-1][0])
    if named is not None:
        kind = named[1]
    elif kind is None:
        return None
    return _led(tokens, kind, named.start() if named else None)


def _led(tokens: list[re.Match[str]], kind: str, cut: int | None) -> Place | None:
    """The first of the issuers that stand side by side, and the kind of what they issue."""
    last = tokens[-1]
    issuer, start = _issuer(last[0][:cut], last.start())
    if _NOT_AN_ORDER.search(issuer):
        return None
    if cut is None and not _ORGAN.search(issuer):
        issuer, start = "", last.end()  # 以第28号令公布
    for token in reversed(tokens[:-1]):
        if start != token.end() + 1 or not _ORGAN.search(issuer) or not _ORGAN.search(token[0]):
            break
        issuer, start = _issuer(token[0], token.start())
    return Place(issuer + kind, start)


def _issuer(written: str, start: int) -> tuple[str, int]:
    """The name at the end of a run of characters, and where it begins."""
    issuer = "" if "关于" in written else _LEAD_IN.sub("", written)
    issuer = issuer.rpartition("的")[2][-_LONGEST_ISSUER:]
    return issuer, start + len(written) - len(issuer)
