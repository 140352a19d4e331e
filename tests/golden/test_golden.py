"""The specimens are read at least as well as they were read before."""

import json
from pathlib import Path

import pytest

from tests.golden.__main__ import main
from tests.golden.floors import Floor, Floors, accepted, all_moves, mean, moved, read_floors, write_floors
from tests.golden.score import f1
from tests.golden.specimen import PAGES, Miss, Result, examine, meant, specimens

NAMES = specimens()
RIGHT = Result("a", 1.0, ("title", "body"), ())
WRONG = Result("a", 0.9, ("title", "body"), (Miss("title", "甲", "乙"),))


@pytest.mark.parametrize("name", NAMES)
def test_a_specimen_is_read_no_worse_than_its_floor(name: str) -> None:
    assert moved(examine(name), read_floors()).fallen == ()


def test_the_mean_of_the_specimens_does_not_fall() -> None:
    floors = read_floors()
    assert mean((examine(name) for name in NAMES), floors) >= floors.mean - 0.0001


def test_every_specimen_has_an_accepted_floor_and_every_floor_a_specimen() -> None:
    assert sorted(read_floors().pages) == NAMES, "run python -m tests.golden --accept"


def test_there_is_a_specimen_for_every_trap() -> None:
    assert len(NAMES) >= 60
    assert sorted(path.name.removesuffix(".expected.json") for path in PAGES.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_specimen_says_what_it_is_about_and_stands_on_no_real_site(name: str) -> None:
    assert len(meant(name).about) > 10
    assert ".example" in meant(name).url


def test_a_right_field_that_turns_wrong_has_fallen_and_a_known_miss_has_not() -> None:
    assert moved(WRONG, Floors(pages={"a": Floor(f1=0.9)})).fallen == ("a title: meant '甲', got '乙'",)
    assert moved(WRONG, Floors(pages={"a": Floor(f1=0.9, known=["title"])})).fallen == ()


def test_a_lower_score_has_fallen_and_a_higher_one_has_risen() -> None:
    assert moved(WRONG, Floors(pages={"a": Floor(f1=0.95, known=["title"])})).fallen == ("a F1 0.95 -> 0.9",)
    moves = moved(RIGHT, Floors(pages={"a": Floor(f1=0.95, known=["title"])}))
    assert (moves.fallen, moves.risen) == ((), ("a title is right now", "a F1 0.95 -> 1.0"))


def test_a_specimen_cannot_be_removed_quietly() -> None:
    assert all_moves([], Floors(pages={"a": Floor(f1=1.0)})).fallen == ("a is gone",)


def test_a_hard_new_specimen_does_not_break_the_mean() -> None:
    new = Result("b", 0.2, ("body",), ())
    assert mean([RIGHT, new], Floors(mean=1.0, pages={"a": Floor(f1=1.0)})) == 1.0
    assert mean([RIGHT, new]) == 0.6


def test_accepting_never_lowers_a_floor_by_small_steps() -> None:
    floors = Floors(mean=0.9, pages={"a": Floor(f1=0.9003, known=["title"])})
    assert moved(WRONG, floors).fallen == ()
    assert accepted([WRONG], floors).pages["a"] == Floor(f1=0.9003, known=["title"])


def test_floors_come_back_as_they_were_written(tmp_path: Path) -> None:
    floors = Floors(mean=0.95, pages={"a": Floor(f1=0.9, known=["title"]), "b": Floor()})
    write_floors(floors, tmp_path / "floors.json")
    assert read_floors(tmp_path / "floors.json") == floors
    assert list(json.loads((tmp_path / "floors.json").read_text())["pages"]) == ["a", "b"]


def test_the_table_shows_a_specimen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(NAMES[:1]) == 0
    assert NAMES[0] in capsys.readouterr().out


def test_the_score_is_blind_to_line_breaks_and_punctuation() -> None:
    assert f1(["本办法自印发", "之日起施行"], ["本办法，自印发之日起施行。"]) == 1.0
    assert f1([], []) == 1.0
    assert 0 < f1(["本办法自印发之日起施行，另有规定的除外"], ["本办法自印发之日起施行"]) < 1
