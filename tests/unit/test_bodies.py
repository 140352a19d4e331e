"""What programs are told: one change as ever, several within bounds, and that a channel does not deliver."""

import json
from dataclasses import replace

import pytest

from core.bodies import MOST_BYTES, dispatch_bytes, dispatch_json
from core.model import Told
from core.serialise import change_json
from tests.fakes.dispatches import alarm, digest
from tests.fakes.told import hostile, letter, state, told


def long(number: int, *, pages: int = 0) -> Told:
    """A change whose diff has about 60,000 characters, three bytes each."""
    before, after = ([f"{word}{n}" * 100 for n in range(200)] for word in ("旧的段落", "新的条文"))
    subject = replace(told(number=number), before=state(1, *before), after=state(2, *after))
    addresses = tuple(f"https://www.example.gov.cn/content/{'x' * 80}/{n}.html" for n in range(pages))
    return replace(subject, change=replace(subject.change, pages=addresses))


def test_a_letter_with_one_change_is_that_change() -> None:
    assert dispatch_json(letter(), dashboard="https://watch.example") == change_json(
        told(), dashboard="https://watch.example"
    )


def test_a_letter_with_several_changes_is_a_digest_of_them() -> None:
    several = digest()
    assert dispatch_json(several) == {
        "id": several.id,
        "kind": "digest",
        "at": "2026-03-02T01:00:00Z",
        "rules": ["rule"],
        "left_out": [],
        "changes": [change_json(one) for one in several.told],
    }


def test_an_alarm_says_what_is_late_since_when_and_why() -> None:
    assert dispatch_json(alarm()) == {
        "id": alarm().id,
        "kind": "undelivered",
        "at": "2026-03-02T01:00:00Z",
        "channel": "hook",
        "deliveries": 3,
        "since": "2026-03-01T01:00:00Z",
        "why": "the receiver answered 503",
    }


@pytest.mark.parametrize(("pages", "left_out"), [(0, ["diff"]), (1000, ["diff", "pages"])])
def test_a_digest_that_would_be_too_long_says_what_it_leaves_out_of_every_change(
    pages: int, left_out: list[str]
) -> None:
    body = dispatch_bytes(digest(*(long(number, pages=pages) for number in range(10))))
    said = json.loads(body)
    assert len(body) <= MOST_BYTES
    assert said["left_out"] == left_out
    assert len(said["changes"]) == 10
    assert all(change[name] == [] for change in said["changes"] for name in left_out)


def test_one_change_keeps_its_whole_diff() -> None:
    assert dispatch_json(letter(long(1)))["diff"]


def test_a_body_is_one_line_of_utf_8_whatever_a_page_says() -> None:
    broken = replace(hostile(), source_name="half a pair \ud83d\u2028")
    body = dispatch_bytes(letter(broken))
    assert b"\n" not in body
    assert json.loads(body)["source"]["name"] == "half a pair ?\u2028"
