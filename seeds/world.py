"""The pages of the specimen world as they stand on each of its days."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

FOLDER = Path(__file__).parent

VARIANT = re.compile(r"(?P<stem>.+?)(?:\.day(?P<day>[1-9]))?(?P<suffix>\.expected\.json|\.html|\.txt)")
"""`post_1.html` stands from day 1 on, `post_1.day2.html` in its place from day 2 on."""


class Host(StrEnum):
    """Which of the two host names is asked: who publishes, or who copies."""

    OFFICIAL = "official"
    MIRROR = "mirror"


Place = tuple[Host, str]
"""A host and a path on it."""


def page(host: Host, path: str, day: int) -> str | None:
    """What stands at an address on a day, noise not yet filled in; None where nothing stands."""
    address = path + "index.html" if path.endswith("/") else path
    return standing(_pages().get((host, address), {}), day)


def stand_in(host: Host, name: str) -> str:
    """What a host shows instead of a page: `missing` or `challenge`."""
    return (FOLDER / host / f"_{name}.html").read_text("utf-8")


def standing(variants: Mapping[int, T], day: int) -> T | None:
    """The variant of the latest day that has come; None before the first."""
    come = [first for first in variants if first <= day]
    return variants[max(come)] if come else None


def variants_of(suffixes: tuple[str, ...]) -> Iterator[tuple[Place, int, Path]]:
    """Every file of the world with one of the suffixes: the page it belongs to, the day it comes, the file."""
    for host in Host:
        for file in sorted((FOLDER / host).rglob("[!_]*.*")):
            parts = VARIANT.fullmatch(file.relative_to(FOLDER / host).as_posix())
            if parts and parts["suffix"] in suffixes:
                ending = parts["suffix"].replace(".expected.json", ".html")
                yield (host, f"/{parts['stem']}{ending}"), int(parts["day"] or 1), file


@cache
def _pages() -> Mapping[Place, Mapping[int, str]]:
    """Every page by its place and the day on which it comes."""
    pages: dict[Place, dict[int, str]] = {}
    for place, day, file in variants_of((".html", ".txt")):
        pages.setdefault(place, {})[day] = file.read_text("utf-8")
    return pages
