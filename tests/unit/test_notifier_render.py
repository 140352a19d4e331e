"""What is said of a change: everything that matters, and nothing that acts."""

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from core.diff import Hunk, Op
from core.model import ChangeKind
from notifier.redline import redline
from notifier.render import Message, render
from tests.fakes.told import change, hostile, state, told


def links(message: Message) -> set[str]:
    return {node.attributes.get("href") or "" for node in LexborHTMLParser(message.html).css("a")}


def test_the_subject_says_kind_title_and_source() -> None:
    assert render(told()).subject == "[PolicyWatch] edited 修改: 关于印发办法的通知 — 某市卫生健康委员会"


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_kind_is_told_in_both_languages(kind: ChangeKind) -> None:
    subject = render(replace(told(), change=replace(change(), kind=kind))).subject
    english, _, chinese = subject.removeprefix("[PolicyWatch] ").partition(" ")
    assert english == kind.value
    assert chinese[:1] >= "一"


def test_the_text_says_what_where_when_and_by_whom() -> None:
    text = render(told(), dashboard="https://watch.example.org").text
    for said in (
        "https://www.example.gov.cn/content/post_1.html",
        "第二条: 500万元 → 800万元",
        "[changed 修改 · figures only 仅数字 · 第二条]",
        "- 第二条 最高奖励500万元。",
        "+ 第二条 最高奖励800万元。",
        "第一条 为了鼓励创新",
        "某市卫生健康委员会 · official 官方",
        "2026-03-02 09:00+08:00 (Asia/Shanghai)",
        "某卫规字〔2026〕3号",
        "Agency 发文机关: 某市卫生健康委员会",
        "in force 现行有效",
        "Written 成文日期: 2026-02-20",
        "Published 发布日期: 2026-03-01",
        "Deadline 截止日期: 2026-04-01",
        "97.3%",
        f"https://watch.example.org/changes/{told().change.id}",
    ):
        assert said in text


def test_the_redline_marks_what_went_and_what_came() -> None:
    page = LexborHTMLParser(render(told()).html)
    assert [node.text() for node in page.css("del")] == ["500万元"]
    assert [node.text() for node in page.css("ins")] == ["800万元"]


def test_fields_that_differ_are_told_beside_the_text() -> None:
    text = render(told(fields={"stage": ("draft", "in_force"), "effective": (None, "2026-05-01")})).text
    assert "Stage 阶段: draft 征求意见稿 → in force 现行有效" in text
    assert "Effective 施行日期: — → 2026-05-01" in text


def test_a_new_document_is_told_by_its_beginning() -> None:
    new = replace(told(), before=None, change=replace(change(ChangeKind.NEW), before=None))
    message = render(new)
    assert "How it begins 正文开头" in message.text
    assert "第一条 为了鼓励创新，制定本办法。" in message.text
    assert "<ins" not in message.html


def test_a_document_that_vanished_is_told_by_its_last_text() -> None:
    gone = replace(told(), after=None, change=replace(change(ChangeKind.REMOVED), after=None))
    assert "Last seen text 最后所见正文" in render(gone).text


def test_a_change_without_any_version_is_told_all_the_same() -> None:
    bare = replace(told(), before=None, after=None)
    assert "https://www.example.gov.cn/content/post_1.html" in render(bare).subject


def test_a_long_diff_is_cut_and_says_so() -> None:
    many = replace(told(), before=state(1), after=state(2, *(f"第{n}段 {'内容' * 40}" for n in range(400))))
    message = render(many)
    assert "more 另有" in message.text
    assert len(message.text) < 10_000
    assert len(message.html) < 60_000


def test_a_long_document_is_told_by_a_beginning_of_bounded_length() -> None:
    new = replace(told(), before=None, after=state(1, *("字" * 100_000 for _ in range(50))))
    assert len(render(new).text) < 4_000


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


def test_hostile_text_stays_text() -> None:
    message = render(hostile(), dashboard="https://watch.example.org")
    page = LexborHTMLParser(message.html)
    assert not page.css("script, img, iframe, form, style")
    assert links(message) == {
        "https://www.example.gov.cn/content/post_1.html",
        f"https://watch.example.org/changes/{hostile().change.id}",
    }
    for said in (message.subject, message.text, message.html):
        assert "\x1b" not in said
        assert "\u202e" not in said
        assert "\r" not in said
    assert "\n" not in message.subject
    assert "\nBcc:" not in message.text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "http://[broken", "//example.org/x"])
def test_an_address_that_is_not_of_the_web_is_no_link(url: str) -> None:
    assert links(render(told(url=url))) == set()


def test_an_address_cannot_break_out_of_its_link() -> None:
    message = render(told(url='https://www.example.gov.cn/"><script>x</script>'))
    assert not LexborHTMLParser(message.html).css("script")


def test_copies_and_the_original_are_told_but_not_linked() -> None:
    copies = tuple(f"https://mirror{n}.example.com/a" for n in range(9))
    known = replace(told(), change=replace(change(), canonical_url="https://www.example.gov.cn/o.html", copies=copies))
    message = render(known)
    assert "Original 原文: https://www.example.gov.cn/o.html" in message.text
    assert "4 more 更多" in message.text
    assert links(message) == {known.change.url}


def test_a_template_cannot_be_reached_from_a_page() -> None:
    title = "{{ 7 * 7 }}{% include '/etc/passwd' %}"
    assert title in render(told(title=title)).text
