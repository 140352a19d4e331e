"""What commands say of a file without mistakes: whom nothing reaches, and which recipients took a sample."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from core.errors import UsageError
from policywatch.cli import app

HEAD = "version: 1\nsources: []\n"
TEAM = "channels:\n  team: {type: email, to: [a@example.org, b@example.org]}\n  ops: {type: console}\n"
RULES = "rules:\n  - {name: all, send_to: [ops]}\n"


def command(folder: Path, text: str, *arguments: str) -> Result:
    (folder / "sources.yaml").write_text(text, encoding="utf-8")
    return CliRunner(env={"POLICYWATCH_SMTP_URL": ""}).invoke(
        app, ["--config", str(folder / "sources.yaml"), *arguments]
    )


def test_a_channel_that_no_rule_sends_to_is_named_and_is_no_mistake(tmp_path: Path) -> None:
    told = command(tmp_path, HEAD + TEAM + RULES, "sources", "check")
    assert told.exit_code == 0
    assert told.stdout.splitlines()[1:] == ["! channels.team: no rule sends to it; name it in send_to of one"]


def test_a_channel_that_only_tells_alarms_is_in_use(tmp_path: Path) -> None:
    told = command(tmp_path, HEAD + "settings: {alarm: [team]}\n" + TEAM + RULES, "sources", "check")
    assert len(told.stdout.splitlines()) == 1


def test_a_file_without_rules_says_that_nobody_is_told(tmp_path: Path) -> None:
    told = command(tmp_path, HEAD + TEAM, "sources", "check")
    assert told.stdout.splitlines()[1:] == ["! there is no rule: nobody is told of anything"]


def test_every_recipient_gets_a_sample_though_another_does_not(tmp_path: Path) -> None:
    told = command(tmp_path, HEAD + TEAM, "notify-test", "team")
    assert isinstance(told.exception, UsageError)
    with pytest.raises(UsageError, match=r"^channels\.team: a@example\.org: .*; b@example\.org: .*; mend the channel"):
        raise told.exception
