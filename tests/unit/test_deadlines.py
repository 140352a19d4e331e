"""Reminders come at nine in the morning, ahead of their day, once."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.deadlines import Reminder, due_reminders, expiry, next_reminder
from core.model import Awaited, Dates, Document, PageKind, Stage

ZONE = ZoneInfo("Asia/Shanghai")
WEEK, DAY, MONTH = timedelta(days=7), timedelta(days=1), timedelta(days=30)
DEADLINE = date(2026, 3, 20)


def document(*, stage: Stage | None = None, **days: date) -> Document:
    """A document of which only its days matter."""
    dates = Dates(
        deadline=days.get("deadline"),
        effective=days.get("effective"),
        expires=days.get("expires"),
    )
    return Document(page_kind=PageKind.ARTICLE, title="某市管理办法", stage=stage, dates=dates)


def nine(month: int, day: int) -> datetime:
    """09:00 in China."""
    return datetime(2026, month, day, 9, tzinfo=ZONE)


def test_a_consultation_is_told_a_week_and_a_day_before_it_ends() -> None:
    draft = document(stage=Stage.DRAFT, deadline=DEADLINE)
    first = next_reminder(draft, nine(3, 1), zone=ZONE)
    assert first == (nine(3, 13), Reminder(Awaited.DEADLINE, DEADLINE, WEEK))
    assert first[0].tzinfo is UTC
    second = next_reminder(draft, first[0], zone=ZONE)
    assert second == (nine(3, 19), Reminder(Awaited.DEADLINE, DEADLINE, DAY))
    assert next_reminder(draft, second[0], zone=ZONE) is None


def test_an_expiry_is_told_a_month_and_a_week_ahead() -> None:
    policy = document(effective=date(2021, 3, 21), expires=DEADLINE)
    times = [datetime(2026, 2, 18, 9, tzinfo=ZONE), nine(3, 13)]
    assert next_reminder(policy, datetime(2026, 1, 1, tzinfo=UTC), zone=ZONE) == (
        times[0],
        Reminder(Awaited.EXPIRES, DEADLINE, MONTH),
    )
    assert next_reminder(policy, times[0], zone=ZONE) == (times[1], Reminder(Awaited.EXPIRES, DEADLINE, WEEK))


def test_the_spans_may_be_chosen() -> None:
    policy = document(deadline=DEADLINE, expires=date(2026, 3, 21))
    found = next_reminder(policy, nine(3, 1), zone=ZONE, ahead=(timedelta(),), ahead_of_expiry=(DAY,))
    assert found == (nine(3, 20), Reminder(Awaited.DEADLINE, DEADLINE, timedelta()))


def test_a_reminder_after_its_day_is_refused() -> None:
    with pytest.raises(ValueError, match="ahead"):
        next_reminder(document(deadline=DEADLINE), nine(3, 1), zone=ZONE, ahead=(-DAY,))


def test_a_reminder_slept_through_is_told_late() -> None:
    draft = document(deadline=DEADLINE)
    assert due_reminders(draft, nine(3, 12), nine(3, 16), zone=ZONE) == (Reminder(Awaited.DEADLINE, DEADLINE, WEEK),)


def test_of_two_slept_through_only_the_nearest_is_told() -> None:
    draft = document(deadline=DEADLINE)
    assert due_reminders(draft, nine(3, 12), nine(3, 20), zone=ZONE) == (Reminder(Awaited.DEADLINE, DEADLINE, DAY),)


def test_nothing_is_told_after_its_day() -> None:
    draft = document(deadline=DEADLINE)
    evening = datetime(2026, 3, 20, 23, 59, tzinfo=ZONE)
    assert due_reminders(draft, nine(3, 12), evening, zone=ZONE)
    assert due_reminders(draft, nine(3, 12), evening + timedelta(minutes=1), zone=ZONE) == ()


def test_two_days_awaited_are_told_together() -> None:
    policy = document(effective=DEADLINE, deadline=DEADLINE)
    due = due_reminders(policy, nine(3, 12), nine(3, 13), zone=ZONE)
    assert [one.what for one in due] == [Awaited.DEADLINE, Awaited.EFFECTIVE]


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.NEWS, Stage.INTERPRETATION])
def test_what_is_proposed_or_anothers_is_not_told(stage: Stage) -> None:
    page = document(stage=stage, effective=DEADLINE, expires=DEADLINE)
    assert next_reminder(page, nine(3, 1), zone=ZONE) is None
    assert expiry(page) is None


def test_a_repealed_policy_reminds_of_nothing() -> None:
    page = document(stage=Stage.REPEALED, deadline=DEADLINE, effective=DEADLINE, expires=DEADLINE)
    assert next_reminder(page, nine(3, 1), zone=ZONE) is None


def test_an_expiry_before_its_beginning_is_none() -> None:
    assert expiry(document(effective=DEADLINE, expires=DEADLINE - DAY)) is None
    assert expiry(document(effective=DEADLINE, expires=DEADLINE)) == DEADLINE


def test_the_first_days_of_the_calendar_have_no_reminder_before_them() -> None:
    assert next_reminder(document(deadline=date.min), nine(3, 1), zone=ZONE) is None
