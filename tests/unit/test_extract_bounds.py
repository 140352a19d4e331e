"""What keeps reading fast: bounds that hostile pages meet and honest ones do not."""

import pytest

from core.fingerprint import fingerprint, resemblance
from core.nesting import is_too_deep
from crawler.extract import decode, extract
from crawler.extract.lexicon import Chrome, chrome_of, key_of
from crawler.extract.lines import MOST_LINES

SENTENCE = "各有关单位应当按照职责分工，认真抓好落实，确保各项措施落地见效。"
OPENING = "第一届某某安全论坛在某某市体育场举行，来自各地的三千余名代表参加了会议，共商行业发展大计。"


@pytest.mark.parametrize("tag", ["</x>", "</section>", "</span>"])
def test_end_tags_that_end_nothing_do_not_hide_how_deep_a_page_is(tag: str) -> None:
    assert is_too_deep(("<div>" * 300 + tag * 300 + "字" * 4500) * 20)


def test_many_searches_through_a_deep_stack_are_too_much() -> None:
    assert is_too_deep("<span>" * 790 + "</section>" * 200_000)


def test_a_long_and_flat_page_is_not_too_deep() -> None:
    assert not is_too_deep(f"<div>{'<p>文字<br><img src=a></p>' * 20_000}</div>".encode())


def test_a_page_of_more_lines_than_any_document_has_is_read_so_far() -> None:
    document = extract("<div>" + "<p>应当按照分工认真抓好落实。</p>" * (MOST_LINES + 10)).document
    assert len(document.blocks) == MOST_LINES


def test_utf_8_bytes_are_not_copied_on_their_way_to_the_parser() -> None:
    body = f"<p>{SENTENCE}".encode()
    assert decode(body).utf8 is body


def test_other_encodings_reach_the_parser_as_utf_8() -> None:
    assert decode(f'<meta charset="gbk"><p>{SENTENCE}'.encode("gbk")).utf8.decode().endswith(SENTENCE)


@pytest.mark.parametrize("label", ["", "摘要：", "导读: "])
def test_an_excerpt_above_the_text_is_not_part_of_it(label: str) -> None:
    page = f"<div><p>{label}{OPENING}</p></div><div><p>{OPENING}</p><p>{SENTENCE}</p><p>{SENTENCE}附后。</p></div>"
    assert extract(page).document.blocks[0].text == OPENING
    assert sum(block.text == OPENING for block in extract(page).document.blocks) == 1


@pytest.mark.parametrize("line", ["某某新闻公众号", "我要反馈", "意见反馈"])
def test_a_line_that_only_offers_a_channel_is_a_tool(line: str) -> None:
    assert chrome_of(key_of(line)) is Chrome.TOOL


def test_the_verdict_of_a_line_does_not_depend_on_the_case_of_its_letters() -> None:
    assert chrome_of(key_of("COPYRIGHT © 2024 某某网")) is chrome_of(key_of("copyright © 2024 某某网")) is Chrome.FOOTER


def test_texts_shorter_than_a_shingle_have_a_near_digest() -> None:
    assert resemblance(fingerprint("通", "r").near, fingerprint("通", "r").near) == 1.0
    assert resemblance(fingerprint("通知", "r").near, fingerprint("公告", "r").near) < 1.0
