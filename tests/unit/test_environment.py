"""Secrets stand in the environment, or in files that it names."""

from pathlib import Path

import pytest

from core.errors import UsageError
from policywatch.environment import environment


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
