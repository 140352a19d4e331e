"""What a look at a listing leads to."""

from dataclasses import replace
from datetime import date, timedelta

from core.health import FAILING_AFTER, NOT_UNDERSTOOD, QUIET, alarm
from core.listing import Walk, first_pages, reaches_known, relisted, settle_listing
from core.model import (
    Blocked,
    ChangeKind,
    Failed,
    Gone,
    Health,
    Known,
    Listed,
    Listing,
    PageId,
    Reference,
    Sight,
    Unchanged,
    Validity,
)
from core.schedule import SPREAD
from core.source import Baseline, Discovery, Pace, Source, SourceId
from tests.fakes.nouns import NOW, RECIPE, fresh

PACE = Pace(every=timedelta(hours=6), recheck=timedelta(days=1))
SOURCE = Source(id=SourceId("source"), name="源", url="https://www.example.gov.cn/", recipe=RECIPE, pace=PACE)
LISTING = Listing(source_id=SOURCE.id, next_look_at=NOW)
REFERENCES = tuple(Reference(f"https://www.example.gov.cn/content/post_{n}.html") for n in range(3))


def walk(found: tuple[Reference, ...] | None = REFERENCES, *, known: tuple[Known, ...] = ()) -> Walk:
    return Walk(sight=fresh(), found=found, known={one.url: one for one in known})


def trouble(sight: Sight | None = None) -> Walk:
    return Walk(sight=sight or Failed(reason="timed out"), known={}, trouble="why")


def seen(reference: Reference) -> Known:
    return Known(page_id=PageId(1), url=reference.url, title=reference.title, listed=reference.listed)


LATER = settle_listing(LISTING, walk(), SOURCE, NOW)
"""A listing whose baseline was taken."""


def test_the_first_round_is_silent_and_follows_only_the_newest() -> None:
    source = replace(SOURCE, discovery=Discovery(backfill=2))
    pages = first_pages(source, LISTING, REFERENCES, NOW)
    assert [found.announce for found in pages] == [False] * 3
    assert [found.next_check_at for found in pages] == [NOW, NOW, None]


def test_the_newest_are_told_by_their_days_though_an_old_row_is_pinned_on_top() -> None:
    days = (date(2019, 1, 1), date(2026, 1, 3), date(2026, 1, 2))
    found = tuple(replace(ref, date=day) for ref, day in zip(REFERENCES, days, strict=True))
    pages = first_pages(replace(SOURCE, discovery=Discovery(backfill=2)), LISTING, found, NOW)
    assert [page.next_check_at for page in pages] == [None, NOW, NOW]


def test_a_baseline_that_announces_tells_what_already_stood_there() -> None:
    pages = first_pages(replace(SOURCE, baseline=Baseline.ANNOUNCE), LISTING, REFERENCES, NOW)
    assert all(found.announce for found in pages)


def test_what_a_later_round_finds_is_news() -> None:
    pages = first_pages(SOURCE, LATER, REFERENCES, NOW)
    assert [(found.announce, found.next_check_at) for found in pages] == [(True, NOW)] * 3


def test_new_discovery_rules_make_a_baseline_again() -> None:
    source = replace(SOURCE, discovery=Discovery(include="post_"))
    assert not any(found.announce for found in first_pages(source, LATER, REFERENCES, NOW))


def test_a_listing_that_was_understood_is_due_again_after_every() -> None:
    read = walk()
    after = settle_listing(replace(LISTING, failures=3, failing_since=NOW), read, SOURCE, NOW)
    assert (after.failures, after.failing_since, after.items, after.last_success_at) == (0, None, 3, NOW)
    assert after.validators == fresh().validators
    assert PACE.every <= after.next_look_at - NOW <= PACE.every * (1 + SPREAD)


def test_an_unchanged_listing_keeps_its_count_and_validators() -> None:
    after = settle_listing(LATER, Walk(sight=Unchanged(), known={}), SOURCE, NOW)
    assert (after.items, after.validators, after.rules) == (3, LATER.validators, LATER.rules)


def test_a_listing_in_trouble_keeps_what_it_knew() -> None:
    for sight in (Blocked(by="waf", retry_after=timedelta(hours=9)), Failed(reason="timed out"), Gone(status=404)):
        after = settle_listing(LATER, trouble(sight), SOURCE, NOW)
        assert (after.items, after.rules, after.failures, after.last_error) == (3, LATER.rules, 1, "why")
        assert (after.next_look_at > NOW, after.failing_since) == (True, NOW)


def test_a_listing_not_read_to_its_end_is_no_baseline_and_no_validator() -> None:
    broken = replace(walk(), trouble="page 2: timed out")
    after = settle_listing(LISTING, broken, SOURCE, NOW)
    assert (after.rules, after.validators, after.failures) == (None, LISTING.validators, 1)


def test_known_rows_in_a_row_end_a_listing_and_pinned_ones_above_new_ones_do_not() -> None:
    rows = tuple(Reference(f"https://a.gov.cn/{n}") for n in range(20))
    known = {row.url: seen(row) for row in rows}
    assert reaches_known(rows, known)
    pinned = {row.url: seen(row) for row in rows[:15]}
    assert not reaches_known(rows, pinned)
    assert reaches_known(rows[:3], known)
    assert not reaches_known((), known)


def test_a_repeal_that_stands_in_the_listing_alone_is_a_moved_standing() -> None:
    was = replace(REFERENCES[0], title="办法", listed=Listed(validity=Validity.IN_FORCE))
    now = replace(was, listed=Listed(validity=Validity.REPEALED))
    moved = relisted(walk((now,), known=(seen(was),)), LATER, SOURCE)
    assert [(one.page_id, one.status, one.listed.validity) for one in moved] == [(1, True, Validity.REPEALED)]


