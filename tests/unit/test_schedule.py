"""What is remembered of a look, and when the next one is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.change import compare
from core.model import Blocked, Doubtful, Failed, Gone, Listing, Presence, Reference, Unchanged
from core.schedule import (
    BACK_OFF,
    BACK_OFF_LIMIT,
    SPREAD,
    back_off,
    first_pages,
    next_look,
    settle,
    settle_listing,
    spread,
    trouble_listing,
)
from core.source import Baseline, Discovery, Pace, Source, SourceId
from core.version import next_version
from tests.fakes.nouns import NOW, RECIPE, URL, fresh, page, reading, version

PACE = Pace(every=timedelta(hours=6), recheck=timedelta(days=1))
SOURCE = Source(id=SourceId("source"), name="源", url="https://www.example.gov.cn/", recipe=RECIPE, pace=PACE)
LISTING = Listing(source_id=SOURCE.id, next_look_at=NOW)
REFERENCES = tuple(Reference(f"https://www.example.gov.cn/content/post_{n}.html") for n in range(3))


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


def test_the_first_round_is_silent_and_follows_only_the_newest() -> None:
    source = replace(SOURCE, discovery=Discovery(backfill=2))
    pages = first_pages(source, LISTING, REFERENCES, NOW)
    assert [found.announce for found in pages] == [False] * 3
    assert [found.next_check_at for found in pages] == [NOW, NOW, None]


def test_a_baseline_that_announces_tells_what_already_stood_there() -> None:
    pages = first_pages(replace(SOURCE, baseline=Baseline.ANNOUNCE), LISTING, REFERENCES, NOW)
    assert all(found.announce for found in pages)


def test_what_a_later_round_finds_is_news() -> None:
    later = settle_listing(LISTING, fresh(), REFERENCES, SOURCE, NOW)
    pages = first_pages(SOURCE, later, REFERENCES, NOW)
    assert [(found.announce, found.next_check_at) for found in pages] == [(True, NOW)] * 3


def test_new_discovery_rules_make_a_baseline_again() -> None:
    later = settle_listing(LISTING, fresh(), REFERENCES, SOURCE, NOW)
    source = replace(SOURCE, discovery=Discovery(include="post_"))
    assert not any(found.announce for found in first_pages(source, later, REFERENCES, NOW))


def test_a_listing_that_was_understood_is_due_again_after_every() -> None:
    sight = fresh()
    after = settle_listing(replace(LISTING, failures=3), sight, REFERENCES, SOURCE, NOW)
    assert (after.failures, after.items, after.last_success_at) == (0, 3, NOW)
    assert after.validators == sight.validators
    assert PACE.every <= after.next_look_at - NOW <= PACE.every * (1 + SPREAD)


def test_an_unchanged_listing_keeps_its_count_and_validators() -> None:
    known = settle_listing(LISTING, fresh(), REFERENCES, SOURCE, NOW)
    after = settle_listing(known, Unchanged(), None, SOURCE, NOW)
    assert (after.items, after.validators) == (3, known.validators)


def test_a_listing_in_trouble_keeps_what_it_knew() -> None:
    known = settle_listing(LISTING, fresh(), REFERENCES, SOURCE, NOW)
    for sight in (Blocked(by="waf", retry_after=timedelta(hours=9)), Failed(reason="timed out"), Gone(status=404)):
        after = trouble_listing(known, sight, "why", NOW)
        assert (after.items, after.rules, after.failures, after.last_error) == (3, known.rules, 1, "why")
        assert after.next_look_at > NOW
