"""Text of a page, made harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.plain import plain


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
