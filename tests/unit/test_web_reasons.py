"""Why a message did not arrive is said in plain words, where it is known."""

import pytest

from web.reasons import reason
from web.words import WORDS


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("The receiver will never take the message: 550 5.1.1 <x@example.org>: no such user", "unknown"),
        ("The receiver could not take the message now: smtp.example.org:587: Connection refused", "refused"),
        (
            "The receiver could not take the message now: smtp.example.org:465: [Errno 111] Connect call failed",
            "refused",
        ),
        ("smtp.example.org: 535 5.7.8 authentication failed", "login"),
        ("The receiver could not take the message now: no answer within 30 s", "timeout"),
        ("smtp.example.org did not answer in 60 s", "timeout"),
        ("the environment variable POLICYWATCH_SMTP_URL is not set", "variable"),
        ("the receiver answered 410: it wants no more of these", "unwanted"),
        ("the receiver answered 404", "gone"),
        ("the receiver answered 429", "busy"),
        ("the receiver answered 503", "server"),
        ("hook.example.org:5503 said something", None),
        ("the channel old is no longer configured", "unconfigured"),
        ("not sent: half of its source changed at once, as the change of kind layout says", "withdrawn"),
        ("internal error: KeyError: 'x'", "internal"),
        ("certificate verify failed", "tls"),
        ("the folder /x does not exist", "disk"),
        ("the message cannot be made shorter than 4096 bytes", "large"),
        ("something odd", None),
        ("", None),
    ],
)
def test_what_is_known_is_said(error: str, why: str | None) -> None:
    assert reason(error) == why
    assert why is None or f"reason.{why}" in WORDS
