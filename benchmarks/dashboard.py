"""Every page of the dashboard over 100,000 policies with 300,000 versions: how long a reader waits.

`python -m benchmarks.dashboard [--policies N] [--requests N] [--only TEXT] [--folder F] [--postgresql]`: a real server
on loopback over an SQLite file, in this process; one reader, who asks for one page after another. The time is that
between question and whole answer, as it passes; beside it stands the CPU that the process took, which others' work on
the machine does not lengthen.
"""

import argparse
import asyncio
import http.client
import logging
import pickle
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import structlog

from benchmarks.dashboard_pages import Asked, pages
from benchmarks.dashboard_rows import CHANNELS, RULES, fill, source_names
from benchmarks.dashboard_texts import NOW
from benchmarks.library import Library
from core.source import Channel, ChannelType, Configuration, Match, Recipe, Rule, Source, SourceId, Words
from policywatch.dashboard import Place, desk_over, served
from storage import SqlStore, open_store
from storage.engine import engines
from web.access.lock import Lock

POLICIES, REQUESTS = 100_000, 30
SEED = 7
GOAL_MS, SEARCH_GOAL_MS = 50.0, 100.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What a page took.

    Args:
        statuses: with which it was answered.
        passed, cpu: seconds of each request: by the clock, and of CPU of the server.
    """

    asked: Asked
    statuses: frozenset[int]
    passed: Sequence[float]
    cpu: Sequence[float]

    @property
    def goal_ms(self) -> float:
        """Below which the median is to stay."""
        return SEARCH_GOAL_MS if self.asked.is_search else GOAL_MS

    @property
    def is_slow(self) -> bool:
        """Whether it does not."""
        return median(self.passed) * 1000 >= self.goal_ms

    def __str__(self) -> str:
        spans = "".join(f"{_ms(one):>10}" for times in (self.passed, self.cpu) for one in _spread(times))
        return f"{self.asked.name:58}{spans}{'  over' if self.is_slow else ''}"


def main(said: Sequence[str] | None = ()) -> None:
    """Print the figures; `said` is the command line, None that of the process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dashboard")
    parser.add_argument("--policies", type=int, default=POLICIES)
    parser.add_argument("--requests", type=int, default=REQUESTS, help="of each page")
    parser.add_argument("--only", default="", help="ask for the pages alone whose name holds this")
    parser.add_argument("--folder", type=Path, help="where the database is kept for another time, filled with so many")
    parser.add_argument("--postgresql", action="store_true", help="ask a server of its own instead of an SQLite file")
    wanted = parser.parse_args(said)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as passing, _server(is_wanted=wanted.postgresql) as url:
        folder = wanted.folder or Path(passing)
        measured = walked(folder, wanted.policies, wanted.requests, only=wanted.only, url=url)
    print(_verdict(measured))


@contextmanager
def _server(*, is_wanted: bool) -> Iterator[str | None]:
    """The URL of an empty database of PostgreSQL."""
    if not is_wanted:
        yield None
        return
    from tests.contract.postgres import new_database

    with new_database() as url:
        yield url


def walked(folder: Path, policies: int, requests: int, *, only: str = "", url: str | None = None) -> list[Measured]:
    """Fill a database, unless there is one in the folder, and ask for every page; prints as it goes.

    Args:
        requests: how many of each page.
        only: what the names of the pages hold.
        url: of an empty database; None is a file in the folder.
    """
    url = url or f"sqlite:///{folder / 'watch.db'}"
    store = open_store(url)
    library = _filled(url, policies, folder / "library.pickle")
    print(f"{'':58}{'median':>10}{'95 %':>10}{'CPU':>10}{'95 %':>10}")
    wanted = [asked for asked in pages(policies, library, requests) if only in asked.name]
    try:
        return asyncio.run(_asked(store, wanted, requests))
    finally:
        store.let_go()


def _filled(url: str, policies: int, kept: Path) -> Library:
    """What the texts of the database were taken from; fills it, unless that was kept beside it."""
    if kept.exists():
        library: Library = pickle.loads(kept.read_bytes())
        return library
    library, start = Library(SEED), time.perf_counter()
    opened = engines(url)
    with opened.writes.begin() as connection:
        fill(connection, policies, library)
    if opened.reads.dialect.name == "postgresql":
        with opened.statements.connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")  # as the server does by itself, somewhat later
    opened.reads.dispose()
    kept.write_bytes(pickle.dumps(library))
    print(f"{policies} policies, {3 * policies} versions: filled in {time.perf_counter() - start:.0f} s")
    return library


async def _asked(store: SqlStore, wanted: Sequence[Asked], requests: int) -> list[Measured]:
    configuration = a_configuration()
    desk = desk_over(store, lambda: configuration, Lock(secret=b"0" * 32), lambda: NOW, environ={})
    await store.beat("engine", NOW)
    async with served(desk, Place(port=0)) as address:
        return await asyncio.to_thread(_read, urlsplit(address).netloc, wanted, requests)


def a_configuration() -> Configuration:
    """What the rows of the database belong to."""
    match = Match(words=Words(any=("补助", "细胞治疗")))
    return Configuration(
        sources=tuple(_source(name, at) for at, name in enumerate(source_names())),
        channels=tuple(Channel(name=name, type=ChannelType.CONSOLE) for name in (*CHANNELS, "seldom")),
        rules=tuple(Rule(name=name, send_to=(CHANNELS[0],), match=match) for name in RULES),
    )


def _source(name: SourceId, at: int) -> Source:
    tags = ("health",) if at % 4 == 0 else ()
    return Source(
        id=name, name=f"来源 {name}", url=f"https://{name}.example.gov.cn/", tags=tags, recipe=Recipe(reading_version=1)
    )


def _read(place: str, wanted: Sequence[Asked], requests: int) -> list[Measured]:
    """Ask for every page, the first time in vain: what a server makes once is not what its readers wait for."""
    reader = http.client.HTTPConnection(place)
    found = []
    for asked in wanted:
        _got(reader, asked.paths[0])
        each = list(_each(reader, islice(cycle(asked.paths), requests)))
        statuses, passed, cpu = zip(*each, strict=True)
        found.append(Measured(asked, frozenset(statuses), passed, cpu))
        print(found[-1], flush=True)
    reader.close()
    return found


def _each(reader: http.client.HTTPConnection, paths: Iterator[str]) -> Iterator[tuple[int, float, float]]:
    for path in paths:
        start, ran = time.perf_counter(), time.process_time() - time.thread_time()
        status = _got(reader, path)
        yield status, time.perf_counter() - start, time.process_time() - time.thread_time() - ran


def _got(reader: http.client.HTTPConnection, path: str) -> int:
    reader.request("GET", path)
    answer = reader.getresponse()
    answer.read()
    return answer.status


def _verdict(measured: Sequence[Measured]) -> str:
    slow = [one for one in measured if one.is_slow]
    odd = [one.asked.name for one in measured if one.statuses != {200}]
    goals = f"{GOAL_MS:g} ms, {SEARCH_GOAL_MS:g} ms where text is searched"
    said = f"{len(measured)} pages, {len(measured) - len(slow)} with a median below the goal of {goals}"
    over = "; over it: " + ", ".join(f"{one.asked.name} ({_ms(median(one.passed))})" for one in slow) if slow else ""
    return said + over + (f"; not answered with 200: {', '.join(odd)}" if odd else "")


def _spread(times: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main(None)
