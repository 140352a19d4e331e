"""When a message may go."""

import doctest
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.source import AT_ONCE, Channel, ChannelType, Days, Quiet, When
from notifier import timing
from notifier.timing import calendar_known, due, firing, is_working_day, opens

CHINA = ZoneInfo("Asia/Shanghai")
WORKING = When(digest="0 9 * * *", days=Days.WORKING)
NIGHT = Quiet(time(22), time(8))


def channel(*, quiet: Quiet | None = None, days: Days = Days.ALL, timezone: str | None = None) -> Channel:
    return Channel(name="c", type=ChannelType.CONSOLE, quiet=quiet, days=days, timezone=timezone)


def at(local: str, zone: ZoneInfo = CHINA) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)


def told(now: str, when: When = AT_ONCE, to: Channel | None = None) -> str:
    """When what is known now is told, both in China."""
    moment = due(at(now), when, to or channel(), "Asia/Shanghai")
    assert moment.tzinfo is UTC
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def test_the_examples_in_the_documentation_are_true() -> None:
    assert doctest.testmod(timing).failed == 0


def test_at_once_is_now() -> None:
    assert told("2026-03-02 23:59") == "2026-03-02 23:59"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02 08:59", "2026-03-02 09:00"),
        ("2026-03-02 09:00", "2026-03-02 09:00"),
        ("2026-03-02 09:00:01", "2026-03-03 09:00"),
        ("2026-03-06 12:00", "2026-03-07 09:00"),
    ],
)
def test_a_digest_is_told_at_its_next_time(now: str, expected: str) -> None:
    assert told(now, When(digest="0 9 * * *")) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-06 12:00", "2026-03-09 09:00"),  # Friday: Monday
        ("2026-02-13 12:00", "2026-02-14 09:00"),  # a make-up Saturday before the Spring Festival
        ("2026-02-14 12:00", "2026-02-24 09:00"),  # over the nine days of the Spring Festival
        ("2026-09-30 12:00", "2026-10-08 09:00"),  # over the National Day
        ("2031-10-01 08:00", "2031-10-01 09:00"),  # a Wednesday of a year whose holidays are not known
        ("2031-10-04 08:00", "2031-10-06 09:00"),  # a Saturday of it
    ],
)
def test_a_digest_of_working_days_skips_the_others(now: str, expected: str) -> None:
    assert told(now, WORKING) == expected


def test_a_digest_every_minute_skips_a_holiday_without_counting_its_minutes() -> None:
    every_minute = When(digest="* * * * *", days=Days.WORKING)
    assert told("2026-10-01 10:00", every_minute) == "2026-10-08 00:00"


def test_a_digest_that_only_falls_on_days_off_goes_out_all_the_same() -> None:
    assert told("2031-03-03 10:00", When(digest="0 9 * * sun", days=Days.WORKING)) == "2031-03-09 09:00"


def test_a_digest_has_a_zone_of_its_own() -> None:
    assert told("2026-03-02 12:00", When(digest="0 9 * * *", timezone="Europe/Berlin")) == "2026-03-02 16:00"


def test_monday_is_monday() -> None:
    assert told("2026-03-03 12:00", When(digest="0 9 * * mon")) == "2026-03-09 09:00"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02 21:59", "2026-03-02 21:59"),
        ("2026-03-02 22:00", "2026-03-03 08:00"),
        ("2026-03-03 00:30", "2026-03-03 08:00"),
        ("2026-03-03 07:59:59", "2026-03-03 08:00"),
        ("2026-03-03 08:00", "2026-03-03 08:00"),
    ],
)
def test_quiet_hours_over_midnight_hold_until_they_end(now: str, expected: str) -> None:
    assert told(now, to=channel(quiet=NIGHT)) == expected


def test_quiet_hours_within_a_day_hold_until_they_end() -> None:
    noon = channel(quiet=Quiet(time(12), time(14)))
    assert told("2026-03-02 13:00", to=noon) == "2026-03-02 14:00"
    assert told("2026-03-02 14:00", to=noon) == "2026-03-02 14:00"


def test_days_off_hold_until_the_next_working_day_and_the_end_of_its_night() -> None:
    assert told("2026-03-06 23:00", to=channel(days=Days.WORKING, quiet=NIGHT)) == "2026-03-09 08:00"
    assert told("2026-03-07 12:00", to=channel(days=Days.WORKING)) == "2026-03-09 00:00"
    assert told("2026-10-01 12:00", to=channel(days=Days.WORKING, quiet=NIGHT)) == "2026-10-08 08:00"


def test_a_digest_that_fires_in_quiet_hours_waits_for_their_end() -> None:
    assert told("2026-03-02 12:00", When(digest="0 23 * * *"), channel(quiet=NIGHT)) == "2026-03-03 08:00"


def test_the_hours_of_a_channel_are_meant_in_its_zone() -> None:
    assert told("2026-03-02 12:00", to=channel(quiet=NIGHT, timezone="Europe/Berlin")) == "2026-03-02 15:00"


def test_hours_that_end_in_the_hour_that_is_left_out_end_after_it() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    held = opens(at("2026-03-29 01:00", berlin), channel(quiet=Quiet(time(0), time(2, 30))), "Europe/Berlin")
    assert held.astimezone(berlin).strftime("%d %H:%M") == "29 03:30"


def test_the_hour_that_comes_twice_is_quiet_both_times() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    second = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    assert second.astimezone(berlin).strftime("%H:%M") == "02:15"
    held = opens(second, channel(quiet=Quiet(time(0), time(2, 30))), "Europe/Berlin")
    assert held == second + timedelta(minutes=15)


def test_a_line_that_never_comes_is_told_at_once() -> None:
    never = When(digest="0 9 31 4 *")
    assert firing(at("2026-03-02 12:00"), never, "UTC") is None
    assert told("2026-03-02 12:00", never) == "2026-03-02 12:00"


def test_the_calendar_says_which_years_it_knows() -> None:
    assert (calendar_known(2026), calendar_known(2031)) == (True, False)
    assert not is_working_day(datetime(2031, 3, 8, tzinfo=UTC).date())
