"""Two bodies, aligned."""

import pytest

from core.diff import Hunk, Nature, Op, applied, diff, differing, nature, renumbered, reverted, similarity, spans
from core.model import Block, BlockKind
from tests.fakes.regulation import INSERTED, articles, numeral, revised, sixty


def blocks(*texts: str) -> list[Block]:
    return [Block(text, text) for text in texts]


def numbered(*texts: str) -> list[Block]:
    """The same articles, numbered anew."""
    return articles(*(text[4:] for text in texts))


def ops(before: list[Block], after: list[Block]) -> list[Op]:
    return [hunk.op for hunk in diff(before, after)]


def changed(before: str, after: str) -> list[tuple[str, str]]:
    return [(span.before, span.after) for span in spans(before, after) if span.op is not Op.EQUAL]


A = "第一条 为了促进生物医药产业发展，制定本办法。"
B = "第二条 市卫生健康部门负责组织实施。"
C = "第三条 对符合条件的企业给予最高500万元资助。"
D = "第四条 申请材料不齐全的，受理机关应当一次告知申请人需要补正的全部内容。"
E = "第五条 对弄虚作假骗取资助的单位，追回已拨付的资金，三年内不再受理其申请。"


def test_sixty_articles_revised_are_told_as_the_edits_that_were_made() -> None:
    said = sixty()
    before, after = articles(*said), articles(*revised(said))
    hunks = diff(before, after)
    told = [(hunk.op, hunk.was, hunk.where) for hunk in hunks if hunk.op is not Op.EQUAL]
    assert told == [
        (Op.INSERT, None, "第五条"),
        (Op.DELETE, None, "第二十二条"),
        (Op.MOVE, "第四十条", "第四十三条"),
        (Op.REPLACE, None, "第五十九条"),
    ]
    assert hunks[4].after == f"第五条 {INSERTED}"
    merged = hunks[-1]
    assert merged.before == f"{before[58].text}\n{before[59].text}"
    assert changed(merged.before, merged.after or "") == [("\n第六十条 ", "")]
    renumberings = [(hunk.was, hunk.where) for hunk in hunks if renumbered(hunk)]
    shifted = [(f"第{numeral(n)}条", f"第{numeral(n + 1)}条") for n in range(5, 22)]
    assert renumberings == [
        *shifted,
        ("第四十一条", "第四十条"),
        ("第四十二条", "第四十一条"),
        ("第四十三条", "第四十二条"),
    ]
    assert len(renumberings) == 20
    assert applied(hunks) == "\n".join(block.text for block in after)
    assert reverted(hunks) == "\n".join(block.text for block in before)


def test_equal_bodies_have_only_equal_hunks() -> None:
    assert ops(blocks(A, B), blocks(A, B)) == [Op.EQUAL, Op.EQUAL]


def test_blocks_that_fold_alike_are_equal_though_their_wording_differs() -> None:
    (hunk,) = diff([Block("１００", "100")], [Block("100", "100")])
    assert hunk.op is Op.EQUAL
    assert not renumbered(hunk)


def test_an_edited_block_is_one_replacement_of_that_block() -> None:
    hunks = diff(blocks(A, B, C), blocks(A, B, C.replace("500", "800")))
    assert [hunk.op for hunk in hunks] == [Op.EQUAL, Op.EQUAL, Op.REPLACE]
    assert hunks[2].before == C


def test_an_inserted_block_is_one_insertion() -> None:
    assert ops(blocks(A, C), blocks(A, B, C)) == [Op.EQUAL, Op.INSERT, Op.EQUAL]


def test_a_deleted_block_is_one_deletion_where_it_stood() -> None:
    hunks = diff(numbered(A, B, C), numbered(A, C))
    assert [hunk.op for hunk in hunks] == [Op.EQUAL, Op.DELETE, Op.EQUAL]
    assert hunks[1].where == "第二条"


def test_a_block_that_only_moved_is_a_move_with_both_its_places() -> None:
    (move,) = (hunk for hunk in diff(numbered(A, B, C, D), numbered(A, C, D, B)) if hunk.op is not Op.EQUAL)
    assert (move.op, move.was, move.where) == (Op.MOVE, "第二条", "第四条")


