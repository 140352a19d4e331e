"""Two bodies, aligned."""

from core.diff import Op, diff, similarity, spans
from core.model import Block


def blocks(*texts: str) -> list[Block]:
    return [Block(text, text) for text in texts]


def ops(before: list[Block], after: list[Block]) -> list[Op]:
    return [hunk.op for hunk in diff(before, after)]


A = "第一条 为了促进生物医药产业发展，制定本办法。"
B = "第二条 市卫生健康部门负责组织实施。"
C = "第三条 对符合条件的企业给予最高500万元资助。"


def test_equal_bodies_have_only_equal_hunks() -> None:
    assert ops(blocks(A, B), blocks(A, B)) == [Op.EQUAL, Op.EQUAL]


def test_blocks_that_fold_alike_are_equal_though_their_wording_differs() -> None:
    assert [hunk.op for hunk in diff([Block("１００", "100")], [Block("100", "100")])] == [Op.EQUAL]


def test_an_edited_block_is_one_replacement_of_that_block() -> None:
    hunks = diff(blocks(A, B, C), blocks(A, B, C.replace("500", "800")))
    assert [hunk.op for hunk in hunks] == [Op.EQUAL, Op.EQUAL, Op.REPLACE]
    assert hunks[2].before == C


def test_an_inserted_block_is_one_insertion() -> None:
    assert ops(blocks(A, C), blocks(A, B, C)) == [Op.EQUAL, Op.INSERT, Op.EQUAL]


def test_a_deleted_block_is_one_deletion() -> None:
    assert ops(blocks(A, B, C), blocks(A, C)) == [Op.EQUAL, Op.DELETE, Op.EQUAL]


def test_a_block_that_only_moved_is_a_move() -> None:
    assert sorted(ops(blocks(A, B, C), blocks(C, A, B))) == [Op.EQUAL, Op.EQUAL, Op.MOVE]


def test_a_block_said_twice_and_then_once_is_one_deletion() -> None:
    assert sorted(ops(blocks(A, B, A), blocks(A, B))) == [Op.DELETE, Op.EQUAL, Op.EQUAL]


def test_an_unlike_block_is_not_paired_with_what_stood_there() -> None:
    assert sorted(ops(blocks("甲乙丙丁"), blocks("completely different"))) == [Op.DELETE, Op.INSERT]


def test_a_number_is_kept_whole_in_the_spans() -> None:
    changed = [span for span in spans("最高500万元资助", "最高5800万元资助") if span.op is not Op.EQUAL]
    assert [(span.before, span.after) for span in changed] == [("500", "5800")]


def test_equal_bodies_are_wholly_similar_and_disjoint_ones_not_at_all() -> None:
    assert similarity(diff(blocks(A), blocks(A))) == 1.0
    assert similarity(diff(blocks("甲乙丙丁"), blocks("abcd"))) == 0.0
    assert 0.8 < similarity(diff(blocks(A, B, C), blocks(A, B, C.replace("500", "800")))) < 1.0
