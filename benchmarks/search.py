"""Full text over 100,000 policies with 300,000 versions: size, cost of a commit, time of a query of each kind.

`python -m benchmarks.search`, in CPU of the process, which does all the work and shares the machine; with
`--postgresql` in a server of its own instead of an SQLite file, in time as it passes. A number is that of policies.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import fmean, median

from sqlalchemy import Connection, insert, text

from benchmarks.library import COMMON, Library
from core.model import Document, Finding, Page, PageId, Presence, Verdict, Version
from core.search import heading, read_query
from core.source import Source, SourceId
from crawler.normalise import fold
from storage import SqlStore
from storage.addresses import url_digest
from storage.compression import squeeze, squeeze_against
from storage.engine import Engines, engines
from storage.search import be_found
from storage.serialise import document_to_json
from storage.tables import PAGE, VERSION
from tests.fakes.nouns import NOW, RECIPE, fingerprint

PAGES = 100_000
SEED = 7
SOURCES = [SourceId(f"s{number}") for number in range(200)]
FIRST, LAST = 1_000, 10_000_000
TOGETHER = 2_000
COMMITS = 300
EACH = 20
LATE = date(2025, 6, 1)
GOAL_MS = 100.0


_POSTGRESQL = "--postgresql" in sys.argv
_clock = time.perf_counter if _POSTGRESQL else time.process_time


def main() -> None:
    """Print the figures."""
    pages = next((int(one) for one in sys.argv[1:] if one.isdecimal()), PAGES)
    with _database() as url:
        library = Library(SEED)
        start = time.perf_counter()
        store = SqlStore(url)
        asyncio.run(store.register([_source(one) for one in SOURCES], NOW))
        plain = _fill(url, library, pages)
        filled, index = time.perf_counter() - start, _index_size(url) / pages / 1000
        print(
            f"{pages} policies, {3 * pages} versions, {library.characters / pages:.0f} characters each: {filled:.0f} s"
        )
        print(
            f"a document takes {index:.1f} KB of the index, and {plain / pages / 1000:.1f} KB as a version of its own"
        )
        asyncio.run(_ask(store, library))
        asyncio.run(_commits(store, url, library))
        store.let_go()


@contextmanager
def _database() -> Iterator[str]:
    if _POSTGRESQL:
        from tests.contract.postgres import new_database

        with new_database() as url:
            yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'bench.db'}"


def _source(source_id: SourceId) -> Source:
    return Source(id=source_id, name=source_id, url=f"https://{source_id}.example.cn/", recipe=RECIPE)


def _fill(url: str, library: Library, pages: int) -> int:
    """Three versions a page, the last one searched, as if committed; returns the bytes of the newest documents."""
    opened = engines(url)
    size = 0
    for start in range(0, pages, TOGETHER):
        made = {PageId(at): library.document() for at in range(FIRST + start, FIRST + min(pages, start + TOGETHER))}
        with opened.writes.begin() as connection:
            size += _shelve(connection, made)
            for page_id, document in made.items():
                be_found(connection, _page(page_id), _version(3, document), heading(document, None, fold))
    with opened.writes.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT setval('page_id_seq', {LAST})"))
    opened.reads.dispose()
    return size


def _shelve(connection: Connection, made: Mapping[PageId, Document]) -> int:
    pages, rows, size = [], [], 0
    for page_id, document in made.items():
        version = _version(3, document)
        first = document_to_json(replace(document, blocks=document.blocks[:-1]))
        whole, latest = squeeze(first), document_to_json(document)
        difference = squeeze_against(latest, first)
        base, later = (None, squeeze(latest)) if difference is None else (1, difference)
        pages.append(_page_row(_page(page_id), version))
        rows.append(_row(page_id, replace(version, number=1), None, whole))
        rows += [_row(page_id, replace(version, number=number), base, later) for number in (2, 3)]
        size += len(whole)
    connection.execute(insert(PAGE), pages)
    connection.execute(insert(VERSION), rows)
    return size


def _page(page_id: PageId) -> Page:
    source_id = SOURCES[page_id % len(SOURCES)]
    url = f"https://{source_id}.example.cn/content/post_{page_id}.html"
    return Page(id=page_id, source_id=source_id, url=url, first_seen_at=NOW, next_check_at=NOW)


def _version(number: int, document: Document) -> Version:
    digests = fingerprint(document)
    digest = digests.exact
    return Version(
        number=number, captured_at=NOW, document=document, fingerprint=digests, raw_digest=digest, chain=digest
    )


def _page_row(page: Page, version: Version) -> dict[str, object]:
    return {
        "id": page.id,
        "source_id": page.source_id,
        "url": page.url,
        "url_digest": url_digest(page.url),
        "first_seen_at": NOW,
        "next_check_at": NOW + timedelta(days=1),
        "announce": True,
        "failures": 0,
        "presence": Presence.PRESENT.value,
        "gone_sightings": 0,
        "changes": 3,
        "revision": 3,
        "latest_number": version.number,
        "latest_exact": version.fingerprint.exact,
    }


def _row(page_id: PageId, version: Version, base: int | None, document: bytes) -> dict[str, object]:
    return {
        "page_id": page_id,
        "number": version.number,
        "captured_at": NOW,
        "title": version.document.title,
        "doc_number": version.document.doc_number,
        "published": version.document.dates.published,
        "exact": version.fingerprint.exact,
        "near": version.fingerprint.near,
        "recipe": version.fingerprint.recipe,
        "raw_digest": version.raw_digest,
        "chain": version.chain,
        "evidence": {},
        "base": base,
        "document": document,
    }


def _index_size(url: str) -> int:
    opened = engines(url)
    with opened.reads.begin() as connection:
        if connection.dialect.name == "postgresql":
            size = connection.scalar(text("SELECT pg_total_relation_size('search_index')"))
        else:
            size = connection.scalar(text("SELECT sum(length(block)) FROM search_index_data"))
    opened.reads.dispose()
    return int(size or 0)


async def _commits(store: SqlStore, url: str, library: Library) -> None:
    """Whole commits of first texts, and what finding takes of such a commit and of that of an edit."""
    listing = await store.listing(SOURCES[0])
    new = [replace(_page(PageId(LAST + at)), id=PageId(0), source_id=SOURCES[0]) for at in range(COMMITS)]
    ids = await store.commit_finding(listing, Finding(listing=listing, pages=tuple(new)))
    whole, first, edit = [], [], []
    for page_id in ids:
        page, version = await store.page(page_id), _version(1, library.document())
        said = heading(version.document, None, fold)
        after = replace(page, latest=version, presence=Presence.PRESENT)
        start = _clock()
        await store.commit(page, Verdict(page=after, version=version, raw=None, heading=said))
        whole.append(_clock() - start)
    opened = engines(url)
    for number in range(COMMITS):
        page, document = _page(PageId(LAST + 1_000 + number)), library.document()
        with opened.writes.begin() as connection:
            _shelve(connection, {page.id: document})
        first.append(_found(opened, page, _version(3, document)))
        edited = replace(document, blocks=(*document.blocks, document.blocks[1]))
        version = _version(4, edited)
        with opened.writes.begin() as connection:
            connection.execute(insert(VERSION), _row(page.id, version, None, squeeze(document_to_json(edited))))
        edit.append(_found(opened, page, version))
    opened.reads.dispose()
    print(f"a commit of a first text: {_ms(fmean(whole))} mean, {_ms(median(whole))} median")
    print(f"a transaction that indexes nothing else: first text {_ms(fmean(first))}, edit {_ms(fmean(edit))} mean")


def _found(opened: Engines, page: Page, version: Version) -> float:
    said = heading(version.document, None, fold)
    start = _clock()
    with opened.writes.begin() as connection:
        be_found(connection, page, version, said)
    return _clock() - start


async def _ask(store: SqlStore, library: Library) -> None:
    """Times of the first page of hits by kind of query."""
    print(f"{'first 20 hits of':34}{'median':>10}{'95 %':>10}{'most':>10}{'hits':>7}")
    all_times: list[float] = []
    for kind, texts in library.queries(EACH):
        times, hits = [], 0
        for text_asked in texts:
            start = _clock()
            found = await store.search(read_query(text_asked, fold))
            times.append(_clock() - start)
            hits += len(found.hits)
        all_times += times
        print(f"{kind:34}{_spread(times)}{hits / len(texts):7.1f}")
    for kind, narrow in (("in one source", {"source_id": SOURCES[3]}), ("of the last year", {"since": LATE})):
        times = []
        for word in COMMON * 2:
            start = _clock()
            await store.search(read_query(word, fold), **narrow)
            times.append(_clock() - start)
        all_times += times
        print(f"{'common word ' + kind:34}{_spread(times)}")
    verdict = "" if max(all_times) * 1000 < GOAL_MS else f"  over the goal of {GOAL_MS:g} ms"
    print(f"{f'{len(all_times)} queries':34}{_spread(all_times)}{verdict}")


def _spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return "".join(f"{_ms(one):>10}" for one in (median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1]))


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main()
