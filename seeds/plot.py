"""What was planted in the specimen world, and what must be read from each of its pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter

from core.model import PageKind, Stage
from seeds.world import FOLDER, Host, Place, standing, variants_of

STRICT_KEYS = ConfigDict(extra="forbid")


class PlantedKind(StrEnum):
    """A real change; the values are those of `core.model.ChangeKind`."""

    NEW = "new"
    EDITED = "edited"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One real change: that, and nothing else, is to be told."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT_KEYS

    day: int
    kind: PlantedKind
    host: Host
    path: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """From `day` on a challenge page stands before a page: no change, whatever it looks like."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT_KEYS

    day: int
    host: Host
    path: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A page of the mirror host that says, folded, what a page of the official host says on day 1."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT_KEYS

    original: str
    copy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole plot.

    Args:
        days: the calendar date of each day; day 1 comes first.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT_KEYS

    days: tuple[date, ...]
    changes: tuple[Planted, ...]
    blocked: tuple[Obstacle, ...]
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """An attachment, or a row of a list page."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT_KEYS

    path: str
    name: str
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What must be read from a page.

    Of an article `title`, `published`, `doc_number`, `body`, `flags` and `attachments` are meant exactly:
    None or empty says that there is none. `agency`, `source_label`, `index_number` and `stage` are
    meant where they are given.

    Args:
        status: of the HTTP answer.
        body: the paragraphs, in the script published, annotations removed.
        noise_lines: must stand in no paragraph.
        documents: of a list page, every document it lists, from the top.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT_KEYS

    page_kind: PageKind
    status: int = 200
    title: str | None = None
    published: date | None = None
    agency: str | None = None
    source_label: str | None = None
    doc_number: str | None = None
    index_number: str | None = None
    stage: Stage | None = None
    body: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    attachments: tuple[Enclosed, ...] = ()
    noise_lines: tuple[str, ...] = ()
    documents: tuple[Enclosed, ...] = ()


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be read from a page on a day."""

    host: Host
    path: str
    day: int
    expected: Expected


@cache
def plan() -> Plan:
    """What is planted, from `plan.json`."""
    return TypeAdapter(Plan).validate_json((FOLDER / "plan.json").read_bytes())


def expectations() -> Iterator[Expectation]:
    """Every page on every day on which something is expected of it."""
    for (host, path), variants in _expected().items():
        for day in range(1, len(plan().days) + 1):
            expected = standing(variants, day)
            if expected is not None:
                yield Expectation(host, path, day, expected)


def expected(host: Host, path: str, day: int) -> Expected | None:
    """What must be read from one page on a day; None where nothing is expected."""
    return standing(_expected().get((host, path), {}), day)


@cache
def _expected() -> Mapping[Place, Mapping[int, Expected]]:
    """Every `*.expected.json`, by its place and the day from which it holds."""
    adapter = TypeAdapter(Expected)
    found: dict[Place, dict[int, Expected]] = {}
    for place, day, file in variants_of((".expected.json",)):
        found.setdefault(place, {})[day] = adapter.validate_json(file.read_bytes())
    return found
