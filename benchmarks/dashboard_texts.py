"""What the policies of a database of years say: three versions of each, and the latest to be searched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, insert

from benchmarks.library import Library
from core.model import Dates, Document, PageId, Stage
from core.search import grams, heading, of_source
from core.source import SourceId
from crawler.normalise import fold
from storage.compression import squeeze, squeeze_against
from storage.index import place_of, put
from storage.serialise import document_to_json
from storage.tables import SEARCH, VERSION

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
AT_ONCE = 2_000
TEXTS = 2_000
"""Texts that differ; more would only be made for longer. A rare word is as rare among them."""

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Text:
    """A text that some policies share, and what is stored of it.

    Args:
        heading, grams: by which it is found.
        stored: the document in each version, and the version that it is a difference to.
    """

    document: Document
    heading: str
    grams: frozenset[str]
    stored: Sequence[tuple[int | None, bytes]]


def shelve(connection: Connection, owners: Sequence[SourceId], seen: Sequence[datetime], library: Library) -> None:
    """Versions and entries of the search for pages 1 to n, as if committed."""
    texts = [_text(library.document(), at) for at in range(min(TEXTS, len(owners)))]
    for start in range(0, len(owners), AT_ONCE):
        some = range(start, min(len(owners), start + AT_ONCE))
        rows = [row for at in some for row in _versions(at + 1, seen[at], texts[at % len(texts)])]
        connection.execute(insert(VERSION), rows)
        connection.execute(insert(SEARCH), [_entry(at + 1, seen[at], texts[at % len(texts)]) for at in some])
        for at in some:
            grams = texts[at % len(texts)].grams | {of_source(owners[at])}
            put(connection, place_of(seen[at].date(), PageId(at + 1)), grams)


def later(seen: datetime, number: int, page: int) -> datetime:
    """When something happened for the nth time, and not yet to come."""
    at = seen + (number - 1) * 30 * A_DAY
    return at if at < NOW else NOW - timedelta(seconds=page, microseconds=number)


def _text(document: Document, number: int) -> Text:
    """The first version is without its end, the second without its beginning, and both later ones are differences."""
    dates = Dates(published=document.dates.published, effective=NOW.date() + A_DAY * (number % 900 - 600))
    said = replace(document, dates=dates, stage=Stage.DRAFT if number % 7 == 0 else Stage.IN_FORCE)
    blocks = said.blocks
    first, *others = (document_to_json(replace(said, blocks=some)) for some in (blocks[:-1], blocks[1:], blocks))
    stored: list[tuple[int | None, bytes]] = [(None, squeeze(first))]
    for whole in others:
        difference = squeeze_against(whole, first)
        stored.append((None, squeeze(whole)) if difference is None else (1, difference))
    folded = heading(said, None, fold)
    return Text(said, folded, grams(folded, "\n".join(block.folded for block in blocks)), stored)


def _entry(page: int, seen: datetime, text: Text) -> Row:
    return {"page_id": page, "number": 3, "day": seen.date(), "heading": text.heading}


def _versions(page: int, seen: datetime, text: Text) -> Iterator[Row]:
    for number, (base, document) in enumerate(text.stored, 1):
        yield {**_version(page, number, seen, text.document), "base": base, "document": document}


def _version(page: int, number: int, seen: datetime, document: Document) -> Row:
    return {
        "page_id": page,
        "number": number,
        "captured_at": later(seen, number, page),
        "title": document.title,
        "doc_number": document.doc_number,
        "stage": document.stage,
        "published": seen.date() - A_DAY * (page % 4),
        "exact": sha256(f"{page} {number}".encode()).hexdigest(),
        "near": "",
        "recipe": "r",
        "raw_digest": sha256(f"raw {page} {number}".encode()).hexdigest(),
        "chain": "c",
        "evidence": {},
    }
