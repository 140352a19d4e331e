"""The fold is a normal form."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.normalise import fold, without_annotations

FRAGMENTS = st.sampled_from(
    [
        "乾縣",
        "乾坤",
        "瞭解",
        "沈默",
        "藉口",
        "廣東",
        "发展",
        "(jì)",
        "（shù）",
        "(GLP)",
        "e",
        "\u0301",
        " ",
        "\n",
        "A1",
        "，",
        "——",
        "…",
        "ﬁ",
        "①",
        "(",
        ")",
        "ǎ",
    ]
)
TEXTS = st.lists(FRAGMENTS, max_size=12).map("".join) | st.text(max_size=60)


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_a_folded_text_is_one_line(text: str) -> None:
    assert len(fold(text).splitlines()) <= 1


@given(TEXTS)
def test_removing_annotations_twice_is_removing_them_once(text: str) -> None:
    assert without_annotations(without_annotations(text)) == without_annotations(text)


@given(st.lists(st.text("广东省发展医药，。A1 ", min_size=1, max_size=8), min_size=1, max_size=6))
def test_line_breaks_between_paragraphs_do_not_matter(paragraphs: list[str]) -> None:
    assert fold("\n".join(paragraphs)) == fold("\n\n　　".join(paragraphs))
