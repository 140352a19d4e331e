"""What is remembered of a look, and when the next one is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.change import compare
from core.model import Doubtful, Failed, Gone, Presence, Unchanged
from core.schedule import (
    BACK_OFF,
    BACK_OFF_LIMIT,
    SPREAD,
    back_off,
    next_look,
    settle,
    spread,
)
from core.source import Pace
from core.version import next_version
from tests.fakes.nouns import NOW, URL, page, reading, version

PACE = Pace(every=timedelta(hours=6), recheck=timedelta(days=1))


def test_a_text_moves_the_baseline_and_is_looked_at_again_after_recheck() -> None:
    before, text = page(), reading("甲")
    change = compare(before, text, (), NOW)
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
    change = compare(before, text, (), NOW)
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
