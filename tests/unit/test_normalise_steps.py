"""Each step of the fold does its one thing, and the whole makes equal what only looks different."""

import pytest
from opencc import OpenCC

from crawler.normalise import fold, without_annotations
from crawler.normalise.control import without_controls
from crawler.normalise.script import simplified
from crawler.normalise.space import compact
from crawler.normalise.width import narrow


def test_controls_and_zero_width_characters_disappear() -> None:
    assert without_controls("政\u200b策\ufeff观\x00察\u00ad") == "政策观察"


def test_full_width_letters_digits_and_commas_become_ascii() -> None:
    assert narrow("ＡＢＣ，２０２５：（一）") == "ABC,2025:(一)"


def test_book_title_marks_and_full_stops_keep_their_shape() -> None:
    assert narrow("《办法》、细则。") == "《办法》、细则。"


@pytest.mark.parametrize("quoted", ["“健康”", "「健康」", "『健康』", '"健康"'])
def test_every_double_quote_has_one_shape(quoted: str) -> None:
    assert narrow(quoted) == '"健康"'


@pytest.mark.parametrize("years", ["2023—2025", "2023——2025", "2023-2025", "2023–2025", "2023－2025"])
def test_every_dash_has_one_shape(years: str) -> None:
    assert narrow(years) == "2023-2025"


def test_only_the_space_between_latin_words_is_kept() -> None:
    assert compact(" 第 5 条\u3000实行 CAR  T\n疗法 ") == "第5条实行CAR T疗法"


@pytest.mark.parametrize(
    ("annotated", "plain"),
    [
        ("技(jì)術(shù)", "技術"),
        ("技（jì）術", "技術"),
        ("夹g(shù)", "夹g"),
        ("光(ɡuānɡ)", "光"),
        ("術(shu\u0300)", "術"),
        ("女(nǚ)略(lüè)", "女略"),
    ],
)
def test_tone_marked_pinyin_is_removed_in_every_spelling(annotated: str, plain: str) -> None:
    assert without_annotations(annotated) == plain


@pytest.mark.parametrize("kept", ["(GLP)", "(2023—2025年)", "（试行）", "（一）", "(PD-1)", "(app)", "(café)", "(de)"])
def test_other_brackets_are_never_touched(kept: str) -> None:
    assert without_annotations(f"药物{kept}") == f"药物{kept}"


@pytest.mark.parametrize(
    "traditional",
    [
        "廣東省發佈計畫，請瞭解並回覆。",
        "乾隆年間，乾燥處理；沈默",
        "以免藉口",
        "本機關於今日公告",
        "简体文本，什么也不变。",
    ],
)
def test_traditional_becomes_exactly_what_opencc_makes_of_it(traditional: str) -> None:
    assert simplified(traditional) == OpenCC("t2s").convert(traditional)


def test_every_entry_of_the_dictionaries_is_converted_as_the_library_does() -> None:
    converter = OpenCC("t2s")
    for _, _, entries in converter.dict_cache.values():
        assert [key for key in entries if simplified(key) != converter.convert(key)] == []


def test_rewrapped_paragraphs_fold_to_the_same_line() -> None:
    assert fold("第一条　为了规范管理，\n制定本办法。") == fold("第一条 为了规范管理，制定\n\n本办法。")


def test_a_traditional_annotated_mirror_folds_to_the_official_text() -> None:
    assert fold("推進醫(yī)藥產(chǎn)業(yè)發(fā)展，加強監(jiān)管。") == fold("推进医药产业发展,加强监管。")


def test_a_phrase_that_the_library_protects_folds_alike_in_both_scripts() -> None:
    assert fold("乾縣") == fold("乾县")
