"""Options that stand before the command."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from policywatch.cli import app


def test_the_database_s_url_may_come_from_a_file_for_it_may_hold_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "url").write_text(f"sqlite:///{tmp_path}/named.db\n")
    given = {"POLICYWATCH_DATABASE_FILE": str(tmp_path / "url")}
    assert CliRunner().invoke(app, ["deliveries"], env=given).exit_code == 0
    assert [file.name for file in tmp_path.glob("*.db")] == ["named.db"]


def test_the_url_itself_goes_before_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "url").write_text(f"sqlite:///{tmp_path}/file.db")
    given = {"POLICYWATCH_DATABASE_FILE": str(tmp_path / "url"), "POLICYWATCH_DATABASE": "sqlite:///said.db"}
    assert CliRunner().invoke(app, ["deliveries"], env=given).exit_code == 0
    assert [file.name for file in tmp_path.glob("*.db")] == ["said.db"]
