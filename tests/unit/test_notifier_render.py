"""What is said of a change: everything that matters, in the language of the channel."""

from dataclasses import replace
from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from core.diff import Hunk, Op
from core.model import ChangeKind, PolicyId, Stage, Told
from core.source import Language, Tier
from notifier.redline import redline
from notifier.render import Message, Style, fitted, render
from tests.fakes.hostile import alarm, digest_of, many
from tests.fakes.nouns import NOW
from tests.fakes.told import change, letter, state, told

OTHER = {
    Language.ZH: ("edited", "Doubtful", "Source", "changes", "numbers only", "waiting", "alarm"),
    Language.EN: ("修改", "存疑", "来源", "仅数字", "项变更", "待送", "告警", "征求意见稿"),
}
"""Words of the language that is not wanted."""

WITH_DASHBOARD = Style(dashboard="https://watch.example.org/")


def said(what: Told | None = None, style: Style | None = None) -> Message:
    return render(letter(what), style or Style())


def links(message: Message) -> set[str]:
    return {node.attributes.get("href") or "" for node in LexborHTMLParser(message.html).css("a")}


def test_the_subject_says_kind_title_and_source() -> None:
    assert said().subject == "[PolicyWatch] edited 修改: 关于印发办法的通知 — 某市卫生健康委员会"


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_kind_is_told_in_both_languages(kind: ChangeKind) -> None:
    subject = said(replace(told(), change=replace(change(), kind=kind))).subject
    english, _, chinese = subject.removeprefix("[PolicyWatch] ").partition(" ")
    assert english == kind.value
    assert chinese[:1] >= "一"


def test_every_form_says_what_where_when_and_by_whom() -> None:
    message = said(style=WITH_DASHBOARD)
    page = LexborHTMLParser(message.html).body
    assert page is not None
    for form in (message.text, " ".join(page.text().split()), message.markdown):
        for words in (
            "关于印发办法的通知",
            "第二条: 500万元 → 800万元",
            "changed 修改 · figures only 仅数字 · 第二条",
            "某市卫生健康委员会 · official 官方",
            "2026-03-02 09:00+08:00 (Asia/Shanghai)",
            "某卫规字〔2026〕3号",
            "in force 现行有效",
            "2026-02-20",
            "2026-03-01",
            "2026-04-01",
            "97.3%",
        ):
            assert words in form
    for form in (message.text, message.html, message.markdown):
        assert "https://www.example.gov.cn/content/post_1.html" in form
        assert f"https://watch.example.org/changes/{told().change.id}" in form
    assert "- 第二条 最高奖励500万元。\n  + 第二条 最高奖励800万元。" in message.text
    assert "－ 第二条 最高奖励500万元。  \n＋ 第二条 最高奖励800万元。" in message.markdown


def test_a_change_is_told_between_the_last_capture_and_now() -> None:
    captured = replace(state(1), captured_at=NOW - timedelta(days=3, hours=1))
    text = said(replace(told(), before=captured)).text
    assert "Happened between 变更发生于: 2026-02-27 08:00+08:00 – 2026-03-02 09:00+08:00 (Asia/Shanghai)" in text


def test_times_are_told_in_the_zone_of_the_channel() -> None:
    assert "2026-03-02 02:00+01:00 (Europe/Berlin)" in said(style=Style(timezone="Europe/Berlin")).text


def test_the_redline_marks_what_went_and_what_came_without_the_help_of_colour() -> None:
    page = LexborHTMLParser(said().html)
    (gone,), (come,) = page.css("del"), page.css("ins")
    assert (gone.text(), come.text()) == ("500万元", "800万元")
    assert "text-decoration: line-through" in (gone.attributes.get("style") or "")
    assert "text-decoration: underline" in (come.attributes.get("style") or "")


