"""Signatures as the vendors' own examples make them, and texts that fit whatever surrounds them."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from core.errors import DeliveryRefused
from notifier.channels.bot import link, longest
from notifier.channels.dingtalk import signed
from notifier.channels.feishu import signature

AT = datetime.fromtimestamp(1599360473, UTC)


def test_feishu_signs_nothing_with_time_and_secret_as_the_key() -> None:
    # printf '' | openssl dgst -sha256 -hmac "$(printf '1599360473\ndemo')" -binary | base64
    assert signature("demo", AT) == {
        "timestamp": "1599360473",
        "sign": "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=",
    }


def test_dingtalk_signs_time_and_secret_with_the_secret_as_the_key() -> None:
    # printf '1599360473000\nSECdemo' | openssl dgst -sha256 -hmac SECdemo -binary | base64
    url = signed("https://oapi.dingtalk.com/robot/send?access_token=a%2Bb#here", "SECdemo", AT)
    assert parse_qs(urlsplit(url).query) == {
        "access_token": ["a+b"],
        "timestamp": ["1599360473000"],
        "sign": ["tGWkA5eQOQNCNPDgphtxIoNLO+/gD8Lcb705KQoRzeY="],
    }
    assert "#" not in url


def test_the_longest_text_is_found_whatever_its_form_adds() -> None:
    text = longest(lambda room: '"' * room, lambda text: 50 + 2 * len(text), 1000)
    assert len(text) == 475


def test_a_frame_that_is_too_long_by_itself_is_refused() -> None:
    with pytest.raises(DeliveryRefused, match="1000 bytes"):
        longest(lambda room: "x" * room, lambda text: 1000 + len(text), 1000)


def test_a_text_that_cannot_be_made_short_is_refused() -> None:
    with pytest.raises(DeliveryRefused, match="1000 bytes"):
        longest(lambda room: "x" * 2000, len, 1000)


@pytest.mark.parametrize("address", [None, "", "javascript:alert(1)", "data:text/html,x", "//host/", "http://["])
def test_a_link_is_http_or_none(address: str | None) -> None:
    assert link(address) is None


def test_a_link_has_nothing_that_hides_in_it() -> None:
    assert link("https://example.org/\u202ea\r\n") == "https://example.org/a"
