"""The day that a row shows, in every form of the handbook (§1 trap 5, §2.2), told from the other days of a document."""

import re
from collections.abc import Sequence
from datetime import date

from crawler.discover.dialects import day
from crawler.discover.labels import OTHER_DAYS, PUBLISHED, WRITTEN, Said
from crawler.discover.legend import days_in

ALONE = 24
AROUND = " \t\r\n\u3000[]()（）【】|·/—-"
FIGURES = re.compile(r"\d{1,4}(?:[年月./\s-]{1,3}\d{1,4})*[年月日]?")
PIECES = (
    re.compile(r"(?<!\d)(?P<d>\d{1,2})日?\s+(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})月?(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})月?\s+(?P<d>\d{1,2})日?(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)年?\s+(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})日?(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})日?\s+(?P<y>(?:19|20)\d\d)年?(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})日?\s+(?P<m>\d{1,2})月\s+(?P<y>(?:19|20)\d\d)年?(?!\d)"),
)
WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})日?")


def days_shown(said: Sequence[Said]) -> list[date]:
    """Days by which a row may go, the likeliest first: those called the day of publication, those that stand alone,
    those written in pieces, those in running text; never a day that is called another one, save where 成文 is all.
    """
    for texts in (
        [text for name, text in said if name in PUBLISHED],
        [text for name, text in said if not name and len(text) <= ALONE],
    ):
        days = [found for text in texts for found in days_in(text)]
        if days:
            return days
    unlabelled = [text for name, text in said if name not in OTHER_DAYS | WRITTEN]
    days = _in_pieces(unlabelled) or [found for text in unlabelled for found in days_in(text)]
    return days or [found for name, text in said if name in WRITTEN for found in days_in(text)]


def day_of_year(said: Sequence[Said], year: int | None) -> date | None:
    """The day of a row that writes 01-09 and leaves the year to its surroundings.

    >>> day_of_year([("", "[01-09]")], 2026)
    datetime.date(2026, 1, 9)
    """
    if year is None:
        return None
    for name, text in said:
        match = WITHOUT_YEAR.fullmatch(text.strip(AROUND)) if not name or name in PUBLISHED else None
        if match:
            return day(str(year), *match.groups())
    return None


def is_dated(said: Sequence[Said]) -> bool:
    """Whether a row shows a day, be it without its year."""
    return bool(days_shown(said)) or day_of_year(said, 2000) is not None


def _in_pieces(texts: Sequence[str]) -> list[date]:
    """A day whose parts stand in elements of their own: 09 and 2026-01."""
    short = [text.strip(AROUND) for text in texts if len(text) <= ALONE]
    figures = " ".join(text for text in short if FIGURES.fullmatch(text))
    matches = [match for form in PIECES for match in [form.search(figures)] if match]
    return [made for match in matches if (made := day(match["y"], match["m"], match["d"]))]
