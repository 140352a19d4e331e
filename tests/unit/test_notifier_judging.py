"""What a rule looks at, and what each of its parts says it found."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from core.diff import diff as real_diff
from core.diff.hunks import Hunk
from core.model import Attachment, Block, ChangeKind, Document, Stage
from core.source import Match, SourceId, Tier, Words
from notifier import subject as looked_at
from notifier.judging import judge, wants
from notifier.subject import Subject
from tests.fakes.nouns import document
from tests.fakes.subjects import SOURCE, subject
from tests.fakes.told import change

CELLS = "支持细胞治疗产业发展"
BEDS = "支持养老床位建设"


def said(match: Match, of: Subject) -> list[tuple[str, bool, str]]:
    return [(clause.part, clause.holds, clause.evidence) for clause in judge(match, of)]


def any_of(*words: str) -> Match:
    return Match(words=Words(any=words))


def test_a_word_that_an_edit_takes_out_is_found() -> None:
    assert wants(any_of("细胞治疗"), subject(BEDS, CELLS))
    assert wants(Match(words=Words(all=("细胞治疗", "养老"))), subject(BEDS, CELLS))
    assert said(any_of("细胞治疗"), subject(BEDS, CELLS))[1:] == [
        ("words.any", True, "细胞治疗 was in the text before")
    ]


def test_a_word_that_must_not_stand_there_may_have_stood_there() -> None:
    without = Match(words=Words(none=("细胞治疗",)))
    assert wants(without, subject(BEDS, CELLS))
    assert not wants(without, subject(CELLS, BEDS))


def test_a_removed_document_is_looked_at_as_it_last_was() -> None:
    removed = replace(change(ChangeKind.REMOVED), before=2, after=None)
    assert wants(any_of("细胞治疗"), subject(CELLS, of=removed))
    assert not wants(Match(words=Words(none=("细胞治疗",))), subject(CELLS, of=removed))


def test_words_are_looked_for_in_title_text_and_names_of_attachments() -> None:
    whole = replace(document("正文", title="标题"), attachments=(Attachment("附件：申报指南.docx", "https://a.cn/1"),))
    for word in ("标题", "正文", "申报指南"):
        assert wants(any_of(word), subject(whole))
    assert not wants(any_of("标题正文"), subject(whole))


def test_a_word_that_a_line_break_cuts_in_two_is_found() -> None:
    assert wants(any_of("细胞治疗"), subject(document("支持细胞", "治疗产业")))


@pytest.mark.parametrize(("word", "text"), [("car-t", "CAR-T疗法"), ("CAR-T", "car-t疗法"), ("细胞", "細胞")])
def test_capitals_and_script_make_no_difference(word: str, text: str) -> None:
    block = Block(text, text)
    assert wants(any_of(word), subject(replace(document(), blocks=(block,))))


def test_the_health_of_a_source_has_no_text_but_its_name() -> None:
    failing = Match(kinds=("failing",), words=Words(any=("某委",)))
    assert wants(failing, subject(CELLS, of=change(ChangeKind.FAILING)))
    assert not wants(replace(failing, words=Words(any=("细胞",))), subject(CELLS, of=change(ChangeKind.FAILING)))


def issued(agency: str | None) -> Document:
    return replace(document(CELLS), agency=agency)


def test_an_agency_is_wanted_by_part_of_its_name() -> None:
    health = Match(agencies=("卫生健康委",))
    assert wants(health, subject(issued("广州市衛生健康委员会")))
    assert not wants(health, subject(issued("广州市医疗保障局")))
    assert said(health, subject(issued("广州市医疗保障局")))[1] == (
        "agencies",
        False,
        "none of 卫生健康委 is part of 广州市医疗保障局",
    )


def test_where_a_document_names_no_agency_its_source_does() -> None:
    bureau = replace(SOURCE, name="广州医保 通知公告", agency="广州市医疗保障局")
    for part in ("医疗保障局", "广州医保"):
        assert wants(Match(agencies=(part,)), subject(issued(None), source=bureau))
    assert not wants(Match(agencies=("医疗保障局",)), subject(issued("某市卫健委"), source=bureau))


def test_a_region_is_wanted_by_part_of_its_name_and_a_source_without_one_by_none() -> None:
    assert wants(Match(regions=("广州",)), subject(CELLS, source=replace(SOURCE, region="广州市")))
    assert not wants(Match(regions=("广州",)), subject(CELLS, source=replace(SOURCE, region="深圳市")))
    assert not wants(Match(regions=("广州",)), subject(CELLS))


def test_a_stage_is_that_of_the_document_and_where_it_changed_the_one_before_too() -> None:
    now, before = document(CELLS, stage=Stage.IN_FORCE), document(CELLS, stage=Stage.DRAFT)
    moved = change(ChangeKind.STATUS, fields={"stage": ("draft", "in_force")})
    drafts, laws, repealed = (Match(stages=(stage,)) for stage in ("draft", "in_force", "repealed"))
    assert [wants(match, subject(now, before, of=moved)) for match in (drafts, laws, repealed)] == [True, True, False]
    assert not wants(drafts, subject(now, before))
    assert not wants(laws, subject(CELLS))


def test_the_size_of_an_edit_is_what_was_put_in_and_taken_out() -> None:
    assert (
        subject("最高奖励800万元", "最高奖励500万元").characters == 10
    )  # a figure counts whole, as a redline shows it
    assert subject("一二三四五", "一二三").characters == 2
    assert subject(document("甲", "乙丙丁"), document("甲")).characters == 3
    assert subject(document("甲", title="新的办法"), document("甲", title="办法")).characters == 2
    assert subject(document("乙", "甲"), document("甲", "乙")).characters == 0


def test_a_small_edit_is_wanted_only_by_rules_that_set_no_size_or_a_smaller_one() -> None:
    edit = subject("最高奖励800万元", "最高奖励500万元")
    assert [wants(Match(min_characters=size), edit) for size in (0, 10, 11)] == [True, True, False]
    assert said(Match(min_characters=11), edit)[1] == (
        "min_characters",
        False,
        "10 characters put in or taken out, fewer than 11",
    )


@pytest.mark.parametrize("kind", [kind for kind in ChangeKind if kind not in looked_at.SIZED])
def test_what_is_no_edit_is_never_too_small(kind: ChangeKind) -> None:
    match = Match(kinds=(kind.value,), min_characters=1000)
    assert wants(match, subject("甲乙", "甲", of=change(kind))) is (kind is not ChangeKind.REBASED)


def test_an_edit_of_nothing_but_metadata_is_not_too_small() -> None:
    moved = change(fields={"deadline": ("2026-04-01", "2026-05-01")})
    assert wants(Match(min_characters=1000), subject(CELLS, CELLS, of=moved))
    assert not wants(Match(min_characters=1000), subject(CELLS, CELLS))


def test_a_difference_is_computed_only_for_a_rule_that_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(before: Sequence[Block], after: Sequence[Block]) -> tuple[Hunk, ...]:
        asked.append(before)
        return real_diff(before, after)

    monkeypatch.setattr(looked_at, "diff", counted)
    edit = subject(CELLS, BEDS)
    wants(any_of("细胞"), edit)
    wants(Match(tags=("深圳",), min_characters=5), edit)
    assert asked == []
    assert wants(Match(min_characters=5), edit)
    assert wants(Match(min_characters=6), edit)
    assert len(asked) == 1


def test_an_explanation_has_an_entry_for_each_part_that_a_rule_has() -> None:
    match = Match(
        words=Words(any=("干细胞", "细胞治疗"), all=("产业", "基金"), none=("招聘",)),
        sources=(SourceId("source"),),
        tags=("卫健", "深圳"),
        tiers=(Tier.MEDIA,),
        kinds=("new",),
    )
    assert said(match, subject(CELLS)) == [
        ("kinds", False, "edited is not in new"),
        ("sources", True, "source is one of source"),
        ("tags", True, "the source has the tag 卫健"),
        ("tiers", False, "official is not in media"),
        ("words.any", True, "细胞治疗 is in the text"),
        ("words.all", False, "not in the text: 基金"),
        ("words.none", True, "none of 招聘 is in the text"),
    ]


def test_a_rule_that_asks_for_nothing_is_explained_by_the_kind_alone() -> None:
    assert [clause.part for clause in judge(Match(), subject(CELLS))] == ["kinds"]
    (kind,) = judge(Match(kinds=("rebased",)), subject(CELLS, of=change(ChangeKind.REBASED)))
    assert not kind.holds
