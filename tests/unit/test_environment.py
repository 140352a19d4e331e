"""Secrets stand in the environment, or in files that it names."""

import os
from pathlib import Path

import pytest

from core.errors import DeliveryDelayed, UsageError
from notifier.channels.secret import secret as read_for_a_message
from policywatch.environment import LARGEST_SECRET, environment


def test_a_variable_that_names_a_file_gives_the_text_of_that_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("whsec_abc\n")
    read = environment({"HOOK_SECRET_FILE": str(secret), "POLICYWATCH_SMTP_URL_FILE": str(secret)})
    assert (read["HOOK_SECRET"], read["POLICYWATCH_SMTP_URL"]) == ("whsec_abc", "whsec_abc")


def test_the_variable_itself_goes_before_its_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from the file")
    read = environment({"HOOK_SECRET": "said", "HOOK_SECRET_FILE": str(secret)})
    assert read["HOOK_SECRET"] == "said"


def test_a_file_of_ours_that_cannot_be_read_is_one_sentence() -> None:
    with pytest.raises(UsageError, match=r"^POLICYWATCH_TOKEN_FILE: cannot read /nowhere: .*; name a readable"):
        environment({"POLICYWATCH_TOKEN_FILE": "/nowhere"})


def test_variables_of_other_programs_are_left_alone() -> None:
    assert environment({"LOG_FILE": "relative.log", "PID_FILE": "/nowhere"}) == {
        "LOG_FILE": "relative.log",
        "PID_FILE": "/nowhere",
    }


def test_a_secret_that_is_changed_in_its_file_counts_for_the_next_message(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("old")
    read = environment({"HOOK_SECRET_FILE": str(secret), "POLICYWATCH_SMTP_URL_FILE": str(secret)})
    assert read_for_a_message(read, "HOOK_SECRET") == "old"
    secret.write_text("new")
    assert read_for_a_message(read, "HOOK_SECRET") == "new"
    assert read_for_a_message(read, "POLICYWATCH_SMTP_URL") == "new"


def test_a_file_of_ours_that_is_gone_later_delays_what_needs_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("smtp://h")
    read = environment({"POLICYWATCH_SMTP_URL_FILE": str(secret)})
    secret.unlink()
    assert read.get("POLICYWATCH_SMTP_URL") is None
    with pytest.raises(DeliveryDelayed, match="the file named by POLICYWATCH_SMTP_URL_FILE cannot be read"):
        read_for_a_message(read, "POLICYWATCH_SMTP_URL")


def test_a_secret_that_comes_through_a_pipe_is_kept() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"token")
    os.close(writer)
    read = environment({"POLICYWATCH_TOKEN_FILE": f"/dev/fd/{reader}"})
    os.close(reader)
    assert read["POLICYWATCH_TOKEN"] == "token"


def test_files_of_other_programs_may_be_anything(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "huge").write_bytes(b"x" * (LARGEST_SECRET + 1))
    os.mkfifo(tmp_path / "pipe")
    given = {f"{name.upper()}_FILE": str(tmp_path / name) for name in ("binary", "huge", "pipe")} | {"EMPTY_FILE": ""}
    read = environment(given)
    assert read == given
    assert read.get("BINARY") is None
    assert read.get("HUGE") is None
    assert read.get("EMPTY") is None


def test_no_secret_stands_in_what_the_environment_says_of_itself() -> None:
    assert "hunter2" not in repr(environment({"HOOK_SECRET": "hunter2"}))
