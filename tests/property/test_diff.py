"""What holds for the diff of any two bodies."""

from hypothesis import given
from hypothesis import strategies as st

from core.diff import Hunk, Nature, Op, applied, diff, nature, reverted, similarity, spans
from core.model import Block

TEXTS = st.text(alphabet="第一二条万元abc12 ，。", min_size=1, max_size=12)
SENTENCES = st.sampled_from(
    (
        "为了促进生物医药产业发展，制定本办法。",
        "市卫生健康部门负责组织实施本办法。",
        "对符合条件的企业给予最高500万元资助。",
        "对符合条件的企业给予最高800万元资助。",
        "申请人应当于2026年3月31日前提交材料。",
        "材料不齐的，应当一次告知。",
        "否",
    )
)
NUMBERS = st.sampled_from(("", "第一条 ", "第二条 ", "第十条 ", "（一）", "2. "))
ARTICLES = st.builds(lambda number, said: number + "".join(said), NUMBERS, st.lists(SENTENCES, min_size=1, max_size=3))
BODIES = st.lists(TEXTS | ARTICLES, max_size=9).map(lambda texts: [Block(text, text) for text in texts])


def body(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks)


@given(BODIES, BODIES)
def test_a_diff_applied_gives_the_new_body_and_reverted_the_old_one(before: list[Block], after: list[Block]) -> None:
    hunks = diff(before, after)
    assert applied(hunks) == body(after)
    assert reverted(hunks) == body(before)


@given(BODIES, BODIES)
def test_a_hunk_has_the_sides_that_its_op_says(before: list[Block], after: list[Block]) -> None:
    for hunk in diff(before, after):
        assert (hunk.before is None) == (hunk.op is Op.INSERT) == (hunk.origin is None)
        assert (hunk.after is None) == (hunk.op is Op.DELETE)


@given(st.permutations("甲乙丙丁戊己庚辛壬癸"))
def test_a_body_put_into_another_order_only_moves(order: list[str]) -> None:
    before, after = ([Block(sign * 9, sign * 9) for sign in signs] for signs in ("甲乙丙丁戊己庚辛壬癸", order))
    assert {hunk.op for hunk in diff(before, after)} <= {Op.EQUAL, Op.MOVE}


@given(BODIES)
def test_a_body_does_not_differ_from_itself(body: list[Block]) -> None:
    hunks = diff(body, body)
    assert all(hunk.op is Op.EQUAL for hunk in hunks)
    assert nature(hunks) is Nature.SAME
    assert similarity(hunks) == 1.0


@given(BODIES, BODIES)
def test_similarity_lies_between_none_and_all(before: list[Block], after: list[Block]) -> None:
    assert 0.0 <= similarity(diff(before, after)) <= 1.0


@given(TEXTS | ARTICLES, TEXTS | ARTICLES)
def test_joining_the_spans_gives_both_texts_back(before: str, after: str) -> None:
    pieces = spans(before, after)
    assert "".join(span.before for span in pieces) == before
    assert "".join(span.after for span in pieces) == after
    assert all((span.before == span.after) == (span.op is Op.EQUAL) for span in pieces)


@given(TEXTS | ARTICLES, TEXTS | ARTICLES)
def test_every_edit_has_a_nature(before: str, after: str) -> None:
    assert nature([Hunk(Op.REPLACE, before, after)]) in set(Nature) - {Nature.SAME}