def test_a_block_that_moved_and_was_edited_is_one_move_with_two_sides() -> None:
    (move,) = (h for h in diff(blocks(A, C, D, E), blocks(A, D, E, C.replace("500", "800"))) if h.op is not Op.EQUAL)
    assert move.op is Op.MOVE
    assert [(span.before, span.after) for span in differing(move)] == [("500万元", "800万元")]
    assert nature([move]) is Nature.NUMBERS


def test_a_short_text_that_stands_elsewhere_too_does_not_move() -> None:
    assert Op.MOVE not in ops(blocks("否", A, "否", B), blocks(A, "否", B, C, "否"))


def test_a_block_said_twice_and_then_once_is_one_deletion() -> None:
    assert sorted(ops(blocks(A, B, A), blocks(A, B))) == [Op.DELETE, Op.EQUAL, Op.EQUAL]


def test_an_unlike_block_is_not_paired_with_what_stood_there() -> None:
    assert ops(blocks("甲乙丙丁"), blocks("completely different")) == [Op.DELETE, Op.INSERT]
    assert ops(blocks("The committee shall convene annually."), blocks("Applications close on Friday at noon.")) == [
        Op.DELETE,
        Op.INSERT,
    ]


def test_blocks_that_were_merged_are_one_replacement() -> None:
    (_, hunk, _) = diff(blocks(A, D, E, B), blocks(A, D + E.removeprefix("第五条 ").replace("三年", "五年"), B))
    assert hunk.op is Op.REPLACE
    assert hunk.before == f"{D}\n{E}"
    assert [(span.before, span.after) for span in differing(hunk)] == [("\n第五条 ", ""), ("三年", "五年")]


def test_a_block_that_was_split_is_one_replacement() -> None:
    head, tail = E[:20], E[20:]
    (_, hunk, _) = diff(blocks(A, E, B), blocks(A, head, tail, B))
    assert (hunk.op, hunk.before, hunk.after) == (Op.REPLACE, E, f"{head}\n{tail}")
    assert nature([hunk]) is Nature.COSMETIC


def test_an_edited_block_beside_a_deleted_one_is_no_merger() -> None:
    longer = D.replace("全部内容", "全部内容，并在五个工作日内书面说明理由，逾期不告知的视为受理")
    hunks = diff(blocks(A, D, C, B), blocks(A, longer, B))
    assert [hunk.op for hunk in hunks] == [Op.EQUAL, Op.REPLACE, Op.DELETE, Op.EQUAL]


def test_a_number_within_the_wording_is_not_taken_for_the_block_s_own() -> None:
    before, after = "第三条第二款修改为：申请人应当提交材料。", "第四条第二款修改为：申请人应当提交材料。"
    (hunk,) = diff(blocks(before), blocks(after))
    assert hunk.op is Op.REPLACE
    assert changed(before, after) == [("第三条", "第四条")]


def test_an_article_that_begins_like_a_citation_is_known_by_the_space_after_its_number() -> None:
    before = Block("第六十八条 中小企业可以申请资助。", "第六十八条中小企业可以申请资助。")
    after = Block("第六十九条　中小企业可以申请资助。", "第六十九条中小企业可以申请资助。")
    assert all(renumbered(hunk) for hunk in diff([before], [after]))
    cited = [Block(f"第{n}条所称企业是指法人。", f"第{n}条所称企业是指法人。") for n in "六七"]
    assert ops(cited[:1], cited[1:]) == [Op.REPLACE]


def test_an_item_is_placed_under_its_article() -> None:
    said = [
        Block(f"{place}甲乙{place}", f"{place}甲乙{place}", place=place)
        for place in ("第一章", "第五条", "（一）", "1.")
    ]
    annex = Block("附件", "附件", BlockKind.HEADING)
    hunks = diff([], [*said, annex, said[3]])
    assert [hunk.where for hunk in hunks] == ["第一章", "第五条", "第五条（一）", "第五条（一）1.", None, "1."]


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        ("最高500万元资助", "最高5800万元资助", [("500万元", "5800万元")]),
        ("最高500万元资助", "最高500亿元资助", [("500万元", "500亿元")]),
        ("比例为30%以上", "比例为35%以上", [("30%", "35%")]),
        ("比例为百分之三十", "比例为百分之三十五", [("百分之三十", "百分之三十五")]),
        ("自2026年3月1日起施行", "自2026年5月1日起施行", [("2026年3月1日", "2026年5月1日")]),
        ("二〇二五年三月一日", "二〇二六年三月一日", [("二〇二五年三月一日", "二〇二六年三月一日")]),
        ("依照本办法第12条执行", "依照本办法第13条执行", [("第12条", "第13条")]),
        ("依照第十二条之一执行", "依照第十二条执行", [("第十二条之一", "第十二条")]),
        ("奖励500万元和800万元", "奖励600万元和900万元", [("500万元", "600万元"), ("800万元", "900万元")]),
        ("市卫生健康部门负责", "市科技部门负责", [("卫生健康", "科技")]),
        ("the annual report", "the final report", [("annual", "final")]),
        ("the old annual report", "the annual report", [("old ", "")]),
        ("1,000人", "1,500人", [("1,000人", "1,500人")]),
    ],
)
def test_figures_dates_and_words_are_kept_whole(before: str, after: str, differs: list[tuple[str, str]]) -> None:
    assert changed(before, after) == differs


