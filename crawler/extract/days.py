"""Days as Chinese texts write them: 2025年3月1日, 二〇二五年三月一日, 3月1日, 2025-3-1."""

import calendar
import re
from datetime import date

FIRST_YEAR, LAST_YEAR = 1949, 2100
"""No policy page speaks of other years; a number that looks like one is something else."""

_ZEROS = "〇零○Ｏ０OoО◯"
_DIGITS = str.maketrans(f"{_ZEROS}一二三四五六七八九", "0" * len(_ZEROS) + "123456789")
_YEAR = rf"(?<!\d)(?:19|20|１９|２０)\d\d|[一二][{_ZEROS}0一二三四五六七八九]{{3}}"
_SMALL = r"\d{1,2}|[一二三四五六七八九十廿卅]{1,4}"
DAY = (
    rf"(?:(?P<y>{_YEAR})\s*[年./-]\s*)?(?P<m>{_SMALL})\s*(?(y)[月./-]|月)\s*"
    rf"(?P<d>{_SMALL})(?!\d)\s*(?(y)[日号]?|[日号])"
)
"""A day in a sentence, its year left out or not: groups y, m, d."""
UNTIL = (
    rf"(?:(?P<uy>{_YEAR})\s*[年./-]\s*)?(?:(?P<um>{_SMALL})\s*(?(uy)[月./-]|月)\s*)?"
    rf"(?P<ud>{_SMALL})(?!\d)\s*(?(uy)[日号]?|[日号])"
)
"""The second day of a range, which may leave out its month as well: groups uy, um, ud."""


def day_of(match: re.Match[str], prefix: str = "", *, near: date | None = None) -> date | None:
    """The day of a match; what it leaves out (year, month) is that of `near`.

    Returns None for a day that is in no calendar (2月30日), in no year we speak of, or not whole.
    """
    year, month = match[f"{prefix}y"], match[f"{prefix}m"]
    if near is None and (year is None or month is None):
        return None
    try:
        return day(year or str(near and near.year), month or str(near and near.month), match[f"{prefix}d"])
    except ValueError:
        return None


def day(year: str, month: str, of_month: str) -> date:
    """A day from its numerals; ValueError for one that is in no calendar, or in no year we speak of."""
    number = int(year.translate(_DIGITS))
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise ValueError(year)
    return date(number, numeral(month), numeral(of_month))


def numeral(text: str) -> int:
    """A small number in Arabic or Chinese numerals: 3, ０３, 三, 两, 十, 二十一, 廿一; ValueError for anything else."""
    text = text.replace("廿", "二十").replace("卅", "三十").replace("两", "二")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_DIGITS))
    return 10 * int(tens.translate(_DIGITS) or 1) + int(ones.translate(_DIGITS) or 0)


def shifted(start: date, months: int) -> date | None:
    """The same day some months later, the last of a shorter month; None beyond the years we speak of."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > LAST_YEAR:
        return None
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
