"""What holds for the diff of any two bodies."""

from hypothesis import given
from hypothesis import strategies as st

from core.diff import Op, diff, similarity, spans
from core.model import Block

TEXTS = st.text(alphabet="第一二条万元abc12 ，。", min_size=1, max_size=12)
BODIES = st.lists(TEXTS, max_size=8).map(lambda texts: [Block(text, text) for text in texts])


@given(BODIES, BODIES)
def test_the_after_sides_of_the_hunks_are_the_new_body(before: list[Block], after: list[Block]) -> None:
    hunks = diff(before, after)
    assert [hunk.after for hunk in hunks if hunk.op is not Op.DELETE] == [block.text for block in after]


@given(BODIES, BODIES)
def test_the_before_sides_of_the_hunks_are_the_old_body_in_some_order(before: list[Block], after: list[Block]) -> None:
    hunks = diff(before, after)
    assert sorted(hunk.before or "" for hunk in hunks if hunk.op is not Op.INSERT) == sorted(b.text for b in before)


@given(BODIES)
def test_a_body_does_not_differ_from_itself(body: list[Block]) -> None:
    assert all(hunk.op is Op.EQUAL for hunk in diff(body, body))
    assert similarity(diff(body, body)) == 1.0


@given(BODIES, BODIES)
def test_similarity_lies_between_none_and_all(before: list[Block], after: list[Block]) -> None:
    assert 0.0 <= similarity(diff(before, after)) <= 1.0


@given(TEXTS, TEXTS)
def test_joining_the_spans_gives_both_texts_back(before: str, after: str) -> None:
    pieces = spans(before, after)
    assert "".join(span.before for span in pieces) == before
    assert "".join(span.after for span in pieces) == after
