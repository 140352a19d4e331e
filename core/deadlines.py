"""When to remind of a deadline, of an entry into force and of an expiry (handbook §2.4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from core.model import Awaited, Document, Stage

AHEAD = (timedelta(days=7), timedelta(days=1))
"""How long before a deadline or an entry into force it is told."""

AHEAD_OF_EXPIRY = (timedelta(days=30), timedelta(days=7))
"""How long before the end of its validity a policy's readers are told."""

HOUR = time(9)
"""When in the day reminders are told, local time."""

_FOR_OTHERS = (Stage.DRAFT, Stage.INTERPRETATION, Stage.NEWS, Stage.REPEALED)
"""Stages in which a document's entry into force and expiry are proposed, another's or past."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A day that comes, and how long before it this is told.

    Args:
        day: the last day for a deadline and an expiry, the first for an entry into force.
    """

    what: Awaited
    day: date
    ahead: timedelta


def expiry(document: Document) -> date | None:
    """The last day on which a document is valid, where it states its own 有效期.

    None for a draft, whose term is only proposed, and for news and explanations, which state another's; None
    too where it would end before it began.
    """
    expires, effective = document.dates.expires, document.dates.effective
    if expires is None or document.stage in _FOR_OTHERS or (effective is not None and expires < effective):
        return None
    return expires


def awaited(document: Document) -> Iterator[tuple[Awaited, date]]:
    """The days of a document that its readers await; a repealed one has none.

    Those of drafts, news and explanations that are another's or only proposed are left out.
    """
    if document.stage is Stage.REPEALED:
        return
    dates = document.dates
    effective = None if document.stage in _FOR_OTHERS else dates.effective
    days = {Awaited.DEADLINE: dates.deadline, Awaited.EFFECTIVE: effective, Awaited.EXPIRES: expiry(document)}
    yield from ((what, day) for what, day in days.items() if day is not None)


def next_reminder(
    document: Document,
    after: datetime,
    *,
    zone: tzinfo,
    ahead: Sequence[timedelta] = AHEAD,
    ahead_of_expiry: Sequence[timedelta] = AHEAD_OF_EXPIRY,
) -> tuple[datetime, Reminder] | None:
    """The first reminder after a moment, and when it is to be told (UTC); None where none is left.

    What is due at that time, which may have been slept through, `due_reminders` says.

    Args:
        after: up to when reminders have been told.
        zone: of the days that documents name; reminders are told at 09:00 there.
        ahead, ahead_of_expiry: whole days, not negative, in any order.
    """
    times = _moments(document, zone, ahead=ahead, ahead_of_expiry=ahead_of_expiry)
    return min((one for one in times if one[0] > after), key=_order, default=None)


def due_reminders(
    document: Document,
    after: datetime,
    now: datetime,
    *,
    zone: tzinfo,
    ahead: Sequence[timedelta] = AHEAD,
    ahead_of_expiry: Sequence[timedelta] = AHEAD_OF_EXPIRY,
) -> tuple[Reminder, ...]:
    """What is to be told now of what fell due after a moment: of each day awaited the nearest reminder only.

    Asked again and again, each time `after` the last time it was asked, it tells every reminder once at most, and
    none after its day. What fell due while nobody asked is told late, but not twice.
    """
    today = now.astimezone(zone).date()
    times = _moments(document, zone, ahead=ahead, ahead_of_expiry=ahead_of_expiry)
    due = [one for at, one in times if after < at <= now and today <= one.day]
    nearest = {one.what: one for one in sorted(due, key=lambda one: one.ahead, reverse=True)}
    return tuple(sorted(nearest.values(), key=lambda one: (one.day, one.what)))


def _moments(
    document: Document, zone: tzinfo, *, ahead: Sequence[timedelta], ahead_of_expiry: Sequence[timedelta]
) -> Iterator[tuple[datetime, Reminder]]:
    if min((*ahead, *ahead_of_expiry), default=timedelta()) < timedelta():
        raise ValueError("a reminder is told ahead of its day, not after it")
    for what, day in awaited(document):
        for span in ahead_of_expiry if what is Awaited.EXPIRES else ahead:
            if span.days < day.toordinal() - 1:
                told = datetime.combine(day - timedelta(days=span.days), HOUR, tzinfo=zone)
                yield told.astimezone(UTC), Reminder(what, day, span)


def _order(one: tuple[datetime, Reminder]) -> tuple[datetime, date, str]:
    """Of what is told at one time the nearest day first, so that one answer is always the same."""
    return one[0], one[1].day, one[1].what
