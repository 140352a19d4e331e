"""When a page was published, and the words that prove it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from crawler.extract.days import day

ZONE = ZoneInfo("Asia/Shanghai")
"""Chinese pages write Chinese time; there is one zone and no summer time since 1991."""

_DAY = r"(?P<y>(?:19|20)\d\d)\s*[-/.年 ]\s*(?P<m>1[0-2]|0?[1-9])\s*[-/.月]\s*(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)\s*日?号?"
_CLOCK = r"(?P<H>[01]?\d|2[0-3])\s*[:：时]\s*(?P<M>[0-5]\d)(?:\s*[:：分]\s*(?P<S>[0-5]\d))?(?:\.\d+)?"
_NUMERIC = re.compile(rf"(?<!\d){_DAY}(?:[\sT-]{{0,3}}{_CLOCK}(?P<zone>Z|[+-]\d\d:?\d\d)?)?")
# Inline elements set apart by style alone run together: <em>2017</em><em>08/17</em><em>14:48</em>.
_GLUED = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.年]?(?P<m>0[1-9]|1[0-2])[-/.月](?P<d>0[1-9]|[12]\d|3[01])日?"
    r"(?:(?P<H>[01]\d|2[0-3]):(?P<M>[0-5]\d)(?::(?P<S>[0-5]\d))?|(?!\d))"
)
_WRITTEN_OUT = re.compile(
    r"(?P<y>[一二][〇零○ＯO0一二三四五六七八九]{3})\s*年\s*(?P<m>[一二三四五六七八九十]{1,3})\s*月\s*(?P<d>[一二三四五六七八九十廿卅]{1,4})\s*[日号]"
)
_COMPACT = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_IN_URL = re.compile(
    r"(?:/|t|_)(?P<y>(?:19|20)\d\d)[-/]?(?P<m>0[1-9]|1[0-2]|[1-9](?=[-/]))[-/]?(?P<d>3[01]|[12]\d|0?[1-9])(?=[/_\-.]|$|\D)"
)
_YEAR = re.compile("[12一二１２][09〇零○ＯO０９一九]")
_METAS = (
    *("pubdate", "firstpublishedtime", "article:published_time", "publishdate", "publish_date", "datepublished"),
    *("og:release_date", "published_time", "publishtime", "og:published_time", "bytedance:published_time"),
    "weibo:article:create_at",
)
_PUBLISHED = re.compile(
    r"(?:发布|發布|發佈|公开|公開|刊登|发表|發表|上网|上线|信息提供|发稿|提供)\s*(?:时间|時間|日期|于)?|(?:时间|時間|日期|[Dd]ate)\s*[:：]"
)
_OTHER = re.compile(
    r"(?:成文|生成|制发|印发|施行|实施|生效|废止|失效|截止|截至|更新|修改|过期|有效)\s*(?:时间|日期|期)?\s*[:：]?\s*$|(?:今天|现在)是?\s*[:：]?\s*$"
)
# 發布日期：115-01-20, 中華民國115年1月20日
_MINGUO = re.compile(
    r"\s*[:：]?\s*(?:中?[华華]?民[国國])?\s*(?P<y>\d{2,3})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?![\d-])"
)
_LINKED_DATA = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_TIME = re.compile(r"""<time\b[^>]*?\bdatetime\s*=\s*["']([^"']{8,40})""")
_SPLIT = re.compile(r"(?:^|\s)(?P<d>[0-2]?\d|3[01])日?\s*(?P<y>(?:19|20)\d\d)[-/.年](?P<m>0?[1-9]|1[0-2])月?(?=\s|$)")
_TWO_DIGITS = re.compile(r"(?<![\d-])(?P<y>[0-4]\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?=\d\d:\d\d|\s|$)")
_LEADING = re.compile(
    r"\W*[^，。；：:]{0,20}?\s*(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2})日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?\s*"
    r"(?:(?:阅读|浏览|点击|访问|来源|作者|字体|编辑|人气).*)?\W*"
)
_LEAD_LENGTH = 60
_CENTURY = re.compile("19|20|一九|二[〇零○ＯO0]")
LONGEST_PROOF = 80


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, the moment where the page gives one (aware, UTC), and the words that say so."""

    day: date
    at: datetime | None = None
    words: str = field(default="", compare=False)


def moments(text: str) -> Iterator[tuple[int, Moment]]:
    """Every date in a text with its position, in any of the forms Chinese pages write."""
    if _YEAR.search(text) is None:
        return
    plain = unicodedata.normalize("NFKC", text)
    if not _CENTURY.search(plain):
        return
    for pattern in (_NUMERIC, _GLUED, _WRITTEN_OUT):
        for match in pattern.finditer(plain):
            if (moment := _moment(match)) is not None:
                yield match.start(), moment


def first_moment(text: str) -> Moment | None:
    """The first date in a text; `2024-03-25 10:41:58`, `2025/3/1`, `二〇二五年三月一日`, `20250301`.

    >>> first_moment("二〇二五年三月一日").day.isoformat()
    '2025-03-01'
    """
    found = sorted(moments(text), key=lambda item: item[0])
    if found:
        return found[0][1]
    match = _COMPACT.search(text)
    return _moment(match) if match else None


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells to machines: its meta tags, its address, and its source for what else stands there."""

    metas: Mapping[str, str]
    url: str | None = None
    html: str = ""

    def by_meta(self) -> Moment | None:
        """The first meta tag with a date of publication."""
        return next((moment for name in _METAS if (moment := _named(name, self.metas.get(name)))), None)

    def by_address(self) -> Moment | None:
        """The date in the page's own address."""
        match = _IN_URL.search(self.url) if self.url else None
        return _moment(match) if match else None

    def by_markup(self) -> Moment | None:
        """schema.org's `datePublished` in JSON-LD, or the first `<time datetime>`."""
        for mark, pattern in (('"datePublished"', _LINKED_DATA), ("<time", _TIME)):
            place = self.html.find(mark)
            if place >= 0 and (found := pattern.match(self.html, place)) is not None:
                return _named(mark.strip('<"'), found[1])
        return None


def published(head: Sequence[str], opening: Sequence[str], tail: Sequence[str], told: Told) -> Moment | None:
    """When a page was published: labelled near the title, bare near the title, meta tag, around the text, address.

    A visible date beats a meta tag, which may be that of a migration; a date that no label explains yields to a
    meta tag which the address confirms.

    Args:
        head: lines from the title to the text, and those just above the title, nearest first.
        opening: the first lines of the text, among which those of facts may stand.
        tail: lines just below the text.
    """
    labelled = _labelled(head)
    if labelled is not None:
        return labelled
    meta, bare = told.by_meta(), _bare(head)
    if bare is not None and meta is not None and bare.day != meta.day:
        address = told.by_address()
        return meta if address is not None and address.day == meta.day else bare
    return (
        bare
        or meta
        or _labelled(opening)
        or _labelled(tail)
        or told.by_markup()
        or first_moment("\n".join(head))
        or _leading(opening)
        or _split([*head, *opening[:2]])
        or told.by_address()
    )


def _named(name: str, text: str | None) -> Moment | None:
    moment = first_moment(text) if text else None
    return replace(moment, words=f"{name}: {text}"[:LONGEST_PROOF]) if moment else None


def _split(head: Sequence[str]) -> Moment | None:
    """A day set in large figures over its month (15, 2026-03), or without its century (26-03-15)."""
    text = " ".join(head)
    found = _SPLIT.search(text) or _TWO_DIGITS.search(text)
    if found is None:
        return None
    century = "20" if len(found["y"]) == len("26") else ""
    try:
        return Moment(day(century + found["y"], found["m"], found["d"]), words=found[0].strip())
    except ValueError:
        return None


def _leading(lines: Sequence[str]) -> Moment | None:
    """A line of facts that stands within the text, at its beginning."""
    for line in lines:
        if len(line) <= _LEAD_LENGTH and _LEADING.fullmatch(unicodedata.normalize("NFKC", line)):
            return first_moment(line)
    return None


def _labelled(lines: Sequence[str]) -> Moment | None:
    text = unicodedata.normalize("NFKC", "\n".join(lines))
    for label in _PUBLISHED.finditer(text):
        if _OTHER.search(text[max(0, label.start() - 4) : label.end()]) or _is_within_a_word(text, label):
            continue
        if (minguo := _MINGUO.match(text, label.end())) is not None:
            return _moment_of_minguo(minguo, label)
        match = _NUMERIC.search(text, label.end(), label.end() + 45) or _WRITTEN_OUT.search(
            text, label.end(), label.end() + 30
        )
        if match and "\n\n" not in text[label.end() : match.start()] and match.start() - label.end() <= 12:
            moment = _moment(match)
            words = " ".join(text[label.start() : match.end()].split())
            return replace(moment, words=words[:LONGEST_PROOF]) if moment else None
    return None


def _is_within_a_word(text: str, label: re.Match[str]) -> bool:
    """Update: is no date."""
    return label[0][:1] in "Dd" and text[label.start() - 1 : label.start()].isalpha()


def _moment_of_minguo(match: re.Match[str], label: re.Match[str]) -> Moment | None:
    """Taiwan counts from 1912: 115-01-20 is in 2026."""
    try:
        whole = day(str(int(match["y"]) + 1911), match["m"], match["d"])
    except ValueError:
        return None
    return Moment(whole, words=f"{label[0]}{match[0]}"[:LONGEST_PROOF])


def _bare(lines: Sequence[str]) -> Moment | None:
    """A date that nothing says to be another one; lines are joined because some pages break dates apart."""
    text = unicodedata.normalize("NFKC", " ".join(lines))
    found = sorted(moments(text), key=lambda item: item[0])
    for start, moment in found:
        if not _OTHER.search(text[max(0, start - 10) : start]):
            return moment
    return None


def _moment(match: re.Match[str]) -> Moment | None:
    parts, words = match.groupdict(), match[0].strip()
    try:
        whole = day(parts["y"], parts["m"], parts["d"])
        if not parts.get("H"):
            return Moment(whole, words=words)
        clock = datetime.combine(whole, time(int(parts["H"]), int(parts["M"]), int(parts["S"] or 0)), tzinfo=ZONE)
    except ValueError:
        return None
    if (zone := parts.get("zone")) is not None:
        clock = clock.replace(tzinfo=UTC if zone == "Z" else datetime.strptime(zone, "%z").tzinfo)
        whole = clock.astimezone(ZONE).date()
    return Moment(whole, clock.astimezone(UTC), words)
