"""Sizes filled, walked over twice, and put side by side."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import create_engine, select, update

from benchmarks.scale import postgres
from benchmarks.scale.filling import NOW, address, fill
from benchmarks.scale.partitions import LAYOUTS, laid_out
from benchmarks.scale.roads import ROADS, Road, Walk, changed, plan, sample, unchanged
from benchmarks.scale.size import NoRoom, Size, must_fit
from benchmarks.scale.table import Column, show
from benchmarks.scale.verdicts import stored_sources
from core.model import PageId
from storage import open_store
from storage.kin import replace_bands
from storage.tables import DELIVERY, VERSION

_BACKLOG = (
    update(DELIVERY)
    .where(DELIVERY.c.claimable_at.is_not(None), DELIVERY.c.created_at < NOW)
    .values(state="owed", due_at=DELIVERY.c.created_at, claimable_at=DELIVERY.c.created_at, letter=None, attempts=0)
)
ENGINES = ("postgresql", "sqlite")
SMALL = ("--pages", "20000", "--times", "10")
"""What `python -m benchmarks` asks for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked on the command line.

    Args:
        repeat: pages of the sample.
        gigabytes: of disk that may be used at most.
    """

    sizes: tuple[Size, ...]
    engines: tuple[str, ...]
    folder: Path
    keep: bool
    repeat: int
    gigabytes: int
    partitions: bool


def main(arguments: Sequence[str] = SMALL) -> int:
    """Print the tables; 2 where there is no room for what was asked."""
    with _asked(arguments) as asked:
        try:
            must_fit(max(asked.sizes, key=lambda size: size.pages), asked.folder, asked.gigabytes * 10**9)
        except NoRoom as fault:
            print(fault, file=sys.stderr)
            return 2
        for engine in asked.engines:
            (_on_postgres if engine == "postgresql" else _on_sqlite)(asked)
    return 0


def _on_postgres(asked: Asked) -> None:
    with postgres.server(asked.folder / "postgres", keep=asked.keep) as server:
        columns = []
        for size in asked.sizes:
            name = _name(size)
            url, is_filled = postgres.database(server, name)
            if not is_filled:
                print(f"{size}: filling PostgreSQL", flush=True)
                fill(url, size)
                postgres.mark_filled(server, name)
            columns.append(_column(url, size, asked.repeat, postgres.bytes_of(url)))
        show("PostgreSQL", columns)
        if asked.partitions:
            largest = asked.sizes[-1]
            url, _ = postgres.database(server, _name(largest))
            show("PostgreSQL, version in partitions", list(_partitioned(url, largest, asked.repeat)))


def _name(size: Size) -> str:
    return f"pages_{size.pages}"


def _partitioned(url: str, size: Size, repeat: int) -> Iterator[Column]:
    roads = (plan, unchanged, changed)
    yield _column(url, size, repeat, 0, roads)
    for layout in LAYOUTS:
        with laid_out(url, layout):
            yield replace(_column(url, size, repeat, 0, roads), name=layout.name)


def _on_sqlite(asked: Asked) -> None:
    columns = []
    for size in asked.sizes:
        file = asked.folder / f"{_name(size)}.db"
        if not file.exists():
            print(f"{size}: filling SQLite", flush=True)
            made = file.with_suffix(".part")
            made.unlink(missing_ok=True)
            open_store(f"sqlite:///{made}").let_go()
            fill(f"sqlite:///{made}", size)
            made.rename(file)
        columns.append(_column(f"sqlite:///{file}", size, asked.repeat, file.stat().st_size))
    show("SQLite", columns)


def _column(url: str, size: Size, repeat: int, taken: int, roads: Sequence[Road] = ROADS) -> Column:
    first, second = asyncio.run(_walked(url, size, repeat, roads))
    return Column(f"{size.pages:,}", taken, first, second)


async def _walked(
    url: str, size: Size, repeat: int, roads: Sequence[Road]
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Seconds of each step at the first walk, which finds little in memory, and at the second."""
    pages, sources = sample(size, repeat)
    _prepare(url, pages)
    store = open_store(url)
    registered = stored_sources(size)
    walks = Walk(store, pages, sources, registered), Walk(store, pages, sources, registered)
    try:
        for road in roads:
            for walk in walks:
                await road(walk)
    finally:
        await store.close()
    return walks[0].times, walks[1].times


def _prepare(url: str, pages: Sequence[PageId]) -> None:
    """Give the sample, and those who repeat it, the bands of its signatures, which no SQL can reckon; owe what was."""
    engine = create_engine(address(url))
    with engine.begin() as connection:
        for page_id in pages:
            near = connection.scalar(select(VERSION.c.near).where(VERSION.c.page_id == page_id, VERSION.c.number == 1))
            for kin in range(4):
                replace_bands(connection, PageId(page_id + kin), near or "")
        connection.execute(_BACKLOG)
    engine.dispose()


@contextmanager
def _asked(arguments: Sequence[str]) -> Iterator[Asked]:
    """What the arguments say; the folder is gone afterwards unless it was named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000, help="of the smallest size")
    parser.add_argument("--times", type=int, nargs="*", default=[10], help="further sizes, as multiples of it")
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=ENGINES)
    parser.add_argument("--place", type=Path, help="keep the databases in this folder, and fill none twice")
    parser.add_argument("--repeat", type=int, default=200, help="pages that are looked at")
    parser.add_argument("--gigabytes", type=int, default=35, help="of disk to be used at most")
    parser.add_argument("--partitions", action="store_true", help="the largest size again, its versions in partitions")
    said = parser.parse_args(arguments)
    sizes = tuple(Size(said.pages * times) for times in (1, *said.times))
    with (
        tempfile.TemporaryDirectory(prefix="policywatch-scale-") if said.place is None else nullcontext(said.place) as f
    ):
        folder = Path(f)
        folder.mkdir(parents=True, exist_ok=True)
        yield Asked(
            sizes=sizes,
            engines=tuple(said.engine),
            folder=folder,
            keep=said.place is not None,
            repeat=said.repeat,
            gigabytes=said.gigabytes,
            partitions=said.partitions,
        )
