"""Thirty days of the specimen sites, every kind of event and of noise: exactly what was planted is told."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks.month import Stage, looks, on_stage, play, table
from seeds.month.days import FEW
from seeds.month.faults import Fault
from tests.e2e.dated import Command, run


def expect_exactly_what_was_planted(stage: Stage) -> None:
    """Everything once, in the right words, and nothing else; while all that says nothing was served too."""
    for judgement in stage.judgements():
        said = table(judgement)
        sys.stdout.write(f"\n{said}\n")
        assert (judgement.precision, judgement.recall, judgement.ill_said) == (1, 1, []), said
    assert set(stage.sites.faults) == set(Fault)


@pytest.mark.slow
async def test_over_a_month_exactly_what_was_planted_is_told(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await play(stage)
        expect_exactly_what_was_planted(stage)


@pytest.mark.slow
async def test_over_a_month_of_commands_exactly_what_was_planted_is_told(tmp_path: Path) -> None:
    out, err = tmp_path / "out", tmp_path / "err"
    async with on_stage(tmp_path) as stage:
        base = ("--config", str(stage.config), "--database", stage.database, "--quiet", "check", "--json")
        for at, every_page in looks(hours=FEW):
            stage.sites.at = at
            arguments = (*base, "--all") if every_page else base
            assert await run(Command(arguments, stage.environ, at, out, err)) in (0, 1), err.read_text()
        expect_exactly_what_was_planted(stage)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {line["id"] for line in lines if "id" in line} >= stage.told_ids
