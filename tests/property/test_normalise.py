"""The fold is a normal form."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from crawler.normalise import fold, fold_lines, mended, without_annotations
from crawler.normalise.script import simplified

WORDS = """
乾縣 乾坤 瞭解 沈默 藉口 廣東 发展 (jì) （shù） 政(zheng) (zheng) (GLP) ( ) （ j e ǎ ì A1 ， —— … . -
ﬁ ① ㈠ ℃ ⽂ ⻚ 二O二五年 一0 ? ！ ？！睆V ??坪颓把丶夹g 骞垮窞 涓\ue15e浗 鐨 ÖÐ¹ú ä¸\xadå\x9b½ Â· é € ×
锟斤拷 \ufffd 𝟏 🉀 𠀀 ᄀ ᅡ
"""
FRAGMENTS = st.sampled_from(
    [*WORDS.split(), "\u0301", "\u0308", " ", "\n", "\u3000", "\xa0", "\u200b", "\xad"],
)
TEXTS = st.lists(FRAGMENTS, max_size=12).map("".join) | st.text(max_size=60)
ANYTHING = st.text(st.characters(), max_size=60) | st.binary(max_size=60).map(
    lambda raw: raw.decode("utf-8", "surrogateescape")
)
SENTENCES = st.text("广东省发展医药产业，。：（）“”《》条例通知", min_size=1, max_size=40)


@cache
def library() -> OpenCC:
    return OpenCC("t2s")


@cache
def entries() -> tuple[list[str], str]:
    phrases, characters = (list(table) for _, _, table in library().dict_cache.values())
    return phrases, "".join(characters)


@given(TEXTS)
@settings(max_examples=400)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANYTHING)
def test_no_text_is_too_strange_to_fold(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert mended(text).sure or mended(text).found


@given(st.lists(TEXTS | SENTENCES, max_size=8))
@settings(max_examples=400)
def test_lines_folded_together_are_what_they_are_apart(lines: list[str]) -> None:
    assert fold_lines(lines) == ([fold(line) for line in lines], fold("\n".join(lines)))


@given(TEXTS)
def test_a_folded_text_is_one_line(text: str) -> None:
    assert len(fold(text).splitlines()) <= 1


@given(
    st.lists(FRAGMENTS, max_size=12).map("".join)
    | st.lists(FRAGMENTS, max_size=5).map(lambda parts: "".join(parts) * 25)
)
def test_removing_annotations_twice_is_removing_them_once(text: str) -> None:
    assert without_annotations(without_annotations(text)) == without_annotations(text)


@given(st.lists(st.text("广东省发展医药，。A1 ", min_size=1, max_size=8), min_size=1, max_size=6))
def test_line_breaks_between_paragraphs_do_not_matter(paragraphs: list[str]) -> None:
    assert fold("\n".join(paragraphs)) == fold("\n\n　　".join(paragraphs))


@given(
    SENTENCES, st.sampled_from([" ", "\n", "\u3000", "\xa0", "\u200b", "\ufeff", "\xad", "\u202a", "\ufe0f"]), st.data()
)
def test_what_nobody_sees_may_stand_anywhere(text: str, unseen: str, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(text)), max_size=5))
    spoilt = text
    for place in sorted(places, reverse=True):
        spoilt = spoilt[:place] + unseen + spoilt[place:]
    assert fold(spoilt) == fold(text)


@given(st.text("广东省ABCxyz0189,:;()%-", max_size=40))
def test_full_width_folds_like_half_width(text: str) -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text)
    assert fold(wide) == fold(text)


@given(st.data())
@settings(max_examples=300)
def test_simplified_is_what_the_library_makes_of_it(data: st.DataObject) -> None:
    phrases, characters = entries()
    piece = st.sampled_from(phrases)
    parts = st.one_of(
        piece,
        st.tuples(piece, st.integers(1, 3)).map(lambda cut: cut[0][: cut[1]]),
        st.tuples(piece, st.integers(1, 3)).map(lambda cut: cut[0][cut[1] :]),
        st.sampled_from(characters),
        st.sampled_from("覆電露反命上，。 廣东a"),
    )
    text = "".join(data.draw(st.lists(parts, max_size=12)))
    assert simplified(text) == library().convert(text)
