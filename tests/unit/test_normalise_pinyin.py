"""Annotations go, words in brackets stay."""

import pytest

from crawler import extract_page
from crawler.normalise import Annotations, annotations_of, fold, without_annotations

STACKED = (
    "政(zheng)(zheng)(zheng)府辦(ban)公廳(ting)印發(fa)網(wang)頁(ye)設(she)"
    "計(ji)規(gui)範(fan)的(de)(de)通(tong)知(zhi)，"
)
PLAIN = "政府辦公廳印發網頁設計規範的通知，"


@pytest.mark.parametrize(
    ("annotated", "plain"),
    [
        ("技(jì)術(shù)", "技術"),
        ("技（jì）術", "技術"),
        ("技( jì )術", "技術"),
        ("夹g(shù)", "夹g"),
        ("光(ɡuānɡ)", "光"),
        ("安(ɑ̄n)", "安"),
        ("術(shu\u0300)", "術"),
        ("女(nǚ)略(lüè)", "女略"),
        ("女(nu\u0308\u030c)", "女"),
        ("術(s(shù)hù)", "術"),
        ("術(shù)(shù)", "術"),
    ],
)
def test_tone_marked_pinyin_is_removed_in_every_spelling(annotated: str, plain: str) -> None:
    assert without_annotations(annotated) == plain


@pytest.mark.parametrize(
    "kept",
    [
        "(GLP)",
        "(2023—2025年)",
        "（试行）",
        "（一）",
        "(PD-1)",
        "(app)",
        "(café)",
        "(de)",
        "(a)",
        "(she)",
        "(nAMD)",
        "(Jīn)",
    ],
)
def test_other_brackets_are_never_touched(kept: str) -> None:
    assert without_annotations(f"药物{kept}") == f"药物{kept}"
    assert without_annotations(f"药物{kept}，" * 40) == f"药物{kept}，" * 40


def test_toneless_and_stacked_pinyin_goes_where_the_document_is_full_of_it() -> None:
    assert without_annotations(STACKED * 2) == PLAIN * 2
    assert fold(STACKED * 2) == fold(PLAIN * 2)


def test_a_few_toneless_syllables_are_no_evidence() -> None:
    assert annotations_of(STACKED) == Annotations(toneless=False)
    assert without_annotations(STACKED) == STACKED


def test_the_evidence_of_a_document_holds_for_each_of_its_lines() -> None:
    found = annotations_of(STACKED * 2)
    assert found.removed_from("設(she)備(bei)") == "設備"
    assert found.removed_from("技(jì)術(shu)") == "技術"


def test_even_in_such_a_document_only_a_reading_of_the_character_before_goes() -> None:
    kept = "药(app)物(GLP)她(she)（an）项(a)"
    assert without_annotations(STACKED * 2 + kept) == PLAIN * 2 + kept


def test_words_that_are_syllables_but_no_readings_are_no_evidence() -> None:
    text = "他们(men)、她(she)、一个(an)、选项(a)、平底锅(pan)；" * 20
    assert "(she)" in without_annotations(text)
    assert "(a)" in without_annotations(text)


@pytest.mark.parametrize("reading", ["lv", "lü", "lu"])
def test_a_rounded_vowel_is_written_in_three_ways(reading: str) -> None:
    assert Annotations(toneless=True).removed_from(f"綠({reading})色") == "綠色"


@pytest.mark.parametrize(
    "markup",
    [
        "<ruby>{}<rt>{}</rt></ruby>",
        "<ruby>{}<rp>(</rp><rt>{}</rt><rp>)</rp></ruby>",
        "<ruby><rb>{}</rb><rt>{}</rt></ruby>",
    ],
)
def test_real_ruby_is_not_read(markup: str) -> None:
    ruby = markup.format("政", "zhèng") + markup.format("策", "ce")
    sentence = "各部门应当认真落实本办法规定的各项措施，并按时报告。"
    page = f"<title>通知</title><h1>通知</h1><div><p>现将{ruby}印发给你们，请认真贯彻执行。</p><p>{sentence}</p></div>"
    assert "现将政策印发给你们" in str(extract_page(page.encode())["body"])


def test_brackets_that_never_end_are_left_alone() -> None:
    assert without_annotations("((((jì") == "((((jì"
    assert without_annotations("))))") == "))))"
    deep = "(j" * 2000 + "(jì)" + "ì)" * 2000
    assert without_annotations(deep) == ""
