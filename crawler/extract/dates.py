"""The dates of a page, kept apart: when written, published, effective, due, expired."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from crawler.extract.head import first_of

ZONE = ZoneInfo("Asia/Shanghai")
"""Chinese pages write Chinese time; there is one zone and no summer time since 1991."""

_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_DAY = r"(?P<y>(?:19|20)\d\d)\s*[-/.年 ]\s*(?P<m>1[0-2]|0?[1-9])\s*[-/.月]\s*(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)\s*日?号?"
_CLOCK = r"(?P<H>[01]?\d|2[0-3])\s*[:：时]\s*(?P<M>[0-5]\d)(?:\s*[:：分]\s*(?P<S>[0-5]\d))?(?:\.\d+)?"
_NUMERIC = re.compile(rf"(?<!\d){_DAY}(?:[\sT]{{0,3}}{_CLOCK}(?P<zone>Z|[+-]\d\d:?\d\d)?)?")
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
_METAS = (
    *("pubdate", "firstpublishedtime", "article:published_time", "publishdate", "publish_date", "datepublished"),
    *("og:release_date", "published_time", "publishtime", "og:published_time", "bytedance:published_time"),
    "weibo:article:create_at",
)
_PUBLISHED = re.compile(
    r"(?:发布|發布|發佈|公开|公開|刊登|发表|發表|上网|上线|信息提供|发稿|提供)\s*(?:时间|時間|日期|于)?|(?:时间|時間|日期|[^a-z]date)\s*[:：]"
)
_OTHER = re.compile(
    r"(?:成文|生成|制发|印发|施行|实施|生效|废止|失效|截止|截至|更新|修改|过期|有效)\s*(?:时间|日期|期)?\s*[:：]?\s*$|(?:今天|现在)是?\s*[:：]?\s*$"
)
_EFFECTIVE = re.compile(r"自\s*(?P<when>[^，。；]{6,20}?日)\s*起\s*(?:正式)?(?:施行|实施|执行|生效)")
_DEADLINE = re.compile(
    r"(?:截止(?:时间|日期)?(?:为|至|到|是)?|截至|(?:请|应|须)?(?:于|在)|征求意见(?:的)?(?:时间|期限|截止时间)[^。]{0,30}?(?:至|到|—|-)+)[:：]?\s*(?P<when>(?:19|20)?\d{2}[^，。；、]{4,12}?日)\s*(?:前|之前|以前|止|截止|。|，)?"
)
_EXPIRES = re.compile(r"有效期(?:至|到|截至|截止到?)\s*(?P<when>[^，。；]{6,20}?日)")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the moment where the page gives one (aware, UTC)."""

    day: date
    at: datetime | None = None


def moments(text: str) -> Iterator[tuple[int, Moment]]:
    """Every date in a text with its position, in any of the forms Chinese pages write."""
    plain = unicodedata.normalize("NFKC", text)
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


def published(head: Sequence[str], metas: Mapping[str, str], tail: Sequence[str], url: str | None) -> Moment | None:
    """When a page was published: labelled near the title, bare near the title, meta tag, below the text, URL.

    Args:
        head: lines from the title to the text, and those just above the title, nearest first.
        tail: lines just below the text.
    """
    meta = first_of(metas, *_METAS)
    return (
        _labelled(head)
        or _bare(head)
        or (first_moment(meta) if meta else None)
        or _labelled(tail)
        or first_moment("\n".join(head))
        or (_in_url(url) if url else None)
    )


def _labelled(lines: Sequence[str]) -> Moment | None:
    text = unicodedata.normalize("NFKC", "\n".join(lines))
    for label in _PUBLISHED.finditer(text):
        if _OTHER.search(text[max(0, label.start() - 4) : label.end()]):
            continue
        match = _NUMERIC.search(text, label.end(), label.end() + 45) or _WRITTEN_OUT.search(
            text, label.end(), label.end() + 30
        )
        if match and "\n\n" not in text[label.end() : match.start()] and match.start() - label.end() <= 12:
            return _moment(match)
    return None


def _bare(lines: Sequence[str]) -> Moment | None:
    """A date that nothing says to be another one; lines are joined because some pages break dates apart."""
    text = unicodedata.normalize("NFKC", " ".join(lines))
    found = sorted(moments(text), key=lambda item: item[0])
    for start, moment in found:
        if not _OTHER.search(text[max(0, start - 10) : start]):
            return moment
    return None


def _in_url(url: str) -> Moment | None:
    match = _IN_URL.search(url)
    return _moment(match) if match else None


def effective(text: str) -> date | None:
    """施行: when a document comes into force, where its text names the day."""
    return _day_of(_EFFECTIVE, text)


def deadline(text: str) -> date | None:
    """截止: until when opinions are asked for."""
    return _day_of(_DEADLINE, text)


def expires(text: str) -> date | None:
    """有效期至: when a document ceases, where its text names the day."""
    return _day_of(_EXPIRES, text)


def signed(lines: Sequence[str]) -> date | None:
    """成文: the day that stands alone in one of the last lines."""
    for line in reversed(lines[-6:]):
        moment = first_moment(line)
        if moment is not None and len(line) <= 20:
            return moment.day
    return None


def _day_of(pattern: re.Pattern[str], text: str) -> date | None:
    match = pattern.search(text)
    moment = first_moment(match["when"]) if match else None
    return moment.day if moment else None


def _moment(match: re.Match[str]) -> Moment | None:
    parts = match.groupdict()
    try:
        day = date(int(parts["y"].translate(_DIGITS).replace("O", "0")), _number(parts["m"]), _number(parts["d"]))
        if not parts.get("H"):
            return Moment(day)
        clock = datetime(
            day.year, day.month, day.day, int(parts["H"]), int(parts["M"]), int(parts["S"] or 0), tzinfo=ZONE
        )
    except ValueError:
        return None
    if (zone := parts.get("zone")) is not None:
        clock = clock.replace(tzinfo=UTC if zone == "Z" else datetime.strptime(zone, "%z").tzinfo)
        return Moment(clock.astimezone(ZONE).date(), clock.astimezone(UTC))
    return Moment(day, clock.astimezone(UTC))


def _number(text: str) -> int:
    """A month or day in Arabic or Chinese numerals: 3, 03, 三, 十, 二十一, 廿一."""
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_DIGITS))
    return 10 * int(tens.translate(_DIGITS) or 1) + int(ones.translate(_DIGITS) or 0)
