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
    r"(?P<code>[\u3400-\u9fff]{1,14})\s*[〔\[【(〈﹝「]\s*(?P<year>(?:19|20)\d\d)\s*年?\s*[〕\]】)〉﹞」]\s*第?\s*(?P<number>\d{1,5})\s*号"
)
_ANNUAL = re.compile(
    r"(?P<code>[\u3400-\u9fff]{0,16}(?:令|公告|通告))\s*(?P<year>(?:19|20)\d\d)\s*年\s*第?\s*(?P<number>\d{1,4})\s*号"
)
_ORDER = re.compile(
    r"(?P<code>[\u3400-\u9fff]{0,16}(?:令|公告|通告))\s*\(?\s*第\s*(?P<number>\d{1,4})\s*号(?![楼线院馆机])"
)
_INVERTED = re.compile(r"(?P<code>[\u3400-\u9fff]{0,16}?)\s*第\s*(?P<number>\d{1,4})\s*号令")
_FORMS = (_BRACKETED, _ANNUAL, _ORDER, _INVERTED)

# What precedes a number in running text is no part of the issuer's code.
_LEAD_WORDS = "根据|依据|按照|参照|执行|落实|贯彻|印发|转发|发布|公布|废止|以及|文号|字号|编号|通知|规定|文件|办法|意见"
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
    plain = unicodedata.normalize("NFKC", text)
    found = [match for form in _FORMS if (match := form.search(plain)) is not None]
    numbers = [(match.start(), number) for match in found if (number := _number_of(match)) is not None]
    return min(numbers, key=lambda item: item[0])[1] if numbers else None


def _number_of(match: re.Match[str]) -> DocNumber | None:
    groups = match.groupdict()
    is_short = match.re is _BRACKETED and not match["code"].endswith("令")
    code = (_SHORT_LEAD_IN if is_short else _LEAD_IN).sub("", match["code"])
    if match.re is _INVERTED:
        code += "令"
    year = groups.get("year")
    return DocNumber(code, int(year) if year else None, int(match["number"])) if code else None


_TITLE_STAGES = (
    (re.compile(r"已废止|已失效|宣布失效|停止执行|废止.{0,40}(?:决定|通知|公告)|关于.{0,10}废止"), Stage.REPEALED),
    (re.compile(r"解读|一图读懂|图解|问答|新闻发布会|答记者问"), Stage.INTERPRETATION),
    (re.compile(r"征求.{0,20}意见|意见征集|征集.{0,12}意见|意见稿|送审稿|草案|听证"), Stage.DRAFT),
    (re.compile(r"关于修改|修正案|修订|修正|的决定.{0,4}修改|延长.{0,30}有效期|继续(?:有效|执行)"), Stage.AMENDED),
    (re.compile(r"试行|暂行"), Stage.TRIAL),
)
_ISSUED = re.compile(r"印发|发布|公布|关于.+的(?:通知|意见|决定|公告|通告|办法|规定|批复|函|通报|命令|决议)\W*$")
_OPENING_DRAFT = re.compile(
    r"(?<![经已过])(?:现|拟|向社会|面向社会)[^。]{0,14}(?:公开)?征求[^。]{0,12}意见|征求意见稿|送审稿"
)
_OPENING_STAGES = (
    (re.compile(r"该文件已(?:废止|失效)|本文件已(?:废止|失效)"), Stage.REPEALED),
    (_OPENING_DRAFT, Stage.DRAFT),
    (re.compile(r"作如下修改|予以修改"), Stage.AMENDED),
)
_IN_FORCE = re.compile(r"起(?:施行|实施|生效|执行)|现印发给你们|现予(?:公布|发布|印发)")
_REPORTED = re.compile(r"本报讯|本网讯|记者|近日|日前|[\u4e00-\u9fff]{2,8}社.{0,10}电|通讯员|从.{2,20}获悉")
_OPENING = 300


def stage_of(title: str | None, body: str = "") -> Stage | None:
    """Where a document stands, from its title and the first 300 characters of its text (Simplified).

    Draft words in the opening overrule an issuing headline: newspapers write 印发 of what is still consulted on.
    Source: domain handbook §2.4.

    >>> stage_of("关于印发广州市某某办法的通知").value
    'in_force'
    """
    head, opening = title or "", body[:_OPENING]
    for table, text in ((_TITLE_STAGES, head), (_OPENING_STAGES, opening)):
        for words, stage in table:
            if words.search(text):
                return stage
    if _IN_FORCE.search(opening) or (_ISSUED.search(head) and not _REPORTED.search(opening)):
        return Stage.IN_FORCE
    return Stage.NEWS if _REPORTED.search(opening) else None
