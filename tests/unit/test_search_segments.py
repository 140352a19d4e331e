"""How texts are cut, queries understood, and passages chosen."""

import pytest

from core.model import Block, Piece, Position
from core.search import Marks, Phrase, excerpt, grams, marked, read_query, run, segments
from core.search.query import MOST_SEGMENTS
from core.search.segment import LONGEST_WORD, MOST_BYTES
from crawler.normalise import fold


def phrases(text: str) -> list[str]:
    return [phrase.run for phrase in read_query(text, fold).wanted]


def without(text: str) -> list[str]:
    return [phrase.run for phrase in read_query(text, fold).unwanted]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("细胞治疗", ["细", "胞", "治", "疗"]),
        ("CAR-T细胞", ["·car·", "·t·", "细", "胞"]),
        ("第12条，略。", ["第", "·12·", "条", "略"]),
        ("㐂𠮷﨑𪜀", ["㐂", "𠮷", "﨑", "𪜀"]),
        ("カナ・かな", ["カ", "ナ", "か", "な"]),
        ("한국", ["한", "국"]),
        ("ΟΔΟΣ Straße", ["·οδοσ·", "·strasse·"]),
        ("a_b·c§d", ["·a·", "·b·", "·c·", "·d·"]),
        ("x" * (LONGEST_WORD + 1), [f"·{'x' * LONGEST_WORD}·", "·x·"]),
        ("\x00\ud800\n　—《》", []),
        ("", []),
    ],
)
def test_a_sign_stands_alone_and_a_word_stays_whole(text: str, cut: list[str]) -> None:
    assert segments(text) == cut
    assert run(text) == "".join(cut)


def test_a_number_is_cut_alike_in_every_bracket() -> None:
    forms = ("粤府{}2026{}3号".format(*brackets) for brackets in ("〔〕", "[]", "()", "【】", "［］", "（）", "  "))
    assert {run(fold(form)) for form in (*forms, "粤府［２０２６］３號")} == {"粤府·2026··3·号"}
    assert run("粤府〔2026〕13号") != run("粤府〔2026〕3号")


def test_words_that_stand_together_are_not_one_word() -> None:
    assert run("ISO 9001") not in run("ISO9001")
    assert run("ISO") not in run("ISO9001")


def test_grams_are_segments_and_pairs_and_those_of_the_heading_once_more() -> None:
    assert grams("办法", "第3条") == {"办", "法", "办法", "§办", "§法", "§办法", "第", "·3·", "条", "第·3·", "·3·条"}
    assert grams("", "") == frozenset()


@pytest.mark.parametrize("text", ["".join(map(chr, range(0x20000, 0x30000))), "ab" * 500_000, "é" * 600_000])
def test_grams_of_the_longest_text_stay_below_what_an_index_holds(text: str) -> None:
    varied = text[::2] + text[::3] + text[::7]
    found = grams(varied, varied)
    assert 0 < len("".join(found).encode()) <= MOST_BYTES


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("细胞治疗", ["细胞治疗"], []),
        ("細胞　治療", ["细胞", "治疗"], []),
        ("细胞 细胞", ["细胞"], []),
        ('"good practice" 通知', ["·good··practice·", "通知"], []),
        ("“细胞 治疗” 「管理 办法」", ["细胞治疗", "管理办法"], []),
        ('"没有 结束', ["没有结束"], []),
        ("细胞 -治疗 －目录", ["细胞"], ["治疗", "目录"]),
        ('细胞 -"治疗 产品"', ["细胞"], ["治疗产品"]),
        ("CAR-T COVID-19", ["·car··t·", "·covid··19·"], []),
        ("关于“十四五”规划", ["关于十四五规划"], []),
        ("title:细胞 OR NEAR(治疗) *", ["·title·细胞", "·or·", "·near·治疗"], []),
        ('- -- "" “” -"" 。', [], []),
        ("-细胞", [], ["细胞"]),
        ("", [], []),
    ],
)
def test_a_query_is_understood(text: str, wanted: list[str], unwanted: list[str]) -> None:
    assert phrases(text) == wanted
    assert without(text) == unwanted


def test_of_a_long_query_the_beginning_counts() -> None:
    found = read_query("细" * 100 + " " + "胞" * 1_000_000, str)
    assert sum(len(phrase.segments) for phrase in found.wanted) == MOST_SEGMENTS


def test_a_phrase_is_found_across_blocks_and_punctuation_and_in_the_heading() -> None:
    query = read_query("管理办法 制定 -解读", fold)
    assert query.is_met("管理《办法》", ["制", "定"])
    assert not query.is_met("管理", ["办法", "制定"])
    assert not query.is_met("管理办法", ["制定解读"])
    assert not query.is_met("管理办法解读", ["制定"])


def test_a_phrase_of_one_or_two_segments_is_a_gram() -> None:
    assert [Phrase(tuple(cut)).is_gram for cut in ("细", "细胞", "细胞病")] == [True, True, False]
    assert Phrase(("细", "胞", "病")).grams == ("细胞", "胞病")


def marks(text: str) -> Marks:
    return Marks(read_query(text, fold).wanted)


def said(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("细胞治疗", "開展細胞 治療研究", "開展[細胞 治療]研究"),
        ("粤府(2026)3号", "依據粵府〔２０２６〕３號文", "依據[粵府〔２０２６〕３號]文"),
        ("gmp", "按GMP检查，不是gmps", "按[GMP]检查，不是gmps"),
        ("iso", "ISO9001、ISO", "ISO9001、[ISO]"),
        ("2026年", "12026年、2026年度", "12026年、[2026年]度"),
        ("细胞 胞治", "细胞治疗", "[细胞][治]疗"),
        ("通知 办法", "办法的通知", "[办法]的[通知]"),
        ("不在", "细胞", "细胞"),
    ],
)
def test_what_was_looked_for_is_marked_in_what_was_published(query: str, text: str, shown: str) -> None:
    assert said(marked(text, fold(text), marks(query))) == shown


def test_what_folding_drops_or_joins_does_not_hide_where_marks_belong() -> None:
    assert marked("医(yī)药管理", "医药管理", marks("管理")) == (Piece("医(yī)药", False), Piece("管理", True))
    dashed = "——精准医学与干细胞治疗"
    assert marked(dashed, fold(dashed), marks("细胞治疗"))[-1] == Piece("细胞治疗", True)
    assert marked("", "正文", marks("正文")) == ()


def block(text: str) -> Block:
    return Block(text, fold(text))


def test_an_excerpt_shows_each_phrase_where_it_stands_first() -> None:
    blocks = [block("开头。"), block("甲" * 100 + "细胞" + "乙" * 200), block("细胞二"), block("治疗。"), block("其他")]
    shown = said(excerpt(blocks, marks("细胞 治疗")))
    assert shown == f"…{'甲' * 30}[细胞]{'乙' * 118}… … [治疗]。"
    assert said(excerpt(blocks, marks("不在"))) == "开头。"
    assert excerpt([], marks("细胞")) == ()


def test_an_excerpt_ends_in_the_middle_of_a_long_match() -> None:
    long = "细胞" * 100
    pieces = excerpt([block(long)], marks(long))
    assert said(pieces) == f"[{'细胞' * 75}]…"


NO_POSITIONS = ["", "1.2026-03-02", "2.2026-03-02.1", "1.2026-3-2.1", "1.2026-03-02.-1", "1.2026-03-02.01", "1.2.3.4"]


@pytest.mark.parametrize("text", NO_POSITIONS)
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no position"):
        Position.read(text)
