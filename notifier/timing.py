"""due(now, when, channel, timezone) -> moment: at once or with the next digest, outside quiet hours, on its days.

Working days are those of the Chinese calendar, make-up days (调休) included. It is published a year ahead: for a year
that is not known yet they are Monday to Friday.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import chinese_calendar
from apscheduler.triggers.cron import CronTrigger

from core.source import Channel, Days, Quiet, When

SATURDAY = 5
MIDNIGHT = time()
DAY = timedelta(days=1)

MOST_DAYS_OFF = 60
"""Days off in a row, and closed times of a channel, that are looked through; the longest holidays are 9 days."""

MOST_FIRINGS = 500
"""Firings on days off that are looked through; a digest that only falls on such goes out all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When a message may go.

    Args:
        firing: of the digest that it waits for; None for what is told at once.
        due_at: the first moment at or after that at which its channel is open.
    """

    firing: datetime | None
    due_at: datetime


def slot(now: datetime, when: When, channel: Channel, timezone: str) -> Slot:
    """When what is known `now` may be told (aware, UTC).

    Args:
        timezone: of the settings, for a digest or a channel that names none.
    """
    fires = firing(now, when, timezone)
    return Slot(firing=fires, due_at=opens(fires or now, channel, timezone))


def due(now: datetime, when: When, channel: Channel, timezone: str) -> datetime:
    """The moment itself; never before `now`, in quiet hours, or on a day on which the channel is silent."""
    return slot(now, when, channel, timezone).due_at


def firing(now: datetime, when: When, timezone: str) -> datetime | None:
    """The digest's next time, `now` included; None for what is told at once, and for a line that never comes."""
    if when.digest is None:
        return None
    zone = ZoneInfo(when.timezone or timezone)
    trigger = _trigger(when.digest, zone)
    first = fires = _next(trigger, now)
    for _ in range(MOST_FIRINGS):
        if fires is None or when.days is Days.ALL:
            return fires
        local = fires.astimezone(zone)
        if is_working_day(local.date()):
            return fires
        fires = _next(trigger, _at(_working_day_after(local.date()), MIDNIGHT, zone, fires))
    return first


def opens(moment: datetime, channel: Channel, timezone: str) -> datetime:
    """The first time at or after `moment` that is neither quiet nor on a day off of the channel."""
    zone = ZoneInfo(channel.timezone or timezone)
    moment = moment.astimezone(UTC)
    for _ in range(MOST_DAYS_OFF):
        local = moment.astimezone(zone)
        if channel.days is Days.WORKING and not is_working_day(local.date()):
            moment = _at(_working_day_after(local.date()), MIDNIGHT, zone, moment)
        elif channel.quiet is not None and is_quiet(channel.quiet, local.time()):
            moment = _at(_end_of(channel.quiet, local), channel.quiet.end, zone, moment)
        else:
            break
    return moment


def is_quiet(quiet: Quiet, at: time) -> bool:
    """Whether a local time lies in quiet hours; their end does not.

    >>> night = Quiet(time(22), time(8))
    >>> is_quiet(night, time(23)), is_quiet(night, time(7, 59)), is_quiet(night, time(8))
    (True, True, False)
    """
    if quiet.start < quiet.end:
        return quiet.start <= at < quiet.end
    return at >= quiet.start or at < quiet.end


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Whether people work on a day in China.

    >>> is_working_day(date(2026, 2, 17)), is_working_day(date(2026, 2, 14))  # the Spring Festival; a make-up Saturday
    (False, True)
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY


def calendar_known(year: int) -> bool:
    """Whether the holidays of a year are known; else its working days are Monday to Friday.

    >>> calendar_known(2026), calendar_known(2003)
    (True, False)
    """
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=256)
def _trigger(digest: str, zone: ZoneInfo) -> CronTrigger:
    return CronTrigger.from_crontab(digest, timezone=zone)


def _next(trigger: CronTrigger, moment: datetime) -> datetime | None:
    fires: datetime | None = trigger.get_next_fire_time(None, moment)
    return fires.astimezone(UTC) if fires else None


def _working_day_after(day: date) -> date:
    for _ in range(MOST_DAYS_OFF):
        day += DAY
        if is_working_day(day):
            break
    return day


def _end_of(quiet: Quiet, local: datetime) -> date:
    """The day on which the quiet hours that a local time lies in end."""
    over_midnight = quiet.start > quiet.end and local.time() >= quiet.start
    return local.date() + DAY if over_midnight else local.date()


def _at(day: date, at: time, zone: ZoneInfo, after: datetime) -> datetime:
    """A local time as UTC: of the two that it has when clocks are set back, the first that is still to come."""
    local = datetime.combine(day, at, zone)
    first, second = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return first if first > after else max(first, second)
