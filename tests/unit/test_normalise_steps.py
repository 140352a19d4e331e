"""Each step of the fold does its one thing."""

import unicodedata

import pytest

from crawler.normalise import STEPS, Step, fold, recipe_steps
from crawler.normalise.control import without_controls
from crawler.normalise.marks import one_mark
from crawler.normalise.shapes import SHAPES
from crawler.normalise.space import compact
from crawler.normalise.width import ascii_marks, narrow
from crawler.normalise.years import one_zero


@pytest.mark.parametrize(
    "unseen",
    [
        "\u200b",  # zero-width space
        "\u200d",  # zero-width joiner
        "\ufeff",  # byte order mark
        "\u00ad",  # soft hyphen
        "\u202e",  # right-to-left override
        "\u2066",  # isolate
        "\ufe0f",  # variation selector
        "\U000e0100",  # ideographic variation selector
        "\x00",
        "\x1b",
        "\x9d",
    ],
)
def test_a_character_that_nobody_sees_disappears(unseen: str) -> None:
    assert without_controls(f"政{unseen}策") == "政策"
    assert fold(f"政{unseen}策") == "政策"


@pytest.mark.parametrize(
    ("published", "narrowed"),
    [
        ("ＡＢＣ，２０２５：（一）", "ABC,2025:(一)"),
        ("《办法》、细则。", "《办法》、细则。"),
        ("〔2025〕【2025】［2025］", "[2025][2025][2025]"),
        ("℃ ㎡ ％ № ㈠", "°C m2 % No (一)"),
        ("⽂件⻚码", "文件页码"),  # Kangxi and supplementary radicals, as PDFs are copied
        ("\uf90a\ufa08", "金行"),  # compatibility ideographs
        ("第①项，共10②，⒈甲", "第(1)项,共10(2),1.甲"),
        ("❶➀⓫㉑㊿", "(1)(1)(11)(21)(50)"),
        ("e\u0301 \u0301", "é\u0301"),
        ("𝟐𝟎", "20"),
        ("🉀", "[本]"),
    ],
)
def test_every_character_has_one_shape(published: str, narrowed: str) -> None:
    assert narrow(published) == narrowed


def test_the_shape_of_a_shape_is_itself() -> None:
    assert [shape for shape in SHAPES if narrow(narrow(shape)) != narrow(shape)] == []


def test_shapes_are_those_of_nfkc_but_for_marks_and_circled_numbers() -> None:
    letters = [shape for shape in SHAPES if unicodedata.category(shape) in {"Lu", "Ll", "Nd", "Lo"}]
    own = {shape for shape in letters if unicodedata.normalize("NFKC", shape) == shape}
    assert own == set()
    assert all(SHAPES[shape] == unicodedata.normalize("NFKC", shape) for shape in letters)


@pytest.mark.parametrize("quoted", ["“健康”", "「健康」", "『健康』", '"健康"', "＂健康＂"])
def test_every_double_quote_has_one_shape(quoted: str) -> None:
    assert fold(quoted) == '"健康"'


@pytest.mark.parametrize("years", ["2023—2025", "2023——2025", "2023-2025", "2023–2025", "2023－2025", "2023 － 2025"])
def test_every_dash_has_one_shape(years: str) -> None:
    assert fold(years) == "2023-2025"


@pytest.mark.parametrize("dots", ["等……", "等…", "等⋯⋯", "等......", "等. . ."])
def test_an_ellipsis_has_one_shape(dots: str) -> None:
    assert fold(dots) == "等..."


def test_the_usual_marks_become_ascii() -> None:
    assert ascii_marks("（一）“甲”：乙，丙；丁？！") == '(一)"甲":乙,丙;丁?!'
    assert one_mark("一--二....") == "一-二..."


@pytest.mark.parametrize("space", [" ", "\u3000", "\u00a0", "\n", "\t", "\r\n", "\u2003", "\u2028"])
def test_no_space_is_needed_between_chinese_characters(space: str) -> None:
    assert fold(f"第{space}五{space}{space}条") == "第五条"


def test_only_the_space_between_latin_words_is_kept() -> None:
    assert compact(" 第 5 条\u3000实行 CAR  T\n疗法 ") == "第5条实行CAR T疗法"


@pytest.mark.parametrize(
    "year", ["二〇二五年", "二○二五年", "二◯二五年", "二O二五年", "二Ｏ二五年", "二零二五年", "二0二五年"]
)
def test_the_zero_of_a_chinese_year_has_one_shape(year: str) -> None:
    assert fold(year) == "二〇二五年"


@pytest.mark.parametrize("other", ["O型血", "零售", "二零售店", "一O一"])
def test_a_zero_outside_a_year_is_not_touched(other: str) -> None:
    assert one_zero(other) == other


def test_rewrapped_paragraphs_fold_to_the_same_line() -> None:
    assert fold("第一条　为了规范管理，\n制定本办法。") == fold("第一条 为了规范管理，制定\n\n本办法。")


def test_a_traditional_annotated_mirror_folds_to_the_official_text() -> None:
    assert fold("推進醫(yī)藥產(chǎn)業(yè)發(fā)展，加強監(jiān)管。") == fold("推进医药产业发展,加强监管。")


def test_the_recipe_names_every_step_in_order() -> None:
    names = recipe_steps()
    assert names == tuple(step.name for step in STEPS)
    assert len(set(names)) == len(names)
    assert names.index("mojibake") < names.index("control") < names.index("width") < names.index("script")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: str(step.name))
def test_every_step_does_nothing_twice(step: Step) -> None:
    once = step.apply("第①条　廣東——２０２５（jì）(shù)…… e\u0301 涓\ue15e浗\u200b？！二O二五年")
    assert step.apply(once) == once


@pytest.mark.parametrize("step", [step for step in STEPS if step.signs], ids=lambda step: str(step.name))
def test_a_step_does_nothing_to_a_text_without_its_signs(step: Step) -> None:
    assert step.signs is not None
    signs = step.signs()
    marks = "，：；（）？！“”‘’—…％〔〕【】"  # the punctuation of every text, which no look ahead would spare
    texts = (chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000)
    assert [text for text in texts if text not in signs and text not in marks and step.apply(text) != text] == []
    plain = "".join(chr(code) for code in range(0x20, 0xFFFE) if chr(code) not in signs and chr(code) not in marks)
    assert step.apply(plain) == plain
