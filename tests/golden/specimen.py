"""Specimens: pages written for one trap each, and what must be read from them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from crawler import extract_page
from tests.golden.score import f1

PAGES = Path(__file__).parent / "pages"

_PLAIN = ("page_kind", "title", "date", "agency", "source_label", "doc_number", "index_number", "stage", "charset")


class File(BaseModel):
    """An attachment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    url: str


class Meant(BaseModel):
    """What must be read; what a specimen says nothing of is not asked.

    Args:
        about: the trap, in a sentence.
        body: every paragraph, exactly but for the width of white space; a row of a table has its cells joined by ` | `.
        body_contains: where exactness is not the point.
        optional: paragraphs that may stand in the body or not.
        noise: nothing of this may stand in the body.
        flags: all of these are raised.
        flags_lack: none of these is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    url: str
    page_kind: str
    title: str | None = None
    date: str | None = None
    dates: dict[str, str | None] = {}
    agency: str | None = None
    source_label: str | None = None
    doc_number: str | None = None
    index_number: str | None = None
    stage: str | None = None
    charset: str | None = None
    flags: list[str] = []
    flags_lack: list[str] = []
    body: list[str] | None = None
    body_contains: list[str] = []
    optional: list[str] = []
    noise: list[str] = []
    attachments: list[File] | None = None


class Read(BaseModel):
    """What `extract_page` says, as far as it is compared."""

    page_kind: str
    title: str | None
    date: str | None
    dates: dict[str, str | None]
    agency: str | None
    source_label: str | None
    doc_number: str | None
    index_number: str | None
    stage: str | None
    charset: str
    flags: list[str]
    body: str
    attachments: list[File]


@dataclass(frozen=True, slots=True)
class Miss:
    """A field that is not as meant."""

    field: str
    meant: object
    got: object

    def __str__(self) -> str:
        return f"{self.field}: meant {self.meant!r:.300}, got {self.got!r:.300}"


@dataclass(frozen=True, slots=True)
class Result:
    """One specimen, read. `score` is the F1 of the body, None where the specimen does not give all of it."""

    name: str
    score: float | None
    asked: tuple[str, ...]
    missed: tuple[Miss, ...]

    @property
    def wrong(self) -> tuple[str, ...]:
        """The fields that are not as meant."""
        return tuple(miss.field for miss in self.missed)


def specimens() -> list[str]:
    """Their names, in order."""
    return sorted(path.stem for path in PAGES.glob("*.html"))


def page(name: str) -> bytes:
    """The bytes of a specimen."""
    return (PAGES / f"{name}.html").read_bytes()


@cache
def meant(name: str) -> Meant:
    """What must be read from a specimen."""
    return Meant.model_validate_json((PAGES / f"{name}.expected.json").read_bytes())


@cache
def examine(name: str) -> Result:
    """Read a specimen and compare it field by field."""
    wanted = meant(name)
    seen = TypeAdapter(Read).validate_python(extract_page(page(name), wanted.url))
    pairs = _pairs(wanted, seen)
    missed = tuple(Miss(field, left, right) for field, (left, right) in pairs.items() if left != right)
    score = None
    if wanted.body is not None:
        score = round(f1(_lines(seen.body, wanted.optional), _without(wanted.body, wanted.optional)), 4)
    return Result(name, score, tuple(pairs), missed)


def _pairs(wanted: Meant, seen: Read) -> Mapping[str, tuple[object, object]]:
    """Field -> (meant, got), for every field the specimen speaks of; a field set to null must not be found."""
    told = wanted.model_fields_set
    pairs: dict[str, tuple[object, object]] = {
        field: (getattr(wanted, field), getattr(seen, field)) for field in _PLAIN if field in told
    }
    pairs |= {f"dates.{key}": (value, seen.dates.get(key)) for key, value in wanted.dates.items()}
    if wanted.body is not None:
        pairs["body"] = _differing(_without(wanted.body, wanted.optional), _lines(seen.body, wanted.optional))
    if wanted.body_contains:
        pairs["body_contains"] = ([], [text for text in wanted.body_contains if text not in seen.body])
    if wanted.noise:
        pairs["noise"] = ([], [text for text in wanted.noise if text in seen.body])
    if wanted.flags or wanted.flags_lack:
        raised = sorted(set(seen.flags) & {*wanted.flags, *wanted.flags_lack})
        pairs["flags"] = (sorted(wanted.flags), raised)
    if wanted.attachments is not None:
        pairs["attachments"] = (_files(wanted.attachments), _files(seen.attachments))
    return pairs


def _differing(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """What only one of two texts holds; all of both where they differ in order alone."""
    only = list((Counter(left) - Counter(right)).elements()), list((Counter(right) - Counter(left)).elements())
    return only if any(only) or left == right else (left, right)


def _lines(body: str, optional: list[str]) -> list[str]:
    return _without(body.split("\n") if body else [], optional)


def _without(lines: list[str], optional: list[str]) -> list[str]:
    return [" ".join(line.split()) for line in lines if line not in optional]


def _files(files: list[File]) -> list[tuple[str, str]]:
    return [(file.name, file.url) for file in files]
