"""What pages say cannot act on the terminal of an operator."""

import json

import pytest

from policywatch.terminal import harmless, harmless_event, harmless_json

HOSTILE = ["\x1b]0;owned\x07", "\x1b[2J", "\x9b31m", "a\rb", "\u202e321", "\u061c321", "\x00", "\ud800"]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    shown = harmless(f"标题{text}")
    assert "\ufffd" in shown
    assert shown.isprintable()


def test_line_feeds_tabs_and_chinese_stay() -> None:
    assert harmless("第一条\t总则\n第二条") == "第一条\t总则\n第二条"


@pytest.mark.parametrize("text", HOSTILE)
def test_json_says_the_same_in_harmless_characters(text: str) -> None:
    written = harmless_json(json.dumps({"title": text}, ensure_ascii=False))
    assert written.isprintable()
    assert json.loads(written) == {"title": text}


def test_the_words_of_a_log_event_are_harmless_and_its_numbers_are_left() -> None:
    assert harmless_event(None, "info", {"event": "change", "headline": "\x1b[2J", "number": 3}) == {
        "event": "change",
        "headline": "\ufffd[2J",
        "number": 3,
    }