def test_a_passage_that_was_rewritten_is_not_told_in_crumbs() -> None:
    before, after = "申请人的单位在材料中弄虚作假的", "骗取资助的企业在评审中行贿串通的"
    assert len(changed(before, after)) <= 2


@pytest.mark.parametrize(
    ("before", "after", "is_of"),
    [
        ("自2026年3月1日起施行。", "自2026年5月1日起施行。", Nature.DATES),
        ("给予500万元资助，期限3年。", "给予800万元资助，期限5年。", Nature.NUMBERS),
        ("于2026年3月1日前给予500万元。", "于2026年5月1日前给予600万元。", Nature.NUMBERS),
        ("申请人，应当提交材料。", "申请人应当提交材料；", Nature.COSMETIC),
        ("利率为1.5。", "利率为15。", Nature.NUMBERS),
        ("比例达到30%的", "比例达到30的", Nature.NUMBERS),
        ("应当在-20℃以下保存。", "应当在20℃以下保存。", Nature.WORDING),
        ("增速不低于-1.5%。", "增速不低于1.5%；", Nature.WORDING),
        ("保存于2℃-8℃，避光。", "保存于2℃-8℃避光。", Nature.COSMETIC),
        ("误差≥5的产品", "误差≤5的产品", Nature.WORDING),
        ("申请人应当提交材料。", "申请人可以提交材料。", Nature.WORDING),
        ("给予500万元资助。", "不给予500万元资助。", Nature.WORDING),
    ],
)
def test_an_edit_has_the_nature_of_what_differs(before: str, after: str, is_of: Nature) -> None:
    assert nature([Hunk(Op.REPLACE, before, after)]) is is_of


def test_the_weightiest_hunk_decides_the_nature() -> None:
    assert nature(diff(blocks(A, B), blocks(A, B))) is Nature.SAME
    assert nature([]) is Nature.SAME
    assert nature(diff(blocks("第一条 甲乙丙"), blocks("第二条 甲乙丙"))) is Nature.NUMBERING
    assert nature(diff(blocks(A, B, C), blocks(C, A, B))) is Nature.ORDER
    assert nature(diff(blocks(A, "——"), blocks(A))) is Nature.COSMETIC
    assert nature(diff(blocks(A), blocks(A, B))) is Nature.WORDING
    assert nature([Hunk(Op.REPLACE, "1年", "2年"), Hunk(Op.INSERT, None, "新增")]) is Nature.WORDING


def test_what_differs_in_a_block_leaves_its_number_aside_unless_that_is_all() -> None:
    (edited,) = diff(blocks(C), blocks(C.replace("第三条", "第四条").replace("500", "800")))
    assert [(span.before, span.after) for span in differing(edited)] == [("500万元", "800万元")]
    (shifted,) = diff(blocks(C), blocks(C.replace("第三条", "第四条")))
    assert [(span.before, span.after) for span in differing(shifted)] == [("第三条", "第四条")]


def test_equal_bodies_are_wholly_similar_and_disjoint_ones_not_at_all() -> None:
    assert similarity(diff(blocks(A), blocks(A))) == 1.0
    assert similarity(diff(blocks("甲乙丙丁"), blocks("abcd"))) == 0.0
    assert 0.8 < similarity(diff(blocks(A, B, C), blocks(A, B, C.replace("500", "800")))) < 1.0
    assert similarity(diff(blocks(A, B, C), blocks(C, A, B))) == 1.0
