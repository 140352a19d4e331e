"""Names within a text: where 《》 stand, what is a policy's name, and how one is folded (handbook §2.3)."""

import re

from core.identity.script import plain

_IN_PARENTHESES = re.compile(r"\s*\(([^()]{1,40})\)\s*$")
VARIANT = re.compile(
    r"(?:.{0,12}(?:意见稿|送审稿|草案|修订|修正|审议稿|讨论稿|报批稿|建议稿|公示稿|审查稿)[版稿本文案]?|试行|暂行|.{0,6}修[改订正][版稿本])"
)
_BARE = re.compile(
    r"(?:第[一二三]次)?(?:公开)?征求意见稿$|送审稿$|报批稿$|(?<!预算)(?<!决算)(?<!计划)(?:修订|修正案?)?草案$"
)
_KIND = (
    "规划纲要|行动计划|行动方案|实施方案|工作方案|实施意见|实施细则|实施办法|若干措施|若干政策|若干规定|若干意见|政策措施|"
    "工作要点|指导意见|管理办法|暂行办法|暂行规定|规划|纲要|计划|方案|措施|政策|条例|规定|办法|细则|规则|规程|规范|指引|指南|"
    "标准|目录|清单|意见|通知|决定|公告|通告|命令|决议|批复|制度|准则|法|名单|要点|预案|举措|条款|函|令"
)
_POLICY = re.compile(rf"(?:{_KIND})(?:\([^()]{{1,24}}\))?\W*$")
_BARE_KIND = re.compile(rf"(?:本|该|新|上述)?(?:[一二三四五]年)?(?:若干|实施|暂行|管理|工作|行动|有关)?(?:{_KIND})\W*")


def quoted(text: str) -> list[tuple[int, int]]:
    """Where the outermost 《…》 of a plain text stand, marks included; one cut off ends with the text.

    >>> quoted("印发《关于〈甲〉的通知》")
    [(2, 12)]
    """
    found, depth, start = [], 0, 0
    for mark in re.finditer("[《〈》〉]", text):
        if mark[0] in "《〈":
            start = mark.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((start, mark.end()))
    return found if not depth else [*found, (start, len(text))]


def is_bare(name: str) -> bool:
    """Whether a name says only what kind of text it is: 《办法》, 《若干措施》.

    >>> is_bare("若干措施"), is_bare("某市若干措施")
    (True, False)
    """
    return _BARE_KIND.fullmatch(plain(name)) is not None


def is_policy(name: str) -> bool:
    """Whether a name is that of a policy, judged by its last word: 《广州日报》 is not.

    >>> is_policy("某市管理办法（试行）"), is_policy("广州日报")
    (True, False)
    """
    return _POLICY.search(without_variants(plain(name))[0]) is not None


def without_variants(text: str) -> tuple[str, list[str]]:
    """A name and the marks of its variant, taken off its end; the name stays a prefix of the text."""
    marks: list[str] = []
    while True:
        found = _IN_PARENTHESES.search(text)
        if found is not None and VARIANT.fullmatch(found[1]):
            marks.insert(0, found[1])
        elif (found := _BARE.search(text)) is not None and found.start():
            marks.insert(0, found[0])
        else:
            return text, marks
        text = text[: found.start()]


_FIGURES = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_SPELT_YEAR = re.compile("[一二][〇零○九][〇零○一二三四五六七八九]{2}(?=年)")
_SPELT_ORDINAL = re.compile("(?<=第)([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)(?=[批期届次号轮版])")
_SPAN = re.compile(r"(?<=\d)年?\s*(?:[-–—~―－]+|至)\s*(?=(?:19|20)\d\d)")
_NOTICE = re.compile(
    "(?<=规划|纲要|计划|方案|措施|条例|规定|办法|细则|规则|规程|规范|指引|指南|标准|目录|清单)"
    r"((?:\d{4}-)?\d{4}年)?的(?:通知|公告)$"
)
_NOT_A_WORD = re.compile(r"(?<!\d)-|-(?!\d)|[^\w-]|_")


def folded(name: str) -> str:
    """2023—2025年, 第三批 and 2025年度 in one spelling, without marks or spaces."""
    text = plain(name).lower()
    text = _SPELT_YEAR.sub(lambda year: "".join(_FIGURES[sign] for sign in year[0]), text)
    text = _SPELT_ORDINAL.sub(_ordinal, text)
    text = _SPAN.sub("-", text)
    text = re.sub(r"(?<=\d年)度", "", text)
    return _NOTICE.sub(r"\1", _NOT_A_WORD.sub("", text)).removeprefix("关于")


def _ordinal(found: re.Match[str]) -> str:
    tens, ten, ones = found.groups()
    if not ten:
        return _FIGURES.get(ones or tens, "")
    return (_FIGURES[tens] if tens else "1") + (_FIGURES[ones] if ones else "0")
