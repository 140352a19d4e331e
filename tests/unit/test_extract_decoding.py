"""Bytes become text in the encoding they have, whatever they say they have."""

import pytest

from crawler.extract import decode, is_binary, is_garbled, is_too_deep

TEXT = "各区人民政府：现将有关事项通知如下，请认真贯彻执行。" * 5
TRADITIONAL = "各區人民政府：現將有關事項通知如下，請認真貫徹執行。" * 5
DECLARED = ["gb2312", "utf-8", "big5", "iso-8859-1", "utf-16", "nonsense", None]


def _page(text: str, declared: str | None) -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}</head><body>{text}</body></html>"


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize(("text", "actual"), [(TEXT, "gb18030"), (TEXT, "utf-8"), (TRADITIONAL, "big5hkscs")])
def test_a_wrong_declaration_does_not_matter(text: str, actual: str, declared: str | None) -> None:
    body = _page(text, declared).encode(actual)
    header = f"text/html; charset={declared}" if declared else None
    assert decode(body, header).text == _page(text, declared)


def test_a_byte_order_mark_decides() -> None:
    assert decode(_page(TEXT, "gb2312").encode("utf-16")).text == _page(TEXT, "gb2312")


def test_the_charset_of_a_foreign_script_is_not_the_page_s() -> None:
    page = f'<html><head><script charset="gb2312" src="x.js"></script></head><body>{TEXT}</body></html>'
    assert decode(page.encode()).charset == "utf-8"


def test_the_operator_s_charset_overrules_everything() -> None:
    assert decode(_page(TRADITIONAL, "utf-8").encode("big5"), "text/html; charset=utf-8", "big5").text.count("區") == 5


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    body = _page(TEXT, None).encode()
    assert decode(body[:60] + b"\xe4" + body[60:]).charset == "utf-8"


@pytest.mark.parametrize("start", [b"%PDF-1.7 ", b"PK\x03\x04", b"\x89PNG", b"\x00\x00\x00\x01" * 8])
def test_files_are_no_text(start: bytes) -> None:
    assert is_binary(start + b"rest of the file")


@pytest.mark.parametrize("wrong", ["gb18030", "latin-1"])
def test_text_read_in_the_wrong_encoding_is_garbled(wrong: str) -> None:
    assert is_garbled(TEXT.encode().decode(wrong, "replace"))


@pytest.mark.parametrize("right", [TEXT, TRADITIONAL, "The quick brown fox. " * 9, "龘靐齉爩", ""])
def test_text_that_somebody_wrote_is_not(right: str) -> None:
    assert not is_garbled(right)


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><tr><td>", "<span>"])
def test_deep_nesting_is_refused_before_parsing(tag: str) -> None:
    assert is_too_deep(tag * 30_000)


@pytest.mark.parametrize("flat", ["<p>一段", "<br>", "<div></div>", "<li>一项", "<img src=a>", "a < b "])
def test_many_elements_side_by_side_are_not_deep(flat: str) -> None:
    assert not is_too_deep(flat * 5_000)
