"""The contracts of imports hold, and each of them bites."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("core", "crawler", "storage", "notifier", "web", "policywatch", "seeds")

BREACHES = [
    ("house", "core/breach.py", "import crawler"),
    ("house", "notifier/breach.py", "import storage"),
    ("house", "web/breach.py", "import policywatch"),
    ("crawler", "crawler/extract/breach.py", "import crawler.fetch"),
    ("crawler", "crawler/normalise/breach.py", "import crawler.read"),
    ("pure-core", "core/breach.py", "import socket"),
    ("pure-core", "core/breach.py", "import sqlmodel"),
    ("pure-reading", "crawler/extract/breach.py", "import logging"),
    ("one-door", "notifier/breach.py", "import httpx"),
    ("specimens", "crawler/discover/breach.py", "import seeds"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages in which a wall may be broken."""
    copy = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=lambda _, names: [n for n in names if _unneeded(n)])
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def _unneeded(name: str) -> bool:
    return ("." in name and not name.endswith((".py", ".typed"))) or name == "__pycache__"


def keeps(house: Path, contract: str) -> subprocess.CompletedProcess[str]:
    """Run one contract over the copy."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--contract", contract]
    environ = {**os.environ, "PYTHONPATH": str(house)}
    return subprocess.run(command, cwd=house, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("contract", sorted({contract for contract, _, _ in BREACHES}))
def test_the_house_keeps_its_contract(house: Path, contract: str) -> None:
    result = keeps(house, contract)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES, ids=[f"{c}: {f}: {line}" for c, f, line in BREACHES])
def test_a_breach_of_the_contract_is_reported(house: Path, contract: str, file: str, line: str) -> None:
    breach = house / file
    breach.write_text(f"{line}\n")
    try:
        result = keeps(house, contract)
    finally:
        breach.unlink()
    assert result.returncode != 0
    assert "BROKEN" in result.stdout
    assert breach.stem in result.stdout


def test_every_contract_of_the_project_has_a_breach_here() -> None:
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in contracts} == {contract for contract, _, _ in BREACHES}
