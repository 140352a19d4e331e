"""Which policy is this? Document numbers (文号) and the stage of a document's life."""

import re
import unicodedata
from dataclasses import dataclass

from core.model import Stage


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


# GB/T 9704-2012 §7.2.5 wants 〔〕; the web writes every bracket there is (handbook §2.3).
_BRACKETED = re.compile(
    r"(?P<code>[\u3400-\u9fff]{1,14})\s*[〔\[【(〈﹝「<{]\s*(?P<year>(?:19|20)\d\d)\s*年?\s*[〕\]】)〉﹞」>}]\s*第?\s*(?P<number>\d{1,5})\s*号"
)
_ANNUAL = re.compile(
    r"(?P<code>[\u3400-\u9fff]{0,16}(?:令|公告|通告))\s*\(?\s*(?P<year>(?:19|20)\d\d)\s*年?\s*第\s*(?P<number>\d{1,4})\s*号"
)
_ORDER = re.compile(
    r"(?P<code>[\u3400-\u9fff]{0,16}(?:令|公告|通告))\s*\(?\s*第\s*(?P<number>\d{1,4})\s*号(?![楼线院馆机])"
)
_INVERTED = re.compile(r"(?P<code>[\u3400-\u9fff]{0,16}?)\s*第\s*(?P<number>\d{1,4})\s*号令")
_FORMS = (_BRACKETED, _ANNUAL, _ORDER, _INVERTED)

# What precedes a number in running text is no part of the issuer's code.
_LEAD_WORDS = (
    "根据|依据|按照|参照|执行|落实|贯彻|印发|转发|发布|公布|废止|以及|文号|字号|编号|通知|规定|文件|办法|意见|關於|关于"
)
_LEAD_IN = re.compile(f".*(?:{_LEAD_WORDS})")
# The particles occur in the long names before 令 (工业和信息化部), but not in the short codes before a bracket.
_SHORT_LEAD_IN = re.compile(f".*(?:{_LEAD_WORDS}|和(?!国)|[与及见由的在号以按])")


def doc_number(text: str) -> DocNumber | None:
    """The first document number in a text, whatever its brackets.

    >>> str(doc_number("根据穗府办规［２０２１］第０５号"))
    '穗府办规〔2021〕5号'
    >>> doc_number("（2021）粤01民终123号") is None
    True
    """
    return next((number for _, number in _numbers(_plain(text))), None)


_LONGEST_LINE = 40
_LABEL = re.compile(r"(?:发文|公文|文件)?(?:文号|字号|编号)?")
_AROUND = re.compile(r"(?:(?:发文|公文|文件)?(?:文号|字号|编号))?[\s:()\[\]〔〕【】《》,、·*—-]*")
_UNNAMED = re.compile(r"\W*(?:(?P<year>(?:19|20)\d\d)\s*年?\s*)?第\s*(?P<number>\d{1,4})\s*号\W*")
_SELF_NUMBERED = re.compile(r"(?:令|公告|通告)$")


def own_number(line: str, issuer: str = "") -> DocNumber | None:
    """The number that a line consists of: 文号 centred under a title, never one cited in a sentence.

    Args:
        issuer: the line above; 某某局公告 gives 2025年第3号 its code.

    >>> str(own_number("（穗府办〔2021〕5号）"))
    '穗府办〔2021〕5号'
    >>> own_number("根据穗府办〔2021〕5号文件要求") is None
    True
    """
    if len(line) > _LONGEST_LINE or ("号" not in line and "號" not in line):
        return None
    plain = _plain(line)
    if (alone := _UNNAMED.fullmatch(plain)) is not None:
        code = "".join(_plain(issuer).split()).strip("《》")
        year = int(alone["year"]) if alone["year"] else None
        return DocNumber(code, year, int(alone["number"])) if _SELF_NUMBERED.search(code) and len(code) <= 20 else None
    for match, number in _numbers(plain):
        before = plain[: match.start()] + match["code"].removesuffix(number.code.removesuffix("令"))
        order = number.code.endswith(("令", "公告", "通告"))
        before_is_clear = _AROUND.fullmatch(before) or (order and re.fullmatch(r"[\u3400-\u9fff、\s]{0,30}", before))
        if before_is_clear and _AROUND.fullmatch(plain, match.end()):
            return number
    return None


_ABOUT = re.compile("解读|一图读懂|图解|问答|答记者问")
_CITING = re.compile(
    r"(?:废止|转发|轉發|落实|贯彻|执行|修改|修订|解读|延长|停止|根据|依据|学习|关于|印发)(?:\W{0,2}《[^《》]*》)?\W{0,2}$"
)
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
    plain = _plain(title)
    if _ABOUT.search(plain):
        return None
    for match, number in _numbers(plain):
        start = match.start() + len(match["code"]) - len(number.code.removesuffix("令"))
        if not _CITING.search(plain[:start]) and not _CITED.match(plain, match.end()):
            return number
    return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("號", "号").replace("發", "发").replace("辦", "办")


def _numbers(plain: str) -> list[tuple[re.Match[str], DocNumber]]:
    """The first number of each form, in the order of the text."""
    if "号" not in plain:
        return []
    found = [match for form in _FORMS if (match := form.search(plain)) is not None]
    found.sort(key=lambda match: match.start())
    return [(match, number) for match in found if (number := _number_of(match)) is not None]


def _number_of(match: re.Match[str]) -> DocNumber | None:
    groups = match.groupdict()
    is_short = match.re is _BRACKETED and not match["code"].endswith("令")
    code = (_SHORT_LEAD_IN if is_short else _LEAD_IN).sub("", match["code"])
    if match.re in (_ANNUAL, _ORDER) and "的" in code:
        code = code.rpartition("的")[2]  # 某某局关于某事的公告（2026年第12号）
    if match.re is _INVERTED:
        code += "令"
    year = groups.get("year")
    return DocNumber(code, int(year) if year else None, int(match["number"])) if code else None


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
_OPENING_REPEALED = re.compile(r"(?:该|本|此)(?:规范性)?文件(?:已|现已|已经)(?:被)?(?:宣布)?(?:废止|失效)")
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
_TRADITIONAL = str.maketrans(
    "廢執決徵詢見稿聽證經讀圖問記發會關於訂該規轉載報訊從獲據應實現給們過階後並況階長續辦",
    "废执决征询见稿听证经读图问记发会关于订该规转载报讯从获据应实现给们过阶后并况阶长续办",
)


def stage_of(title: str | None, body: str = "", validity: str = "") -> Stage | None:
    """Where a document stands; see `standing_of`.

    >>> stage_of("关于印发广州市某某办法的通知").value
    'in_force'
    """
    standing = standing_of(title, body, validity)
    return standing.stage if standing else None


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
        self._raw, self._plain = raw, raw.translate(_TRADITIONAL)

    def standing(self, words: re.Pattern[str], stage: Stage) -> Standing | None:
        found = words.search(self._plain)
        return Standing(stage, self._raw[found.start() : found.end()].strip()[:_LONGEST_PROOF]) if found else None
