"""Whatever is due, no delivery overtakes an earlier one of its line, and none is in two letters."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.gathering import MOST_GATHERED, first_places, gather
from core.model import Delivery
from tests.fakes.nouns import NOW
from tests.fakes.told import owed, told

DELIVERIES = st.lists(
    st.builds(
        lambda number, line, name, gathered: replace(
            owed(told(number=number)).delivery,
            line=line,
            created_at=NOW + number * timedelta(seconds=1),
            letter=name,
            gather=None if name else gathered,
        ),
        st.integers(1, 60),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from([None, None, None, "ltr_1", "ltr_2"]),
        st.sampled_from([None, None, "daily", "weekly"]),
    ),
    max_size=25,
    unique_by=lambda one: one.number,
)


@given(due=DELIVERIES, later=DELIVERIES, free=st.none() | st.integers(0, 4))
def test_no_delivery_overtakes_an_earlier_one_of_its_line(
    due: list[Delivery], later: list[Delivery], free: int | None
) -> None:
    ahead = [one for one in later if one.number not in {two.number for two in due}]
    groups = gather(due, first_places(ahead), free)
    taken = [one for group in groups for one in group]
    assert len({one.id for one in taken}) == len(taken)
    for one in taken:
        group = next(group for group in groups if one in group)
        earlier = [two for two in (*due, *ahead) if two.line == one.line and two.place < one.place]
        assert all(two in group for two in earlier)
        assert list(group) == sorted(group, key=lambda two: two.place)


@given(due=DELIVERIES, free=st.none() | st.integers(0, 4))
def test_the_first_of_every_line_goes_out_unless_a_storm_is_held(due: list[Delivery], free: int | None) -> None:
    taken = {one.id for group in gather(due, {}, free) for one in group}
    firsts = first_places(due)
    loose = [one for one in due if one.letter is None and one.gather is None]
    for one in due:
        if firsts[one.line] == one.place and (one not in loose or free != 0):
            assert one.id in taken


@given(due=DELIVERIES, free=st.integers(1, 4))
def test_what_is_loose_makes_no_more_letters_than_are_free(due: list[Delivery], free: int) -> None:
    groups = gather(due, {}, free)
    loose = [group for group in groups if group[0].letter is None and group[0].gather is None]
    assert len(loose) <= free


def test_a_letter_has_an_end() -> None:
    many = [replace(owed(told(number=number)).delivery, gather="daily") for number in range(MOST_GATHERED + 10)]
    assert [len(group) for group in gather(many, {})] == [MOST_GATHERED]
