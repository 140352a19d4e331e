"""The rows of `benchmarks.dashboard` are rows that the dashboard can show, and every page of theirs is measured."""

from pathlib import Path

import pytest

from benchmarks.dashboard import main, walked
from benchmarks.dashboard_pages import EXTENT


def test_every_page_is_answered_over_a_few_policies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measured = walked(tmp_path, 60, 2)
    assert {one.asked.name: one.statuses for one in measured if one.statuses != {200}} == {}
    assert {one.asked.name.partition("?")[0] for one in measured} >= EXTENT.keys()
    assert all(len(one.passed) == len(one.cpu) == 2 for one in measured)
    assert all(spent > 0 for one in measured for spent in one.passed)
    assert capsys.readouterr().out.splitlines()[-1] == str(measured[-1])


def test_it_says_how_many_pages_keep_their_goal(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--policies", "20", "--requests", "1"])
    *_, verdict = capsys.readouterr().out.splitlines()
    assert "with a median below the goal of 50 ms, 100 ms where text is searched" in verdict
