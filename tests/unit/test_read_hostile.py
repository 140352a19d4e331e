"""Bytes made to be slow to read are read no slower than their size allows: work is counted, never timed."""

import pytest

from core.nesting import MOST_TAGS, is_too_deep
from core.piled import unpiled
from crawler import extract_page
from crawler.extract.lines import MOST_TEXT
from crawler.normalise import fold

SENTENCE = "各有关单位应当按照职责分工，认真抓好落实。"


def page(text: str) -> bytes:
    return f"<title>关于印发某某办法的通知</title><div>{text}</div>".encode()


def test_no_letter_bears_more_marks_than_can_be_ordered_soon() -> None:
    assert len(unpiled("e" + "\u0323\u0301" * 100_000)) == 31


def test_marks_that_come_together_only_in_the_fold_are_cut_there() -> None:
    assert len(fold("e" + "\u0323\u0301 " * 100_000)) <= 31


def test_a_tag_of_very_many_attributes_is_not_parsed() -> None:
    assert is_too_deep("<p " + " ".join(f"a{number}=1" for number in range(20_000)) + ">")


@pytest.mark.parametrize("filling", ["a b " * 50_000, "<p title='a b c d' class=x>字</p>" * 500])
def test_long_texts_and_ordinary_attributes_are_parsed(filling: str) -> None:
    assert not is_too_deep(f"<div>{filling}</div>")


def test_a_page_of_nothing_but_tags_is_not_parsed() -> None:
    assert is_too_deep("<p>" * (MOST_TAGS + 1))


def test_an_edit_behind_what_is_read_is_not_missed() -> None:
    long = SENTENCE * (MOST_TEXT // len(SENTENCE) + 1_000)
    first, second = extract_page(page(long + "甲")), extract_page(page(long + "乙"))
    assert first["body"] == second["body"]
    assert first["content_hash"] != second["content_hash"]
    assert first["flags"] == ["truncated"]


def test_attributes_whose_values_hold_the_sign_that_ends_a_tag_are_counted_all_the_same() -> None:
    attributes = " ".join(f'a{number}=">"' for number in range(20_000))
    assert is_too_deep(f"<div {attributes}>文</div>".encode())
    links = "<a onclick=\"go(1>0)\" href='/x'>通知</a>" * 5_000
    assert not is_too_deep(links.encode())
