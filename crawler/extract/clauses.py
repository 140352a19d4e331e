"""The days that the sentences of a document fix: in force from, valid until, due by (handbook §2.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.extract.days import DAY, UNTIL, day_of, numeral, shifted

LONGEST_PROOF = 80
_SAMPLE = 800
_REACH = 240
_MOST_SENTENCES = 400
_LONGEST_TEXT = 400_000
_ENDING = 100_000
_SOON = timedelta(days=120)

# Only the Traditional characters of the words sought here, one for one, so that places in the text stay the same.
_SIMPLE = str.maketrans(
    "實徵詢見饋報個發佈執廢試於請間時為經過達後與會號長稱滿續從條細則決規劃計標準導範將證書額頒簽內現戶異議據開",
    "实征询见馈报个发布执废试于请间时为经过达后与会号长称满续从条细则决规划计标准导范将证书额颁签内现户异议据开",
)
_IS_TRADITIONAL = re.compile("[實徵見饋報個發執廢請間時為經過後與會號條則決規劃計]")

_BEGUN = r"起(?:[,，]?在.{2,12})?(?:正式|开始|予以)?(?:施行|实施|执行|生效|试行|实行)"
_MOMENT = re.compile(r"[起后日月]\s*(?:[,，]?在.{2,12})?(?:正式|开始|予以)?(?:施行|实施|执行|生效|试行|实行)")
_FROM_DAY = re.compile(rf"(?:自|从|于)?\s*{DAY}\s*(?:零时|\d{{1,2}}时)?\s*{_BEGUN}")
_ON_DAY = re.compile(rf"(?:于|定于)\s*{DAY}\s*(?:正式)?(?:施行|实施|生效)")
_FROM_ISSUE = re.compile(
    r"自\s*(?P<event>印发|发文|下发|签发|成文|发布|公布|颁布|公开发布)之日(?:起)?\s*(?:满)?\s*"
    r"(?:(?P<count>[\d一二三四五六七八九十]{1,3})\s*个?(?P<unit>工作日|日|天|月)(?:后|之后|以后)?)?\s*(?:起)?"
    r"(?:正式|开始)?(?:施行|实施|执行|生效|试行)"
)
_OWN = re.compile(
    r"本(?:办法|规定|通知|意见|条例|细则|方案|决定|公告|措施|规划|计划|政策|文件|通告|标准|指引|指南|规则|规范|制度|实施)"
)

_TERM = re.compile(
    r"有效期|试行期|暂行期|施行期|实施期|执行期|[,，]\s*至(?=[^。\n]{6,20}[日号]\s*(?:止|废止|失效|终止))"
)
_UNTIL = re.compile(
    rf"有效期\s*限?\s*(?:[:：]|为|截?至|截止(?:日期|时间)?(?:为|至|到)?|到|(?:延长|延续|顺延)(?:至|到))\s*{DAY}(?!\s*起)"
)
_FROM_UNTIL = re.compile(
    rf"(?:有效|施行|实施|执行|试行)期限?(?:为|：|:|是)?\s*[自从]?\s*{DAY}\s*起?\s*(?:至|到|[-—–~～―－]+)\s*{UNTIL}"
)
_BEGUN_UNTIL = re.compile(rf"{_BEGUN}\s*[,，]\s*(?:有效期)?至\s*{DAY}")
_YEARS = re.compile(
    r"(?:有效|试行|暂行|施行|实施|执行)期限?\s*(?:为|是|：|:|定为|暂定)?\s*(?:[自从].{0,14}起(?:计算)?)?\s*"
    r"(?P<count>\d{1,2}|[一二三四五六七八九十两]{1,2})\s*(?P<unit>年|个月)"
)
_OF_A_PERMIT = re.compile(r"(?:证|书|照|许可|批件|资格|合同|保函|标|报价)[^，,。]{0,4}$")

# Every alternative begins with a letter of its own, so that the engine can skip from one such letter to the next.
_DUE = re.compile(
    r"截止|截至|日前|日止|时前|时止|点前|之前|以前|0前|[)]前|）前|征求意见|征集|意见征求|公示|公开征求|之日起|期限|起止|即日起|时间[:：为]|时限"
)
_DAY_HINT = re.compile(r"月\s*[\d一二三十廿]|\d\s*[-./]\s*\d|之日起")
_IN_WORDS = r"(?:为|：|:|是|自|从|于|\d{1,2}个?(?:工作日|自然日|日|天)|\s|[,，(（])*"
_CLOCK = (
    r"\s*(?:[(（][^()（）]{1,8}[)）])?\s*"
    r"(?:(?:[上下]午|晚上?|凌晨)?\s*\d{1,2}\s*(?:[:：时点]\s*(?:\d{2}|整|半)?分?))?\s*"
)
_TO = rf"{_CLOCK}起?\s*(?:至|到|[-—–~～―－]+)\s*"
_CONSULTED = r"(?:征求意见|意见征[集求]|征[集求]|公示|公开|意见反馈|反馈|报名|申报|申请|受理|提交|公告|异议|投诉)"
_PERIOD = rf"{_CONSULTED}[^。，,；;\n]{{0,8}}?(?:时间|期限|日期|时限|期间?)"
_DEADLINES = (
    (re.compile(rf"(?:{_PERIOD}|起止(?:时间|日期)){_IN_WORDS}{DAY}{_TO}{UNTIL}"), "u"),
    (re.compile(rf"{DAY}{_TO}{UNTIL}[^。\n]{{0,16}}?(?:公开征求|征求意见|征集意见|公示|受理申报)"), "u"),
    (re.compile(rf"即日起\s*(?:至|到|[-—–~～―－]+)\s*{DAY}"), ""),
    (re.compile(rf"截(?:止|稿|标)(?:\w{{0,4}}?(?:时间|日期|日|期限))?(?:为|至|到|是|：|:|于|\s)*{DAY}"), ""),
    (re.compile(rf"(?:时间|期限|日期|[时期]限)(?:为|：|:)?\s*截?[至到]\s*{DAY}"), ""),
    (re.compile(rf"{_CONSULTED}[^。\n]{{0,16}}?截?至\s*{DAY}{_CLOCK}(?:止|前|截止|结束|[。，,；;)）\n]|$)"), ""),
    (re.compile(rf"(?<!申)请[^。\n]{{0,60}}?{DAY}{_CLOCK}(?:前|之前|以前|止)"), ""),
    (
        re.compile(
            rf"(?:于|在|截至)\s*{DAY}{_CLOCK}(?:前|之前|以前|止)[,，]?[^。；\n]{{0,40}}?"
            r"(?:反馈|提出|提交|报送|发送|寄|传真|书面|邮件|邮箱|反映|来信|来函|报名|申报)"
        ),
        "",
    ),
)
_WITHIN = re.compile(
    r"(?:公示(?:期|时间)|征求意见(?:的)?(?:时间|期限|期)?|意见反馈(?:时间|期限)?)(?:为|：|:)?\s*"
    r"自(?:本)?(?:公告|通知|通告|公示)?(?:发布|公布|公告|公示|刊登|登载)?之日起\s*"
    r"(?P<count>\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:个自然)?[日天]"
    r"|自本(?:公告|通知|通告|公示)(?:发布|公布|刊登|登载)?之日起\s*(?P<days>\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"\s*(?:个自然)?[日天](?:内|之内|以内)"
)


@dataclass(frozen=True, slots=True)
class Proof:
    """A day and the words of the page that prove it, at most 80 characters."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """The days that a clause may count from."""

    written: date | None = None
    published: date | None = None


class Clauses:
    """The text of a document; what is found in Simplified is shown as written."""

    def __init__(self, text: str) -> None:
        if len(text) > _LONGEST_TEXT:
            text = f"{text[:-_ENDING][: _LONGEST_TEXT - _ENDING]}\n{text[-_ENDING:]}"
        self._raw = text
        self._plain = text.translate(_SIMPLE) if _IS_TRADITIONAL.search(text, 0, _SAMPLE) else text

    def effective(self, known: Known) -> Proof | None:
        """施行: when the document comes into force; a clause on 本办法 is believed before all others."""
        first: Proof | None = None
        for begin, end in self._around(_MOMENT):
            proof = self._begun(begin, end, known)
            if proof is not None and _OWN.search(self._plain, begin, end):
                return proof
            first = first or proof
        return first

    def expires(self, effective: date | None) -> Proof | None:
        """有效期: the last day of validity; N years end on the eve of the day on which they began."""
        for begin, end in self._around(_TERM):
            for pattern in (_FROM_UNTIL, _UNTIL, _BEGUN_UNTIL):
                match = pattern.search(self._plain, begin, end)
                if match is not None and not self._is_of_a_permit(match, begin):
                    day = day_of(match)
                    return self._proof(day_of(match, "u", near=day) if pattern is _FROM_UNTIL else day, match)
            match = _YEARS.search(self._plain, begin, end)
            if match is not None and effective is not None and self._is_own(match, begin, end):
                months = numeral(match["count"]) * (12 if match["unit"] == "年" else 1)
                last = shifted(effective, months)
                return self._proof(last - timedelta(days=1) if last else None, match)
        return None

    def deadline(self, published: date | None) -> Proof | None:
        """截止: until when opinions, applications or objections are taken.

        A year left out is that of publication. 30个工作日 is no day: holidays are decreed year by year.
        """
        for begin, end in self._around(_DUE):
            if not _DAY_HINT.search(self._plain, begin, end):
                continue
            for pattern, prefix in _DEADLINES:
                match = pattern.search(self._plain, begin, end)
                day = _due(match, prefix, published) if match else None
                if match is not None and day is not None:
                    return self._proof(day, match)
            match = _WITHIN.search(self._plain, begin, end)
            if match is not None and published is not None:
                days = numeral(match["count"] or match["days"])
                return self._proof(published + timedelta(days=days), match)
        return None

    def _begun(self, begin: int, end: int, known: Known) -> Proof | None:
        issued = known.written or known.published
        for pattern in (_FROM_DAY, _ON_DAY):
            if (match := pattern.search(self._plain, begin, end)) is not None:
                return self._proof(_soon(match, issued), match)
        match = _FROM_ISSUE.search(self._plain, begin, end)
        if match is None or match["unit"] == "工作日":
            return None
        start = known.published if match["event"] in {"发布", "公布", "颁布", "公开发布"} else None
        start = start or issued
        return self._proof(_after(start, match["count"], match["unit"]), match) if start else None

    def _is_own(self, match: re.Match[str], begin: int, end: int) -> bool:
        """Permits and contracts have terms as well."""
        if self._is_of_a_permit(match, begin):
            return False
        sentence = (self._plain, begin, end)
        return match.start() == begin or any(words.search(*sentence) for words in (_OWN, _MOMENT))

    def _is_of_a_permit(self, match: re.Match[str], begin: int) -> bool:
        return _OF_A_PERMIT.search(self._plain[max(begin, match.start() - 8) : match.start()]) is not None

    def _around(self, words: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """The sentences in which a word stands, by their places; of a sentence without end what is near the word."""
        text, done, count = self._plain, 0, 0
        for match in words.finditer(text):
            start, stop = match.span()
            if start < done:
                continue
            begin = max(done, start - _REACH)
            begin = max(text.rfind("。", begin, start), text.rfind("\n", begin, start), begin - 1) + 1
            ends = [place for mark in "。\n" if (place := text.find(mark, stop, stop + _REACH)) >= 0]
            done = min(ends, default=min(len(text), stop + _REACH))
            yield begin, done
            count += 1
            if count == _MOST_SENTENCES:
                return

    def _proof(self, day: date | None, match: re.Match[str]) -> Proof | None:
        if day is None:
            return None
        return Proof(day, self._raw[match.start() : match.end()].strip()[:LONGEST_PROOF])


def _after(start: date, count: str | None, unit: str | None) -> date | None:
    if count is None:
        return start
    return shifted(start, numeral(count)) if unit == "月" else start + timedelta(days=numeral(count))


def _due(match: re.Match[str], prefix: str, published: date | None) -> date | None:
    begun = _soon(match, published) if not prefix else day_of(match, near=published)
    if begun is None or not prefix:
        return begun
    day = day_of(match, prefix, near=begun)
    return day if day is None or day >= begun else _next(day, begun)


def _soon(match: re.Match[str], published: date | None) -> date | None:
    """The day; where its year is left out, the next such day after publication."""
    day = day_of(match, near=published)
    if day is None or match["y"] or published is None or day >= published:
        return day
    return _next(day, published)


def _next(day: date, after: date) -> date | None:
    """1月10日 in a page of December is next year's; a day long past is none."""
    later = shifted(day, 12)
    return later if later is not None and later - after <= _SOON else None
