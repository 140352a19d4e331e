"""Damage is always seen, and mended only where there is one way to mend it."""

import time

import pytest

from crawler.normalise import Kind, Mended, fold, mended
from crawler.normalise.misread import utf8_from_latin1

SENTENCE = "为贯彻落实国务院办公厅关于“互联网+”的要求，现将2025年3月有关事项通知如下。"


def as_windows(raw: bytes) -> str:
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


@pytest.mark.parametrize(
    ("spoilt", "written", "kind"),
    [
        ("骞垮窞", "广州", Kind.UTF8_AS_GBK),
        ("涓\ue15e浗", "中国", Kind.UTF8_AS_GBK),
        ("（骞垮窞）2025", "（骞垮窞）2025", Kind.UTF8_AS_GBK),
        ("(骞垮窞)2025", "(广州)2025", Kind.UTF8_AS_GBK),
        ("ä¸\xadå\x9b½", "中国", Kind.UTF8_AS_LATIN1),
        ("ä¸\xadå›½", "中国", Kind.UTF8_AS_LATIN1),
        ("rÃ©sumÃ© â€œaâ€\x9d", "résumé “a”", Kind.UTF8_AS_LATIN1),
        ("ÖÐ¹ú", "中国", Kind.GBK_AS_LATIN1),
        ("¹ãÖÝÊÐ", "广州市", Kind.GBK_AS_LATIN1),
        ("¡¶°ì·¨¡·", "《办法》", Kind.GBK_AS_LATIN1),
        ("第一程?！睆V州市", "第一程。”廣州市", Kind.GBK_SHIFT),
        ("第一程?!睆V州市", "第一程。”廣州市", Kind.GBK_SHIFT),
        ("頂尖??坪颓把丶夹g，專科", "頂尖專科和前沿技術，專科", Kind.GBK_SHIFT),
    ],
)
def test_certain_damage_is_mended(spoilt: str, written: str, kind: Kind) -> None:
    result = mended(spoilt)
    assert result.text == written
    assert result.found == (kind,)
    assert result.sure == (written != spoilt)


@pytest.mark.parametrize(
    "spoilt",
    [
        SENTENCE.encode().decode("latin-1"),
        as_windows(SENTENCE.encode()),
        SENTENCE.encode("gbk").decode("latin-1"),
        SENTENCE.encode().decode("latin-1").encode().decode("latin-1"),
    ],
)
def test_a_whole_sentence_folds_to_what_was_written(spoilt: str) -> None:
    assert fold(spoilt) == fold(SENTENCE)


@pytest.mark.parametrize(
    ("spoilt", "kind"),
    [
        ("锟斤拷锟斤拷", Kind.LOST),
        ("烫烫烫烫", Kind.LOST),
        ("屯屯屯屯", Kind.LOST),
        ("广州\ufffd市", Kind.LOST),
        ("锘挎枃", Kind.LOST),
        (SENTENCE.encode().decode("gbk", "replace"), Kind.UTF8_AS_GBK),
        ("頂尖??坪颓把丶夹g，", Kind.GBK_SHIFT),  # 專 or any other of 126
        ("超級??破放啤?，形成科品", Kind.GBK_SHIFT),  # its last byte is lost as well
    ],
)
def test_uncertain_damage_is_only_told(spoilt: str, kind: Kind) -> None:
    result = mended(spoilt)
    assert result.text == spoilt
    assert kind in result.found
    assert not result.sure


@pytest.mark.parametrize(
    "sound",
    [
        SENTENCE,
        "café “x” déjà — à l’été, naïve",
        "××省××市，·····，±±±±，25°C",
        "什么？？OK",
        "真的?!我们A组",
        "什么??他说的对吗?",
        "涓滴之水，漳州、泸州、琼海，骞",
        "專科醫院？！請問ABC",
        "Ångström, Œuvre, Ÿ",
        "",
    ],
)
def test_sound_text_is_never_touched(sound: str) -> None:
    assert mended(sound) == Mended(sound)


def test_one_run_that_is_left_makes_the_whole_unsure() -> None:
    result = mended("第一程?！睆V州市，超級??破放啤?，形成")
    assert result.text.startswith("第一程。”廣州市")
    assert result.found == (Kind.GBK_SHIFT,)
    assert not result.sure


def test_a_long_run_that_is_none_is_tried_once_and_not_from_each_of_its_parts() -> None:
    short, long = ("â€œ" * count + "é" for count in (2_000, 16_000))
    assert utf8_from_latin1(short).text == short
    began = time.process_time()
    utf8_from_latin1(short)
    middle = time.process_time()
    utf8_from_latin1(long)
    took, longer = middle - began, time.process_time() - middle
    assert longer < 40 * max(took, 0.002)