def test_fields_that_differ_are_told_beside_the_text() -> None:
    text = said(told(fields={"stage": ("draft", "in_force"), "effective": (None, "2026-05-01")})).text
    assert "Stage 阶段: draft 征求意见稿 → in force 现行有效" in text
    assert "Effective 施行日期: — → 2026-05-01" in text


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (Language.EN, "[PolicyWatch] edited: ", ("Deadline: 2026-04-01", "changed · figures only · 第二条", "mirror")),
        (Language.ZH, "[PolicyWatch] 修改: ", ("截止日期: 2026-04-01", "[修改 · 仅数字 · 第二条]", "转载站")),
    ],
)
def test_a_channel_speaks_one_language_where_it_is_told_to(
    language: Language, subject: str, words: tuple[str, ...]
) -> None:
    one = replace(told(), tier=Tier.MIRROR, change=replace(change(), headline="numbers only 仅数字改动 · 500 → 800"))
    for dispatch in (letter(one), digest_of(one, one), alarm()):
        message = render(dispatch, Style(language=language))
        seen = LexborHTMLParser(message.html).body
        assert seen is not None
        told_in = message.subject + message.text + message.markdown + seen.text()
        assert [word for word in OTHER[language] if word in told_in] == []
    message = said(one, Style(language=language))
    assert message.subject.startswith(subject)
    assert all(word in message.text for word in words)


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_a_name(stage: Stage) -> None:
    text = said(told(fields={"stage": (None, stage.value)})).text
    assert f"Stage 阶段: — → {stage.value.replace('_', ' ')} " in text


def test_a_new_document_is_told_by_its_beginning() -> None:
    message = said(replace(told(), before=None, change=replace(change(ChangeKind.NEW), before=None)))
    for form in (message.text, message.markdown):
        assert "How it begins 正文开头" in form
        assert "第一条 为了鼓励创新，制定本办法。" in form
    assert "<ins" not in message.html
    assert "Happened between" not in message.text


def test_a_document_that_vanished_is_told_by_its_last_text() -> None:
    gone = replace(told(), after=None, change=replace(change(ChangeKind.REMOVED), after=None))
    assert "Last seen text 最后所见正文" in said(gone).text


def test_a_change_without_any_version_is_told_all_the_same() -> None:
    bare = replace(told(), before=None, after=None)
    assert "https://www.example.gov.cn/content/post_1.html" in said(bare).subject


def test_a_long_diff_is_cut_and_says_so() -> None:
    message = said(replace(told(), before=state(1), after=state(2, *(f"第{n}段 {'内容' * 40}" for n in range(400)))))
    assert "另有370处变化未列出" in message.text
    assert len(message.text) < 10_000
    assert len(message.html) < 60_000


def test_a_long_document_is_told_by_a_beginning_of_bounded_length() -> None:
    new = replace(told(), before=None, after=state(1, *("字" * 100_000 for _ in range(50))))
    assert len(said(new).text) < 4_000


def test_unchanged_text_around_a_difference_is_shortened() -> None:
    common = "甲" * 500
    (entry,) = redline([Hunk(Op.REPLACE, f"{common}五百{common}", f"{common}八百{common}")])
    assert entry.op is Op.REPLACE
    assert [piece.op for piece in entry.pieces] == [Op.EQUAL, Op.DELETE, Op.INSERT, Op.EQUAL]
    assert len(entry.before) < 80
    assert "五" in entry.before
    assert "八" in entry.after


def test_a_block_that_was_merged_is_told_in_one_line() -> None:
    (entry,) = redline([Hunk(Op.REPLACE, "第五条 甲乙。\n第六条\u202e 丙丁。", "第五条 甲乙。丙丁。")])
    assert entry.label == "merged 合并 · punctuation or layout only 仅标点或格式"
    assert entry.before == "第五条 甲乙。 第六条 丙丁。"
    assert "\n" not in entry.before


