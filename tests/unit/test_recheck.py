"""How soon a known page is looked at again."""

import doctest
from dataclasses import replace
from datetime import date, timedelta

import pytest

import core.recheck
from benchmarks.recheck import measure
from benchmarks.recheck_year import Mix, alike, campaigns, contrary, policy
from core.change import compare
from core.model import UNOBSERVED, Change, ChangeKind, Observations, Page
from core.recheck import LONGEST, MEMORY, SHORTEST, SOONEST, interval, learnt, observed, weight
from tests.fakes.nouns import NOW, page, reading, version

DAY = timedelta(days=1)
YEAR = timedelta(days=365)


def edit(before: Page) -> Change:
    """A change that the site made to this page."""
    change = compare(before, reading("乙"), None, NOW)
    assert change is not None
    assert change.kind is ChangeKind.EDITED
    return change


def followed(**parts: object) -> Page:
    """A page read a day ago and met a year ago."""
    return replace(
        page(latest=version("甲")),
        first_seen_at=NOW - YEAR,
        last_looked_at=NOW - DAY,
        **parts,  # type: ignore[arg-type]
    )


def test_the_examples_in_the_documentation_are_true() -> None:
    assert doctest.testmod(core.recheck).failed == 0


def test_pages_that_change_alike_are_looked_at_every_recheck() -> None:
    assert interval(DAY, 0.3, 0.3) == DAY


def test_a_page_of_which_nothing_is_known_is_looked_at_after_recheck() -> None:
    assert interval(DAY, None, None) == DAY
    assert interval(DAY, 0.3, None) == DAY
    assert interval(DAY, None, 0.3) == DAY
    assert interval(DAY, 0.3, 0.0) == DAY


def test_the_longest_and_the_shortest_interval_are_bounded() -> None:
    assert interval(DAY, 0.0, 0.3) == LONGEST * DAY
    assert interval(DAY, 100.0, 0.001) == DAY / SHORTEST


def test_nothing_is_looked_at_sooner_than_a_quarter_of_an_hour_unless_the_operator_wants_it() -> None:
    assert interval(timedelta(hours=1), 100.0, 0.001) == SOONEST
    assert interval(timedelta(minutes=5), 100.0, 0.001) == timedelta(minutes=5)


def test_old_evidence_fades_by_halves_and_loses_neither_changes_nor_quiet_on_the_whole() -> None:
    faded = [observed(Observations(looks=99, changes=n, watched=MEMORY), DAY, changed=False) for n in range(100)]
    assert {seen.looks for seen in faded} == {50}
    assert {seen.watched for seen in faded} == {(MEMORY + DAY) / 2}
    assert sum(seen.changes for seen in faded) == sum(range(100)) // 2


def test_a_page_that_was_busy_once_is_still_after_a_quiet_year() -> None:
    busy = Observations(looks=60, changes=30, watched=timedelta(days=60))
    quiet = busy
    for _ in range(365):
        quiet = observed(quiet, DAY, changed=False)
    assert weight(quiet, age=YEAR) < weight(busy, age=YEAR) / 3


def test_several_changes_between_two_looks_are_reckoned_with() -> None:
    always = Observations(looks=50, changes=50, watched=timedelta(days=50))
    assert weight(always, age=YEAR, source_weight=1.0) ** 2 > 2  # one a day is the least that was seen


def test_a_new_document_is_looked_at_more_often_than_an_old_one_and_less_so_every_day() -> None:
    ages = [timedelta(), timedelta(hours=6), DAY, timedelta(days=7), timedelta(days=30), YEAR]
    weights = [weight(UNOBSERVED, age=age) for age in ages]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 8 * weights[-1]


def test_a_page_just_changed_is_looked_at_again_soon() -> None:
    seen = Observations(looks=100, changes=2, watched=timedelta(days=100))
    assert weight(seen, age=YEAR, since_change=timedelta()) > 1.5 * weight(seen, age=YEAR, since_change=YEAR)


def test_a_page_takes_after_its_source_until_it_has_a_history_of_its_own() -> None:
    history = Observations(looks=300, changes=3, watched=timedelta(days=150))
    fresh = [weight(UNOBSERVED, age=YEAR, source_weight=root) for root in (0.02, 0.5)]
    known = [weight(history, age=YEAR, source_weight=root) for root in (0.02, 0.5)]
    assert fresh[1] / fresh[0] > 20
    assert known[1] / known[0] < 4


def test_the_first_look_teaches_an_age_and_no_rate() -> None:
    met = replace(page(), first_seen_at=NOW)
    after = learnt(met, None, NOW)
    assert after.observations == UNOBSERVED
    assert after.weight == weight(UNOBSERVED, age=timedelta())


def test_a_look_that_finds_nothing_new_is_one_quiet_interval() -> None:
    after = learnt(followed(), None, NOW)
    assert after.observations == Observations(looks=1, changes=0, watched=DAY)
    assert after.weight == weight(after.observations, age=YEAR)


def test_a_look_that_finds_an_edit_raises_the_weight() -> None:
    before = followed(source_weight=0.05)
    after = learnt(before, edit(before), NOW)
    assert after.observations == Observations(looks=1, changes=1, watched=DAY)
    assert after.weight == weight(after.observations, age=YEAR, since_change=timedelta(), source_weight=0.05)


def test_an_edit_remembered_is_still_recent_at_the_next_look() -> None:
    before = replace(followed(), latest=replace(version("甲", number=2), captured_at=NOW - DAY))
    after = learnt(before, None, NOW)
    assert after.weight == weight(after.observations, age=YEAR, since_change=DAY)


@pytest.mark.parametrize("kind", [ChangeKind.REBASED, ChangeKind.COSMETIC])
def test_what_is_no_change_of_the_document_counts_as_quiet(kind: ChangeKind) -> None:
    before = followed()
    assert learnt(before, replace(edit(before), kind=kind), NOW).observations.changes == 0


def test_a_document_met_late_is_as_old_as_its_day_says() -> None:
    told = replace(page(), first_seen_at=NOW, listed_date=date(2016, 3, 2))
    assert learnt(told, None, NOW).weight == pytest.approx(weight(UNOBSERVED, age=timedelta(days=3652)), rel=1e-3)


def test_a_day_to_come_makes_no_document_younger_than_new() -> None:
    told = replace(page(), first_seen_at=NOW, listed_date=date(2036, 3, 2))
    assert learnt(told, None, NOW).weight == weight(UNOBSERVED, age=timedelta())


@pytest.mark.parametrize(("mix", "most"), [(policy, 0.5), (campaigns, 0.75), (alike, 1.1), (contrary, 1.1)])
def test_a_simulated_year_of_equal_budgets_keeps_the_delay_within(mix: Mix, most: float) -> None:
    measured = measure(mix, sources=8, pages=100, recheck=timedelta(days=7))
    assert measured.parity < 0.01
    assert measured.dearest < 1.0
    assert measured.oracle.mean < measured.adaptive.mean < most * measured.uniform.mean
