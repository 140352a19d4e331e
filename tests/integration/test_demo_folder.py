"""The demo leaves alone what is not its own."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.errors import UsageError
from policywatch.cli import app
from policywatch.demo.story import MARK, swept
from seeds import demo_sources


@pytest.mark.parametrize("name", ["sources.yaml", "policywatch.db", "policywatch.db-wal"])
def test_the_files_of_a_real_installation_are_not_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("precious")
    told = CliRunner().invoke(app, ["demo", "--once", "--directory", str(tmp_path)])
    assert isinstance(told.exception, UsageError)
    assert "that is not the demo's, and would be overwritten; name another folder" in str(told.exception)
    assert (tmp_path / name).read_text() == "precious"


def test_what_an_earlier_demo_left_is_swept(tmp_path: Path) -> None:
    text = demo_sources("http://a", "http://b", "http://c")
    assert text.startswith(MARK)
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "policywatch.db").write_text("old")
    assert [path.name for path in swept(tmp_path).iterdir()] == ["sources.yaml"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"^--directory: .*file cannot be used: File exists; name another folder$"):
        swept(tmp_path / "file")
