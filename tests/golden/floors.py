"""The floors under the specimens: what was read rightly once is read rightly for ever."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from tests.golden.specimen import Result

FILE = Path(__file__).parent / "floors.json"
TOLERANCE = 0.0005


class Floor(BaseModel):
    """The least that a specimen's reading must be worth.

    Args:
        known: fields that are not read rightly yet.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    f1: float | None = None
    known: list[str] = []


class Floors(BaseModel):
    """All floors: the mean F1, and one for each specimen."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mean: float = 0.0
    pages: dict[str, Floor] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved against the floors, in words."""

    fallen: tuple[str, ...]
    risen: tuple[str, ...]


def read_floors(file: Path = FILE) -> Floors:
    """The floors as accepted last; none where there is no file."""
    return Floors.model_validate_json(file.read_bytes()) if file.is_file() else Floors()


def write_floors(floors: Floors, file: Path = FILE) -> None:
    """One specimen a line, so that a change of a floor is a change of a line."""
    pages = ",\n".join(
        f"    {json.dumps(name)}: {json.dumps(floor.model_dump(exclude_defaults=True), ensure_ascii=False)}"
        for name, floor in sorted(floors.pages.items())
    )
    file.write_text(f'{{\n  "mean": {floors.mean},\n  "pages": {{\n{pages}\n  }}\n}}\n', encoding="utf-8")


def mean(results: Iterable[Result], floors: Floors | None = None) -> float:
    """Mean F1 of the specimens that give all of their text; with floors, of those alone that have one."""
    scores = [
        result.score
        for result in results
        if result.score is not None and (floors is None or result.name in floors.pages)
    ]
    return round(sum(scores) / len(scores), 4) if scores else 1.0


def moved(result: Result, floors: Floors) -> Moves:
    """A specimen against its floor; one without a floor is new, and nothing of it can fall."""
    floor = floors.pages.get(result.name)
    if floor is None:
        return Moves((), (f"{result.name} is new",))
    wrong, known = set(result.wrong), set(floor.known)
    before, now = floor.f1, result.score
    fallen = [f"{result.name} {miss}" for miss in result.missed if miss.field not in known]
    risen = [f"{result.name} {field} is right now" for field in sorted(known - wrong)]
    if before is not None and now is None:
        fallen.append(f"{result.name} gives no whole text any more")
    if before is not None and now is not None and now < before - TOLERANCE:
        fallen.append(f"{result.name} F1 {before} -> {now}")
    if now is not None and (before is None or now > before + TOLERANCE):
        risen.append(f"{result.name} F1 {before} -> {now}")
    return Moves(tuple(fallen), tuple(risen))


def all_moves(results: Sequence[Result], floors: Floors) -> Moves:
    """Every specimen against its floor; a floor whose specimen is gone has fallen."""
    moves = [moved(result, floors) for result in results]
    gone = sorted(floors.pages.keys() - {result.name for result in results})
    return Moves(
        (*(line for move in moves for line in move.fallen), *(f"{name} is gone" for name in gone)),
        tuple(line for move in moves for line in move.risen),
    )


def accepted(results: Sequence[Result], floors: Floors) -> Floors:
    """The floors raised to what is read now; of each the higher, so that no run of small steps lowers one."""
    pages = {result.name: _raised(result, floors.pages) for result in results}
    return Floors(mean=mean(results), pages=pages)


def _raised(result: Result, pages: Mapping[str, Floor]) -> Floor:
    before = pages.get(result.name, Floor()).f1
    score = result.score if before is None or result.score is None else max(before, result.score)
    return Floor(f1=score, known=sorted(result.wrong))
