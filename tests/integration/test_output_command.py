"""Standard output of the command line: closed, full, or of another encoding than UTF-8."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TITLE = "关于印发café办法的通知🏥"
PAGE = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1></body></html>"
LATIN = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def extract(page: Path, *options: str, redirect: str = "", **environ: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "policywatch", "extract", str(page), *options]
    given = {**os.environ, **environ}
    return subprocess.run(["sh", "-c", f'"$@" {redirect}', "sh", *command], capture_output=True, env=given, check=False)


def test_what_the_encoding_of_a_terminal_has_not_is_shown_as_escapes(page: Path) -> None:
    told = extract(page, **LATIN)
    assert told.returncode == 0, told.stderr
    assert rb"\u5173\u4e8e\u5370\u53d1" in told.stdout
    assert b"\xe9" in told.stdout


def test_json_says_the_same_whatever_the_encoding(page: Path) -> None:
    usual, other = extract(page, "--json"), extract(page, "--json", **LATIN)
    assert TITLE.encode() in usual.stdout
    assert json.loads(other.stdout) == json.loads(usual.stdout)


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_full_disk_is_one_sentence_and_status_2(page: Path, options: tuple[str, ...]) -> None:
    told = extract(page, *options, redirect="> /dev/full")
    assert (told.returncode, told.stderr.count(b"\n")) == (2, 1), told.stderr
    assert told.stderr.startswith(b"standard output: takes no more: No space left on device; make room")


def test_a_closed_output_is_one_sentence_and_status_2(page: Path) -> None:
    told = extract(page, redirect=">&-")
    assert (told.returncode, told.stderr) == (
        2,
        b"standard output: is closed; leave it open, or send it to /dev/null\n",
    )


def test_a_reader_who_has_seen_enough_is_no_fault(page: Path) -> None:
    assert extract(page, "--json", redirect="| true").stderr == b""
