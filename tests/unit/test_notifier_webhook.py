"""What answers of a receiver mean, which addresses may be asked, and what a secret is."""

import socket
from datetime import timedelta
from email.utils import format_datetime

import pytest

from core.errors import DeliveryDelayed, DeliveryRefused
from notifier.channels.door import ForbiddenAddress, open_socket
from notifier.channels.post import Answer, judge
from notifier.channels.webhook import signer
from tests.fakes.nouns import NOW


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_answer_of_success_settles_it(status: int) -> None:
    assert judge(Answer(status, {}), NOW) is None


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (301, DeliveryRefused),
        (302, DeliveryDelayed),
        (307, DeliveryDelayed),
        (308, DeliveryRefused),
        (400, DeliveryDelayed),
        (401, DeliveryDelayed),
        (403, DeliveryDelayed),
        (404, DeliveryDelayed),
        (408, DeliveryDelayed),
        (409, DeliveryDelayed),
        (410, DeliveryRefused),
        (413, DeliveryRefused),
        (415, DeliveryRefused),
        (422, DeliveryRefused),
        (425, DeliveryDelayed),
        (429, DeliveryDelayed),
        (500, DeliveryDelayed),
        (503, DeliveryDelayed),
    ],
)
def test_another_attempt_is_made_only_where_it_may_help(status: int, fault: type[Exception]) -> None:
    outcome = judge(Answer(status, {}), NOW)
    assert type(outcome) is fault
    assert str(status) in str(outcome)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (format_datetime(NOW + timedelta(hours=1), usegmt=True), timedelta(hours=1)),
        (format_datetime(NOW - timedelta(hours=1), usegmt=True), None),
        ("0", None),
        ("soon", None),
        ("9" * 40, None),
        ("-5", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, wait: timedelta | None) -> None:
    outcome = judge(Answer(429, {"retry-after": value}), NOW)
    assert isinstance(outcome, DeliveryDelayed)
    assert outcome.retry_after == wait


def test_a_redirect_is_told_with_where_it_points_to() -> None:
    outcome = judge(Answer(301, {"location": "https://elsewhere.example/\x1b[2J"}), NOW)
    assert "https://elsewhere.example/" in str(outcome)
    assert "\x1b" not in str(outcome)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "ff02::1",
    ],
)
def test_an_address_off_the_public_network_gets_no_socket(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with pytest.raises(ForbiddenAddress, match="allow_private_networks"):
        open_socket((family, socket.SOCK_STREAM, 0, "", (host, 443)))


@pytest.mark.parametrize("host", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_an_address_of_the_public_network_gets_a_socket(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with open_socket((family, socket.SOCK_STREAM, 0, "", (host, 443))) as opened:
        assert opened.family == family


@pytest.mark.parametrize("secret", ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaQ"])
def test_a_secret_is_base64_with_or_without_its_prefix_and_padding(secret: str) -> None:
    assert signer("HOOK_SECRET", {"HOOK_SECRET": secret}).sign("msg_1", NOW, "{}").startswith("v1,")


@pytest.mark.parametrize("secret", ["", "whsec_", "hello world!", "whsec_é"])
def test_a_secret_that_is_none_is_told_by_the_name_of_its_variable(secret: str) -> None:
    with pytest.raises(DeliveryDelayed, match="HOOK_SECRET"):
        signer("HOOK_SECRET", {"HOOK_SECRET": secret})


def test_nothing_is_posted_unsigned() -> None:
    with pytest.raises(DeliveryDelayed, match="secret_env"):
        signer(None, {})
