"""What POLICYWATCH_SMTP_URL says, and what it is told when it says nothing."""

from pathlib import Path

import pytest

from core.errors import DeliveryDelayed
from notifier.channels.smtp import Server, smtp_server


def server(url: str) -> Server:
    return smtp_server({"POLICYWATCH_SMTP_URL": url})


def test_the_shape_of_the_contract_is_understood() -> None:
    assert server("smtp://user:p%40ss@mail.example.org:2525?starttls=1&from=watch@example.org") == Server(
        host="mail.example.org",
        port=2525,
        tls=False,
        starttls=True,
        sender="watch@example.org",
        username="user",
        password="p@ss",
    )


@pytest.mark.parametrize(
    ("url", "port", "tls", "starttls"),
    [
        ("smtp://h?from=a@b", 25, False, None),
        ("smtp://h?from=a@b&starttls=1", 587, False, True),
        ("smtp://h?from=a@b&starttls=0", 25, False, False),
        ("smtps://h?from=a@b", 465, True, False),
        ("smtp://u:p@h?from=a@b", 587, False, True),
        ("smtp://u:p@h?from=a@b&starttls=0", 25, False, False),
    ],
)
def test_a_password_goes_over_a_protected_line_unless_told_otherwise(
    url: str, port: int, tls: bool, starttls: bool | None
) -> None:
    found = server(url)
    assert (found.port, found.tls, found.starttls) == (port, tls, starttls)


def test_the_user_is_the_sender_where_it_is_an_address() -> None:
    assert server("smtps://watch%40example.org:p@h").sender == "watch@example.org"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mail.example.org", "names no server"),
        ("http://h?from=a@b", "names no server"),
        ("smtp://h:port?from=a@b", "not an address"),
        ("smtp://h?from=a@b&startls=1", "unknown option startls"),
        ("smtp://h?from=a@b&starttls=yes", "starttls is 0 or 1"),
        ("smtp://user:s3cret@h", "who the mail is from"),
        ("smtp://user@h?from=a@b", "no password"),
    ],
)
def test_a_wrong_one_is_told_in_a_sentence_that_keeps_the_secret(url: str, why: str) -> None:
    with pytest.raises(DeliveryDelayed, match=why) as told:
        server(url)
    assert "s3cret" not in str(told.value)


def test_the_password_does_not_show_in_a_traceback() -> None:
    assert "p@ss" not in repr(server("smtp://user:p%40ss@h?from=a@b"))


def test_the_variable_may_name_a_file(tmp_path: Path) -> None:
    (tmp_path / "smtp").write_text("smtp://h?from=a@b\n")
    assert smtp_server({"POLICYWATCH_SMTP_URL_FILE": str(tmp_path / "smtp")}).host == "h"


@pytest.mark.parametrize("content", [None, " \n"])
def test_a_file_that_is_missing_or_empty_is_named_by_its_variable(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "smtp").write_text(content)
    with pytest.raises(DeliveryDelayed, match="POLICYWATCH_SMTP_URL_FILE"):
        smtp_server({"POLICYWATCH_SMTP_URL_FILE": str(tmp_path / "smtp")})


def test_a_sender_that_is_no_address_is_told_before_anything_is_sent() -> None:
    with pytest.raises(DeliveryDelayed, match=r"the sender 'a\.\.b@c\.cn' is not an address"):
        smtp_server({"POLICYWATCH_SMTP_URL": "smtp://h?from=a..b@c.cn"})