def test_the_original_and_the_draft_are_linked_and_copies_are_only_told() -> None:
    copies = tuple(f"https://mirror{n}.example.com/a" for n in range(9))
    fields = {"draft": ("https://www.example.gov.cn/draft.html", "x")}
    known = replace(
        told(fields=fields),
        change=replace(change(fields=fields), canonical_url="https://www.example.gov.cn/o.html", copies=copies),
    )
    message = said(known)
    assert "Original 原文: https://www.example.gov.cn/o.html" in message.text
    assert "Also at 另见: https[:]//mirror0[.]example[.]com/a" in message.text
    assert "4 more 另有4个" in message.text
    assert links(message) == {
        known.change.url,
        "https://www.example.gov.cn/o.html",
        "https://www.example.gov.cn/draft.html",
    }


def test_the_same_edit_on_other_pages_names_them() -> None:
    pages = tuple(f"https://www.example.gov.cn/{n}.html" for n in range(3))
    message = said(replace(told(), change=replace(change(), pages=pages)))
    assert "Same edit on 同样修改: 3 more pages 3个其他页面" in message.text
    assert set(pages) <= links(message)


def test_a_digest_counts_lists_and_tells_each_change_shortly() -> None:
    message = render(many(5), WITH_DASHBOARD)
    assert message.subject == "[PolicyWatch] 5 changes 5项变更: 2 new 新发布, 2 edited 修改, 1 removed 已撤下"
    assert "  2. new 新发布: 第2号通知 — 某市卫生健康委员会" in message.text
    for form in (message.text, message.html, message.markdown):
        for number in range(1, 6):
            assert f"第{number}号通知" in form
            assert f"https://www.example.gov.cn/{number}.html" in form
        assert "https://watch.example.org/changes" in form
    page = LexborHTMLParser(message.html)
    assert [node.attributes.get("href") for node in page.css(".contents a")] == [f"#c{n}" for n in range(1, 6)]
    assert all(page.css(f"#c{n}") for n in range(1, 6))


def test_changes_of_one_policy_stand_together_in_time_order() -> None:
    first, second, last = many(3).told
    policy = [replace(one, change=replace(one.change, policy_id=PolicyId("pol_1"))) for one in (first, last)]
    later = replace(policy[1], change=replace(policy[1].change, at=NOW + timedelta(hours=2)))
    between = replace(second, change=replace(second.change, at=NOW + timedelta(hours=1)))
    text = render(digest_of(later, between, policy[0])).text
    assert "== One policy, 2 changes 同一政策，2项变更 ==" in text
    listed = text[text.index("==") :]
    assert listed.index("第1号") < listed.index("第3号") < listed.index("第2号")


def test_a_digest_of_very_many_changes_stays_short_and_says_what_it_leaves_out() -> None:
    message = render(many(250))
    assert message.subject.startswith("[PolicyWatch] 250 changes 250项变更: ")
    assert "150 more are not listed here; policywatch changes shows all" in message.text
    assert "\n100. " in message.text
    assert "\n101. " not in message.text
    assert len(message.text) < 100_000
    assert len(message.html) < 600_000


def test_the_edits_of_a_digest_share_a_bounded_length() -> None:
    long = [
        replace(told(number=n + 1), before=state(1, "甲" * 9_000), after=state(2, *("乙" * 9_000 for _ in range(9))))
        for n in range(40)
    ]
    assert len(render(digest_of(*long)).text) < 100_000


def test_an_alarm_says_which_channel_how_many_wait_since_when_and_what_to_do() -> None:
    message = render(alarm("450 greylisted"))
    assert message.subject.startswith("[PolicyWatch] alarm 告警: Channel 450 greylisted does not deliver")
    for form in (message.text, message.html, message.markdown):
        for words in (
            "3 messages are waiting 3条消息待送",
            "2026-03-02 09:00+08:00",
            "450 greylisted",
            "policywatch doctor",
        ):
            assert words in form


def test_a_message_says_which_rule_asked_for_it() -> None:
    assert "Rule 规则: rule" in said().text
    assert "Rule 规则: rule" in said().html


def test_a_chat_is_told_which_rule_asked_for_it_however_little_room_there_is() -> None:
    for dispatch in (letter(), digest_of(told(), told(number=2))):
        assert render(dispatch).markdown.endswith("Rule 规则: rule")
        assert "Rule 规则: rule" in fitted(dispatch, limit=700)
