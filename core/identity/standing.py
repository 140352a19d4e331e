"""Where a document stands in its life, and the words that show it (handbook §2.4)."""

import re
from dataclasses import dataclass

from core.identity.script import simplified
from core.model import Stage


@dataclass(frozen=True, slots=True)
class Standing:
    """The stage of a document and the words that show it."""

    stage: Stage
    words: str


_MARKED_REPEALED = re.compile(
    r"[【\[(（〔](?:(?:已|全文)?(?:经)?(?:废止|失效|废除)|(?:该|本|此)?文件?已?(?:废止|失效))[】\])）〕]|^已(?:废止|失效)\W"
)
_INVALID = re.compile(r"^\W*(?:已|全文)?(?:废止|失效|无效|宣布失效|已被废止)\W*$")
_INTERPRETATION = re.compile(
    r"一图读懂|一图看懂|图解|图说|答记者问|新闻发布会|政策问答|常见问题|问答(?!题)|解读(?!.*(?:通知|方案|办法|规定|意见|制度|公告|函)$)"
)
_DRAFT = re.compile(
    r"征求.{0,60}意见|意见征[集询求]|征[集询].{0,60}(?:意见|建议)|意见稿|送审稿|(?<!预算)(?<!计划)(?<!决算)草案|听证(?!的?(?:规则|办法|规定|程序|条例|制度|工作))"
)
_REPEALING = re.compile(r"(?:废止|宣布失效|停止执行|失效|废除).{0,60}(?:决定|通知|公告|通告|命令|令|目录|清单)\W*$")
_AMENDED = re.compile(
    r"关于修[改订正].*(?:通知|公告)|关于.{0,60}修[改正].*(?:决定|令)|修正案|[(（][^()（）]{0,16}修[订正改][版稿本]?[)）]|修订[版稿本]"
    r"|(?:新|重新)修订|延长.{0,40}有效期|继续(?:有效|执行|施行)|有效期.{0,6}延长"
)
_TRIAL = re.compile(r"试行|暂行|试点办法")
_ISSUED = re.compile(
    r"(?:印发|发布|公布|出台)[^，。]{0,6}《|关于.{0,60}(?:印发|发布|公布)|(?:条例|办法|规定|细则|规程)\W*$|关于.+的(?:通知|意见|决定|公告|通告|办法|规定|批复|函|通报|命令|决议|令)\W*$|废止.*的决定\W*$"
)
_SINCE = r"(?:被|(?:于|自)[^，。；]{4,14}日起?)?(?:被)?(?:宣布)?(?:全文)?"
_OPENING_REPEALED = re.compile(rf"(?:该|本|此)(?:规范性|政策)?文件(?:已|现已|已经){_SINCE}(?:废止|失效)")
_NOTE = re.compile(
    rf"\W*(?:(?:注|说明|提示|备注)\W*)?(?:该|本|此)(?:规范性|政策)?文件(?:已|现已|已经){_SINCE}(?:废止|失效|停止执行)"
    r"(?:(?:时间|日期)?\W*(?:19|20)\d\d[年月日.\-/\d]{2,8})?\W*|[【\[(（〔](?:已|全文)(?:废止|失效)[】\])）〕]"
)
_OPENING_DRAFT = re.compile(
    r"(?<![经已过])(?:现|拟|向社会|面向社会)[^。]{0,40}(?:公开)?征求[^。]{0,12}意见(?!的?基础|后|并|情况|和|过程|阶段|，经|,经)"
    r"|征求意见稿|送审稿"
)
_OPENING_AMENDED = re.compile(r"作如下修改|作以下修改|予以修改|作出?如下修[订正]|决定对.{2,60}进行修改")
_IN_FORCE = re.compile(r"起(?:正式)?(?:施行|实施|生效|执行)|现印发给你|印发给你们|现予(?:以)?(?:公布|发布|印发)")
_REPORTED = re.compile(
    r"本报讯|本网讯|记者|近日|日前|[\u4e00-\u9fff]{2,8}社.{0,10}电|通讯员|从.{2,20}获悉|据.{2,20}报道|转载"
)
_OPENING = 300
_LONGEST_PROOF = 80
_TITLE, _TEXT = 0, 1
_STAGES = (
    (_TITLE, _MARKED_REPEALED, Stage.REPEALED),
    (_TEXT, _OPENING_REPEALED, Stage.REPEALED),
    (_TITLE, _INTERPRETATION, Stage.INTERPRETATION),
    (_TITLE, _DRAFT, Stage.DRAFT),
    (_TITLE, _REPEALING, Stage.IN_FORCE),
    (_TEXT, _OPENING_DRAFT, Stage.DRAFT),
    (_TITLE, _AMENDED, Stage.AMENDED),
    (_TEXT, _OPENING_AMENDED, Stage.AMENDED),
    (_TITLE, _TRIAL, Stage.TRIAL),
    (_TEXT, _IN_FORCE, Stage.IN_FORCE),
)


def stage_of(title: str | None, body: str = "", validity: str = "") -> Stage | None:
    """Where a document stands; see `standing_of`.

    >>> stage_of("关于印发广州市某某办法的通知").value
    'in_force'
    """
    standing = standing_of(title, body, validity)
    return standing.stage if standing else None


def repealed_by_note(line: str) -> Standing | None:
    """The standing of a document beside whose title a line says nothing but that it is repealed.

    >>> repealed_by_note("（该文件已于2026年6月1日废止）").words
    '（该文件已于2026年6月1日废止）'
    >>> repealed_by_note("本文件施行后，旧文件废止") is None
    True
    """
    return Standing(Stage.REPEALED, line.strip()) if _NOTE.fullmatch(simplified(line).strip()) else None


def standing_of(title: str | None, body: str = "", validity: str = "") -> Standing | None:
    """Where THIS document stands in its life, from its title, then the first 300 characters of its text.

    A mark of repeal (【已废止】, 有效性：失效) overrules everything. An act that repeals others is in force itself: its
    targets are repealed, not it. An act that amends or prolongs others is `AMENDED`, like a text that was amended:
    both are read for what changed. Draft words in the opening overrule an issuing headline: newspapers write 印发
    of what is still consulted on. A notice that issues rules on trial is on trial like them.
    Source: domain handbook §2.4.

    Args:
        validity: what a disclosure table says under 有效性, 时效性.
    """
    if _INVALID.search(validity):
        return Standing(Stage.REPEALED, validity.strip())
    sought = [_Sought(title or ""), _Sought(body[:_OPENING])]
    for place, words, stage in _STAGES:
        if (standing := sought[place].standing(words, stage)) is not None:
            return standing
    reported = sought[_TEXT].standing(_REPORTED, Stage.NEWS)
    return reported or sought[_TITLE].standing(_ISSUED, Stage.IN_FORCE)


class _Sought:
    """A text in which stages are sought in Simplified and shown as written."""

    def __init__(self, raw: str) -> None:
        self._raw, self._plain = raw, simplified(raw)

    def standing(self, words: re.Pattern[str], stage: Stage) -> Standing | None:
        found = words.search(self._plain)
        return Standing(stage, self._raw[found.start() : found.end()].strip()[:_LONGEST_PROOF]) if found else None
