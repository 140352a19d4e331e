"""Text of a page, made harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.links import href
from notifier.markdown import twins
from notifier.plain import inert, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ""),
        ("", ""),
        ("关于印发《办法》的通知", "关于印发《办法》的通知"),
        ("a\r\nBcc: b@example.org", "a Bcc: b@example.org"),
        ("第一条\u3000为了", "第一条 为了"),
        ("\x1b[2J\x1b]0;title\x07", "\ufffd[2J\ufffd]0;title\ufffd"),
        ("\u202e\u2066gpj.exe\u2069\u200b\ufeff", "gpj.exe"),
        ("line\u2028separator\u0085next", "line separator next"),
        ("\ud800", "\ufffd"),
        ("\U000323b0 rare \U00020000", "\U000323b0 rare \U00020000"),
    ],
)
def test_a_text_becomes_one_harmless_line(text: str | None, expected: str) -> None:
    assert plain(text) == expected


@given(st.text())
def test_whatever_comes_in_one_line_of_utf_8_without_controls_comes_out(text: str) -> None:
    line = plain(text)
    assert len(line.splitlines()) <= 1
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in line)
    assert plain(line) == line
    line.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ""),
        ("最高奖励500万元，比例为1.5，见附件.docx", "最高奖励500万元，比例为1.5，见附件.docx"),
        ("http://evil.example/a", "http[:]//evil[.]example/a"),
        ("HTTPS://1.2.3.4/", "HTTPS[:]//1.2.3.4/"),
        ("详见官网www.gz.gov.cn查询", "详见官网www[.]gz[.]gov[.]cn查询"),
        ("赌博.中国 和 赌博.com", "赌博[.]中国 和 赌博[.]com"),
        ("写信给x@evil.com。", "写信给x@evil[.]com。"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
        ("JavaScript : alert(1)", "JavaScript[:] alert(1)"),
        ("java\u200bscript:alert(1)", "javascript[:]alert(1)"),
        ("mailto:x data:text/html,y", "mailto[:]x data[:]text/html,y"),
        ("时间: 9:00", "时间: 9:00"),
        ("e.g. 第3.2条 v1.0.2", "e.g. 第3.2条 v1.0.2"),
    ],
)
def test_nothing_in_an_inert_text_is_taken_for_an_address(text: str | None, expected: str) -> None:
    assert inert(text) == expected


@given(st.text(st.sampled_from("ahtps:/.w@ 中国comcn[]-")) | st.text())
def test_an_inert_text_stays_as_it_is(text: str) -> None:
    told = inert(text)
    assert inert(told) == told
    assert "://" not in told
    assert "www." not in told.lower()


def test_a_long_text_without_end_is_made_inert_in_a_moment() -> None:
    for text in ("a." * 100_000, "a" * 200_000 + ".com", "http:" * 40_000, "x@" * 100_000, "." * 200_000):
        assert inert(text)


@given(st.text(st.sampled_from("a1.) -+=*[]()_`<>#~|\\&@!\n")) | st.text())
def test_a_twin_is_no_markup_and_has_no_twin_itself(text: str) -> None:
    told = twins(text)
    assert not set(told) & set("[]*_`<>#~|\\&@")
    assert twins(told) == told
    assert len(told) == len(text)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://www.example.gov.cn/a?b=1&c=%20#d", "https://www.example.gov.cn/a?b=1&c=%20#d"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
        ("https://例子.中国/政策", "https://xn--fsqu00a.xn--fiqs8s/%E6%94%BF%E7%AD%96"),
        ("HTTP://www.example.gov.cn/", "http://www.example.gov.cn/"),
        ("https://www.example.gov.cn/~a/(b)", "https://www.example.gov.cn/%7Ea/%28b%29"),
        ("https://user@www.example.gov.cn/", None),
        ("https:///nowhere", None),
        ("https://[::1]/", None),
        ("https://" + "a" * 300 + ".com/", None),
        ("https://www.example.gov.cn/" + "a" * 3_000, None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_linked_where_it_is_one_of_the_web(url: str | None, link: str | None) -> None:
    assert href(url) == link


@given(st.text())
def test_whatever_is_linked_ends_no_attribute_no_link_and_no_line(path: str) -> None:
    link = href(f"https://www.example.gov.cn/{path}")
    assert link is None or (link.isascii() and not set(link) & set(" \t\r\n\"'<>()[]*`|\\^{}~"))
