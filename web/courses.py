"""What the store counted over time, made ready for charts: weeks, how a source fared, how soon it was noticed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.model import ChangeKind, HealthTurn, Noticed
from web.charts import Bar, Span
from web.words import Words

WEEK = timedelta(weeks=1)

FARES = {
    ChangeKind.FAILING: "failing",
    ChangeKind.LAYOUT: "layout",
    ChangeKind.SILENT: "silent",
    ChangeKind.RECOVERED: "ok",
}

DELAYS = ((0, "same"), (1, "next"), (3, "few"), (7, "week"), (30, "month"))
"""So many days after publication, at most; what is later is `late`."""


def weeks(now: datetime, count: int, zone: ZoneInfo) -> list[datetime]:
    """The beginnings of so many weeks (Mondays, local), this one the last, and the end of it."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    return [
        datetime.combine(monday - nth * WEEK, time(), zone).astimezone(now.tzinfo) for nth in range(count - 1, -2, -1)
    ]


def week_bars(starts: Sequence[datetime], counts: Iterable[Sequence[int]], zone: ZoneInfo) -> list[Bar]:
    """A bar a week, of all the counts together."""
    rows = list(counts)
    return [
        Bar(f"{start.astimezone(zone):%m-%d}", sum(row[nth] for row in rows)) for nth, start in enumerate(starts[:-1])
    ]


def spans(turns: Iterable[HealthTurn], start: datetime, end: datetime, known_since: datetime, t: Words) -> list[Span]:
    """How a source fared between two moments; `unknown` before it was first seen."""
    marks = [(start, "unknown" if known_since > start else "ok")]
    if start < known_since < end:
        marks.append((known_since, "ok"))
    for turn in turns:
        kind = FARES[turn.kind]
        if turn.at <= start:
            marks[0] = (start, kind)
        elif turn.at < end:
            marks.append((turn.at, kind))
    marks.sort(key=lambda mark: mark[0])
    ends = [at for at, _ in marks[1:]] + [end]
    return [
        Span(kind, at, until, t(f"fares.{kind}")) for (at, kind), until in zip(marks, ends, strict=True) if until > at
    ]


def delay_bars(noticed: Iterable[Noticed], zone: ZoneInfo, t: Words) -> list[Bar]:
    """How many days after its publication a document was noticed; never before."""
    counts = dict.fromkeys([name for _, name in DELAYS] + ["late"], 0)
    for one in noticed:
        counts[_delay(one.published, one.seen_at.astimezone(zone).date())] += 1
    return [Bar(t(f"delay.{name}"), number) for name, number in counts.items()]


def _delay(published: date, seen: date) -> str:
    days = (seen - published).days
    return next((name for most, name in DELAYS if days <= most), "late")


def shares(values: Sequence[Bar]) -> str:
    """The bars in words, for who cannot see them.

    >>> shares([Bar("03-02", 4), Bar("03-09", 0)])
    '03-02: 4; 03-09: 0'
    """
    return "; ".join(f"{bar.label}: {bar.value}" for bar in values)
