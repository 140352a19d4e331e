"""Whatever was seen, the next look is in bounds and the budget is kept."""

import math
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.model import UNOBSERVED, Observations
from core.recheck import LONGEST, MEMORY, SHORTEST, SOONEST, interval, observed, weight

RECHECKS = st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=3650))
AGES = st.timedeltas(min_value=timedelta(days=-1), max_value=timedelta(days=40_000))
WEIGHTS = st.floats(min_value=0, max_value=1e6)
GAPS = st.timedeltas(min_value=timedelta(days=-1), max_value=timedelta(days=4_000))


@st.composite
def observations(draw: st.DrawFn) -> Observations:
    """Any that can come about, with n = 0 and X = n among them."""
    looks = draw(st.integers(0, 10**6))
    changes = draw(st.one_of(st.just(0), st.just(looks), st.integers(0, looks)))
    watched = draw(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=40_000)))
    return Observations(looks=looks, changes=changes, watched=watched)


@given(observations(), AGES, st.none() | AGES, st.none() | st.floats(min_value=0, allow_infinity=True))
def test_every_history_has_a_finite_weight_above_zero(
    seen: Observations, age: timedelta, since_change: timedelta | None, source_weight: float | None
) -> None:
    root = weight(seen, age=age, since_change=since_change, source_weight=source_weight)
    assert math.isfinite(root)
    assert root > 0


@given(RECHECKS, st.none() | WEIGHTS, st.none() | WEIGHTS)
def test_every_interval_is_within_its_bounds(
    recheck: timedelta, root: float | None, source_weight: float | None
) -> None:
    wait = interval(recheck, root, source_weight)
    assert min(recheck, max(recheck / SHORTEST, SOONEST)) <= wait <= LONGEST * recheck


@given(RECHECKS, WEIGHTS, WEIGHTS, WEIGHTS)
def test_a_heavier_page_never_waits_longer(recheck: timedelta, one: float, other: float, source_weight: float) -> None:
    light, heavy = sorted((one, other))
    assert interval(recheck, heavy, source_weight) <= interval(recheck, light, source_weight)


@given(RECHECKS, st.floats(min_value=1e-6, max_value=1e6))
def test_equal_weights_are_looked_at_every_recheck(recheck: timedelta, root: float) -> None:
    assert interval(recheck, root, root) == recheck


@given(RECHECKS, st.lists(st.floats(min_value=1e-3, max_value=10), min_size=1, max_size=50))
def test_a_source_is_asked_no_more_often_than_its_recheck_allows(recheck: timedelta, roots: list[float]) -> None:
    mean = sum(roots) / len(roots)
    spent = sum(recheck / interval(recheck, root, mean) for root in roots)
    assert spent <= len(roots) * (1 + 1e-6)


@given(st.lists(st.tuples(GAPS, st.booleans()), max_size=200))
def test_no_history_holds_more_changes_than_looks_or_more_than_its_memory(looks: list[tuple[timedelta, bool]]) -> None:
    seen = UNOBSERVED
    for passed, changed in looks:
        before = seen
        seen = observed(seen, passed, changed=changed)
        assert 0 <= seen.changes <= seen.looks
        assert timedelta() <= seen.watched <= max(MEMORY, (before.watched + max(passed, timedelta())) / 2)


@given(observations(), AGES, st.timedeltas(min_value=timedelta(), max_value=timedelta(days=100)))
def test_a_change_found_never_makes_a_page_lighter_than_none_found(
    seen: Observations, age: timedelta, passed: timedelta
) -> None:
    changed, still = (weight(observed(seen, passed, changed=found), age=age) for found in (True, False))
    assert changed >= still