def test_a_mark_of_repeal_before_the_title_is_one_too() -> None:
    was = replace(REFERENCES[0], title="某某办法")
    now = replace(was, title="【已废止】某某办法")
    assert [one.status for one in relisted(walk((now,), known=(seen(was),)), LATER, SOURCE)] == [True]


def test_what_new_rules_see_for_the_first_time_is_no_news_of_a_document() -> None:
    was = replace(REFERENCES[0], title="办法")
    now = replace(was, listed=Listed(validity=Validity.REPEALED))
    assert [one.status for one in relisted(walk((now,), known=(seen(was),)), LISTING, SOURCE)] == [False]


def test_a_row_that_stands_as_it_stood_is_left_alone() -> None:
    was = replace(REFERENCES[0], title="某某 办法", listed=Listed(modified=NOW))
    again = replace(was, title="某某\t办法")
    assert relisted(walk((again,), known=(seen(was),)), LATER, SOURCE) == ()
    without_title = Reference(was.url, listed=was.listed)
    assert relisted(walk((without_title,), known=(seen(was),)), LATER, SOURCE) == ()


def test_a_document_that_its_site_touched_since_is_looked_at_again() -> None:
    was = replace(REFERENCES[0], listed=Listed(modified=NOW))
    later = replace(was, listed=Listed(modified=NOW + timedelta(days=1)))
    assert [one.status for one in relisted(walk((later,), known=(seen(was),)), LATER, SOURCE)] == [False]
    assert relisted(walk((was,), known=(seen(replace(was, listed=later.listed)),)), LATER, SOURCE) == ()


def fail(listing: Listing, times: int, sight: Sight | None = None) -> tuple[Listing, list[ChangeKind]]:
    told = []
    for _ in range(times):
        listing, change = alarm(listing, settle_listing(listing, trouble(sight), SOURCE, NOW), SOURCE, NOW)
        told += [change.kind] if change else []
    return listing, told


def test_a_source_that_goes_on_failing_is_told_once_and_once_when_it_recovers() -> None:
    listing, told = fail(LATER, FAILING_AFTER - 1)
    assert told == []
    listing, told = fail(listing, 30)
    assert told == [ChangeKind.FAILING]
    listing, change = alarm(listing, settle_listing(listing, walk(), SOURCE, NOW), SOURCE, NOW)
    assert change is not None
    assert (change.kind, change.number, listing.health) == (ChangeKind.RECOVERED, 2, Health.OK)
    assert alarm(listing, settle_listing(listing, walk(), SOURCE, NOW), SOURCE, NOW)[1] is None


def test_one_failed_look_between_good_ones_is_told_to_nobody() -> None:
    listing = LATER
    for _ in range(10):
        listing, told = fail(listing, 1)
        assert told == []
        listing, change = alarm(listing, settle_listing(listing, walk(), SOURCE, NOW), SOURCE, NOW)
        assert change is None


def test_a_list_that_shows_nothing_where_documents_stood_is_a_changed_layout() -> None:
    listing, told = fail(LATER, FAILING_AFTER, fresh())
    assert told == [ChangeKind.LAYOUT]
    assert listing.last_outcome == NOT_UNDERSTOOD
    assert fail(listing, 5)[1] == []  # that it is unreachable afterwards is no second alert


def dated(*days: date) -> tuple[Reference, ...]:
    return tuple(Reference(f"https://a.gov.cn/{day}", date=day) for day in days)


def test_a_list_that_used_to_publish_weekly_is_silent_after_three_quiet_weeks() -> None:
    weekly = dated(*(NOW.date() - timedelta(weeks=n) for n in range(10)))
    listing = settle_listing(LATER, walk(weekly), SOURCE, NOW)
    quiet = Walk(sight=Unchanged(), known={})
    for days, told in ((20, None), (23, ChangeKind.SILENT), (40, None)):
        now = NOW + timedelta(days=days)
        listing, change = alarm(listing, settle_listing(listing, quiet, SOURCE, now), SOURCE, now)
        assert (change.kind if change else None) == told, days
    now = NOW + timedelta(days=41)
    found = dated(now.date(), *[ref.date for ref in weekly if ref.date])
    listing, change = alarm(listing, settle_listing(listing, walk(found), SOURCE, now), SOURCE, now)
    assert change is not None
    assert change.kind is ChangeKind.RECOVERED


def test_a_list_that_publishes_once_a_year_is_not_silent_after_a_month() -> None:
    yearly = dated(*(date(year, 3, 1) for year in range(2019, 2027)))
    listing = settle_listing(LISTING, walk(yearly), SOURCE, NOW)
    now = NOW + timedelta(days=60)
    assert (
        alarm(listing, settle_listing(listing, Walk(sight=Unchanged(), known={}), SOURCE, now), SOURCE, now)[1] is None
    )


def test_a_column_that_was_silent_before_we_came_is_given_time_first() -> None:
    old = dated(*(date(2021, 1, day) for day in range(1, 11)))
    listing, change = alarm(LISTING, settle_listing(LISTING, walk(old), SOURCE, NOW), SOURCE, NOW)
    assert change is None
    assert listing.expected_by == NOW + QUIET


def test_a_list_without_dates_has_no_habit() -> None:
    listing = settle_listing(LISTING, walk(), SOURCE, NOW)
    assert listing.expected_by is None


def test_an_upheaval_is_told_as_a_changed_layout_once_and_its_end_to_nobody() -> None:
    told = []
    listing = LATER
    for upheaval in (True, True, False, False):
        listing, change = alarm(listing, settle_listing(listing, walk(), SOURCE, NOW), SOURCE, NOW, upheaval=upheaval)
        told.append(change.kind if change else None)
    assert told == [ChangeKind.LAYOUT, None, None, None]
    assert listing.health is Health.OK
