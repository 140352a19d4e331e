"""Moments as feeds and sitemaps write them: RFC 822, ISO 8601, and what Chinese sites make of both."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from crawler.discover.dialects import day

LONGEST = 100
FURTHEST_ZONE = 14
CLOCK = r"(?P<hour>\d{1,2})\s*[:：时]\s*(?P<minute>\d{1,2})(?:\s*[:：分]\s*(?P<second>\d{1,2}))?(?:[.,]\d+)?[分秒]?"
YEAR_FIRST = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})日?"
    rf"(?:[Tt\s]*{CLOCK}(?P<zone>.*))?"
)
ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{3})?)?(?:Z|[+-]\d\d:\d\d)?)?$")
DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})[\s-]+(?P<month>[A-Za-z]{3,9}|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月)\.?[\s,-]+"
    rf"(?P<year>(?:19|20)\d\d|\d\d)(?:\s+{CLOCK}(?P<zone>.*))?(?!\d)"
)
YEAR_LAST = re.compile(
    rf"(?P<month>[A-Za-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{CLOCK}\s+(?P<zone>[A-Z]\S{{0,9}}\s)?\s*(?P<year>(?:19|20)\d\d)"
)
"""As Java prints a moment."""

OFFSET = re.compile(r"\s*\(?(?P<name>[A-Za-z]*)\s*(?:(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?)?")
MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
CHINESE_MONTHS = {name: n for n, name in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)}  # noqa: SIM905
NAMED_ZONES = {"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "CST": 8, "BJT": 8, "HKT": 8}
"""CST is China's here: RFC 822 means America by it, which no site we read does."""


def moment(written: str, zone: tzinfo) -> datetime | None:
    """The moment in UTC; in `zone` where none is written, and its midnight where only a day is.

    >>> moment("Fri, 09 Jan 2026 10:00:00 CST", UTC).isoformat()
    '2026-01-09T02:00:00+00:00'
    """
    line = " ".join(written[:LONGEST].split())
    iso = _iso(line, zone) if ISO.match(line) else None
    if iso:
        return iso
    for form in (YEAR_FIRST, DAY_FIRST, YEAR_LAST):
        match = form.search(line)
        on = _day(match) if match else None
        if match and on:
            return datetime.combine(on, _clock(match), _zone(match["zone"] or "", zone)).astimezone(UTC)
    return None


def _iso(line: str, zone: tzinfo) -> datetime | None:
    try:
        made = datetime.fromisoformat(line)
    except ValueError:
        return None
    return (made if made.tzinfo else made.replace(tzinfo=zone)).astimezone(UTC)


def _day(match: re.Match[str]) -> date | None:
    month = match["month"].removesuffix("月")
    number = month if month.isdecimal() else str(MONTHS.get(month[:3].lower()) or CHINESE_MONTHS.get(month) or 0)
    year = match["year"]
    return day(year if len(year) == 4 else f"20{year}", number, match["day"])


def _clock(match: re.Match[str]) -> time:
    try:
        return time(int(match["hour"] or 0), int(match["minute"] or 0), min(int(match["second"] or 0), 59))
    except ValueError:
        return time()


def _zone(written: str, otherwise: tzinfo) -> tzinfo:
    match = OFFSET.match(written)
    name, sign = (match["name"].upper(), match["sign"]) if match else ("", None)
    if match is None or (sign and name not in {"", "UT", "UTC", "GMT"}):
        return otherwise
    if sign:
        offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
        away = offset if sign == "+" else -offset
        return timezone(away) if offset <= timedelta(hours=FURTHEST_ZONE) else otherwise
    return timezone(timedelta(hours=NAMED_ZONES[name])) if name in NAMED_ZONES else otherwise
