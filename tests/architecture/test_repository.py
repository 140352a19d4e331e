"""What stands in the repository besides code is true, and names no place it came from."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ("README.md", "README.zh-CN.md")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\n") if name and (ROOT / name).is_file()]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", README)
def test_the_readme_opens_with_the_two_commands(name: str) -> None:
    opening = (ROOT / name).read_text()[:4000]
    assert "make demo" in opening
    assert "make test" in opening


@pytest.mark.parametrize("name", README)
def test_every_make_target_in_a_document_exists(name: str) -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", (ROOT / name).read_text()))
    assert named <= targets() | {"sure"}


@pytest.mark.parametrize("name", README)
def test_every_command_in_a_document_exists(name: str) -> None:
    from typer.main import get_command

    from policywatch.cli import app

    known = set(getattr(get_command(app), "commands", {}))
    named = set(re.findall(r"^\s*(?:\.venv/bin/)?policywatch ([a-z-]+)", (ROOT / name).read_text(), re.MULTILINE))
    assert named
    assert named <= known


def test_make_lists_every_target() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"setup", "demo", "run", "test", "check", "golden", "bench"} <= set(re.findall(r"make ([a-z-]+)", listed))


def test_ci_runs_the_commands_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "make demo" in script
    assert "make check" in script


def test_the_lock_pins_every_package_by_hash_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pins = re.split(r"\n(?=[a-z])", lock)[1:]
    assert len(pins) > 50
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in lock


def test_no_file_names_a_download_host_or_a_path_of_somebody_s_machine() -> None:
    place = re.compile(rb"(?<![\w.])/(?:work|farm|home|root|Users)/\w|files\.pythonhosted|/simple/|registry\.npmjs")
    found = [str(path.relative_to(ROOT)) for path in tracked() if place.search(path.read_bytes())]
    assert [name for name in found if name != "tests/architecture/test_repository.py"] == []
