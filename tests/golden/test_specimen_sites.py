"""Every page of the specimen sites is read as its author meant it, whatever the noise."""

from dataclasses import dataclass

import pytest
from pydantic import TypeAdapter

from core.model import PageKind
from crawler import extract_page
from seeds import Ask, Copy, Expectation, Host, answer, expectations, expected, plan

BASES = {Host.OFFICIAL: "http://localhost:8080", Host.MIRROR: "http://127.0.0.1:8080"}

# A page is compared once for every state it is in; what noise does to it is asked of every day further down.
EVERYTHING = [item for item in expectations() if expected(item.host, item.path, item.day - 1) != item.expected]
ARTICLES = [item for item in EVERYTHING if item.expected.page_kind is PageKind.ARTICLE]


@dataclass(frozen=True)
class Attached:
    """An attachment as `extract --json` tells it."""

    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Read:
    """What `extract --json` says of a page, as far as it is compared here."""

    page_kind: str
    title: str | None
    date: str | None
    agency: str | None
    source_label: str | None
    doc_number: str | None
    index_number: str | None
    stage: str | None
    body: str
    folded: str
    content_hash: str
    attachments: list[Attached]
    flags: list[str]


def name(item: Expectation) -> str:
    return f"{item.host}{item.path}@{item.day}"


def read(host: Host, path: str, day: int, visit: int = 1) -> Read:
    """One visit, rendered and read."""
    body = answer(Ask(host=host, path=path, day=day, visit=visit)).body
    return TypeAdapter(Read).validate_python(extract_page(body, BASES[host] + path))


@pytest.mark.parametrize("item", EVERYTHING, ids=name)
def test_the_kind_of_every_page_is_recognised(item: Expectation) -> None:
    assert read(item.host, item.path, item.day).page_kind == item.expected.page_kind


@pytest.mark.parametrize("item", ARTICLES, ids=name)
def test_title_date_and_number_are_those_of_the_document(item: Expectation) -> None:
    seen, meant = read(item.host, item.path, item.day), item.expected
    assert (seen.title, seen.date, seen.doc_number) == (meant.title, str(meant.published), meant.doc_number)


@pytest.mark.parametrize("item", ARTICLES, ids=name)
def test_the_body_is_the_paragraphs_and_nothing_but_the_paragraphs(item: Expectation) -> None:
    assert read(item.host, item.path, item.day).body.split("\n") == list(item.expected.body)


@pytest.mark.parametrize("item", ARTICLES, ids=name)
def test_no_noise_comes_into_the_body(item: Expectation) -> None:
    body = read(item.host, item.path, item.day).body
    assert [line for line in item.expected.noise_lines if line in body] == []


@pytest.mark.parametrize("item", ARTICLES, ids=name)
def test_agency_source_index_and_stage_are_read_where_the_page_tells_them(item: Expectation) -> None:
    seen, meant = read(item.host, item.path, item.day), item.expected
    for field in ("agency", "source_label", "index_number", "stage"):
        if getattr(meant, field) is not None:
            assert (field, getattr(seen, field)) == (field, getattr(meant, field))


@pytest.mark.parametrize("item", ARTICLES, ids=name)
def test_attachments_and_flags_are_those_of_the_page(item: Expectation) -> None:
    seen, meant = read(item.host, item.path, item.day), item.expected
    there = [(file.name, file.url) for file in seen.attachments]
    assert there == [(file.name, BASES[item.host] + file.path) for file in meant.attachments]
    assert set(seen.flags) == set(meant.flags)


@pytest.mark.parametrize("item", ARTICLES, ids=name)
def test_noise_never_moves_the_hash(item: Expectation) -> None:
    days = [day for day in (1, 2, 3) if expected(item.host, item.path, day) == item.expected]
    hashes = {read(item.host, item.path, day, visit).content_hash for day in days for visit in (1, 2)}
    assert len(hashes) == 1


@pytest.mark.parametrize("copy", plan().copies, ids=lambda copy: copy.copy)
def test_a_copy_folds_to_the_words_of_its_original(copy: Copy) -> None:
    mirrored, original = read(Host.MIRROR, copy.copy, 1), read(Host.OFFICIAL, copy.original, 1)
    assert mirrored.folded == original.folded
    assert mirrored.content_hash == original.content_hash


def test_exactly_the_planted_change_moves_a_hash() -> None:
    places = {(item.host, item.path) for item in ARTICLES if item.day == 1}
    moved = [
        path
        for host, path in sorted(places)
        for was, now in [(read(host, path, 1), read(host, path, 2, visit=2))]
        if was.content_hash != now.content_hash
    ]
    assert moved == [change.path for change in plan().changes if change.kind == "edited"]
