"""What is remembered of a look, and when the next one is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.change import compare
from core.model import ChangeKind, Dates, Doubtful, Failed, Gone, Page, Presence, Stage, Text, Unchanged
from core.schedule import (
    BACK_OFF,
    BACK_OFF_LIMIT,
    SPREAD,
    back_off,
    next_look,
    reminded,
    settle,
    spread,
)
from core.source import Pace
from core.version import next_version
from tests.fakes.life import looked
from tests.fakes.nouns import NOW, URL, page, reading, version

PACE = Pace(every=timedelta(hours=6), recheck=timedelta(days=1))


def test_a_text_moves_the_baseline_and_is_looked_at_again_after_recheck() -> None:
    before, text = page(), reading("甲")
    change = compare(before, text, None, NOW)
    after = settle(before, text, change, next_version(before, text, change, NOW), pace=PACE, now=NOW)
    assert after.latest is not None
    assert after.latest.document == text.document
    assert (after.presence, after.changes, after.revision) == (Presence.PRESENT, 1, 1)
    assert after.validators == text.sight.validators
    assert after.recipe == text.fingerprint.recipe
    assert after.next_check_at is not None
    assert PACE.recheck <= after.next_check_at - NOW <= PACE.recheck * (1 + SPREAD)


def test_noise_adds_no_version() -> None:
    before = page(latest=version("甲"))
    assert next_version(before, reading("甲"), None, NOW) is None


def test_a_silent_first_text_is_a_version_without_a_change() -> None:
    before = page(announce=False)
    added = next_version(before, reading("甲"), None, NOW)
    assert added is not None
    assert added.number == 1


def test_each_version_is_chained_to_the_one_before() -> None:
    before, text = page(latest=version("甲")), reading("乙")
    change = compare(before, text, None, NOW)
    chained = next_version(before, text, change, NOW)
    elsewhere = next_version(replace(before, latest=version("丙")), text, change, NOW)
    forged = next_version(replace(before, latest=replace(version("甲"), chain="1" * 64)), text, change, NOW)
    assert chained is not None
    assert forged is not None
    assert elsewhere is not None
    assert chained.chain != forged.chain
    assert chained.chain == elsewhere.chain  # the text of the one before is in its chain, not in its place


def test_failures_back_off_further_each_time_and_never_beyond_the_limit() -> None:
    waits = [back_off(n, key=URL) for n in range(30)]
    assert waits == sorted(waits)
    assert BACK_OFF <= waits[0] <= BACK_OFF * (1 + SPREAD)
    assert waits[-1] <= BACK_OFF_LIMIT * (1 + SPREAD)


def test_a_server_that_asks_for_a_longer_pause_gets_it() -> None:
    assert back_off(0, key=URL, asked=timedelta(days=3)) == timedelta(days=3)


def test_a_failed_look_keeps_the_baseline_and_says_why() -> None:
    before = page(latest=version("甲"))
    for trouble in (Failed(reason="timed out"), Doubtful(why="blocked", evidence="412")):
        after = settle(before, trouble, None, None, pace=PACE, now=NOW)
        assert (after.latest, after.presence, after.failures) == (before.latest, Presence.PRESENT, 1)
        assert after.last_error


def test_an_unchanged_look_clears_the_failures() -> None:
    before = replace(page(latest=version("甲")), failures=4, last_error="timed out")
    after = settle(before, Unchanged(), None, None, pace=PACE, now=NOW)
    assert (after.failures, after.last_error) == (0, None)


def test_a_missing_document_is_asked_for_sooner_until_it_is_settled() -> None:
    before = page(latest=version("甲"))
    after = settle(before, Gone(status=404), None, None, pace=PACE, now=NOW)
    assert after.next_check_at is not None
    assert after.next_check_at - NOW < PACE.recheck
    assert (after.gone_sightings, after.gone_since, after.presence) == (1, NOW, Presence.PRESENT)


def test_looks_are_spread_by_a_hash_and_not_by_chance() -> None:
    waits = {spread(timedelta(hours=1), str(n)) for n in range(100)}
    assert len(waits) > 90
    assert spread(timedelta(hours=1), "a") == spread(timedelta(hours=1), "a")


def test_a_cron_line_is_read_in_the_time_zone_of_the_source() -> None:
    pace = Pace(cron="0 8 * * mon-fri", timezone="Asia/Shanghai")
    saturday = datetime(2026, 3, 7, 3, 0, tzinfo=UTC)
    assert next_look(pace, saturday, key="a") == datetime(2026, 3, 9, 0, 0, tzinfo=UTC)


def dated(text: str = "甲", *, deadline: date | None = None, effective: date | None = None) -> Text:
    """A text of a document with these dates."""
    said = reading(text)
    return replace(said, document=replace(said.document, dates=Dates(deadline=deadline, effective=effective)))


def consulted() -> Page:
    """A page met at `NOW` (2 March) whose document asks for views until 20 March."""
    return looked(page(), dated(deadline=date(2026, 3, 20)), NOW)[0]


def at_nine(day: int) -> datetime:
    """09:00 in Beijing on a day of March 2026."""
    return datetime(2026, 3, day, 1, tzinfo=UTC)


def test_a_document_with_a_deadline_is_to_be_told_of_a_week_before_it() -> None:
    assert consulted().remind_at == at_nine(13)
    assert looked(page(), reading("甲"), NOW)[0].remind_at is None


def test_a_document_whose_deadline_moves_is_reminded_of_the_new_one() -> None:
    moved, _ = looked(consulted(), dated("乙", deadline=date(2026, 3, 30)), NOW + timedelta(days=1))
    assert moved.remind_at == at_nine(23)


def test_a_look_that_finds_nothing_leaves_the_reminder_as_it_is() -> None:
    seen, _ = looked(consulted(), Unchanged(), at_nine(14))
    assert seen.remind_at == at_nine(13)


def test_an_edit_does_not_swallow_a_reminder_that_is_due() -> None:
    edited, _ = looked(consulted(), dated("乙", deadline=date(2026, 3, 20)), at_nine(13) + timedelta(minutes=1))
    assert edited.remind_at == at_nine(13)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (13, "deadline in 7 days 距截止7天: 2026-03-20"),
        (15, "deadline in 5 days 距截止5天: 2026-03-20"),
        (19, "deadline in 1 day 距截止1天: 2026-03-20"),
        (20, "deadline today 今日截止: 2026-03-20"),
    ],
)
def test_a_reminder_says_how_many_days_are_left(day: int, told: str) -> None:
    before = consulted()
    change, after = reminded(before, PACE, at_nine(day))
    assert change is not None
    assert (change.kind, change.number, change.headline) == (ChangeKind.DEADLINE, before.changes + 1, told)
    assert change.fields == {"deadline": (None, "2026-03-20")}
    assert (after.changes, after.revision) == (change.number, before.revision + 1)
    stands = before.latest.number if before.latest else None
    assert (change.before, change.after) == (stands, stands)  # so that whoever is told can read of which document


def test_each_reminder_is_told_once() -> None:
    before, told = consulted(), []
    for hour in range(24 * 30):
        change, before = reminded(before, PACE, NOW + timedelta(hours=hour))
        told += [change] if change else []
    assert [change.headline[:18] for change in told] == ["deadline in 7 days", "deadline in 1 day "]
    assert [change.at for change in told] == [at_nine(13), at_nine(19)]
    assert before.remind_at is None


def test_what_was_slept_through_is_told_once_and_not_after_its_day() -> None:
    change, after = reminded(consulted(), PACE, at_nine(21))
    assert (change, after.remind_at) == (None, None)


def test_several_dates_that_are_near_are_one_reminder() -> None:
    both = dated(deadline=date(2026, 3, 20), effective=date(2026, 3, 20))
    change, _ = reminded(looked(page(), both, NOW)[0], PACE, at_nine(13))
    assert change is not None
    assert change.headline == "deadline in 7 days 距截止7天: 2026-03-20 · in force in 7 days 距施行7天: 2026-03-20"
    assert set(change.fields) == {"deadline", "effective"}


def test_nobody_is_reminded_of_a_document_that_is_gone_or_repealed() -> None:
    removed = replace(consulted(), presence=Presence.REMOVED)
    change, after = reminded(removed, PACE, at_nine(13))
    assert (change, after.remind_at) == (None, at_nine(19))
    said = dated(deadline=date(2026, 3, 20))
    repealed = replace(said, document=replace(said.document, stage=Stage.REPEALED))
    assert looked(consulted(), repealed, NOW + timedelta(days=1))[0].remind_at is None


def test_before_its_time_nothing_is_told() -> None:
    before = consulted()
    change, after = reminded(before, PACE, at_nine(12))
    assert (change, after.remind_at) == (None, before.remind_at)
