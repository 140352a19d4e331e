"""Sizes filled, walked over twice, and put side by side."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scale import postgres
from benchmarks.scale.filling import fill
from benchmarks.scale.partitions import LAYOUTS, Layout, laid_out
from benchmarks.scale.roads import changed, plan, unchanged
from benchmarks.scale.size import NoRoom, Size, must_fit
from benchmarks.scale.table import Column, show
from benchmarks.scale.walking import Ground, walked
from storage import open_store

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
        grounds = [_filled_postgres(server, size) for size in asked.sizes]
        show("PostgreSQL", asyncio.run(walked(grounds, asked.repeat)))
        for layout in LAYOUTS if asked.partitions else ():
            show(f"PostgreSQL, version {layout.name}", _partitioned(grounds[-1], layout, asked.repeat))


def _filled_postgres(server: str, size: Size) -> Ground:
    name = f"pages_{size.pages}"
    url, is_filled = postgres.database(server, name)
    if not is_filled:
        print(f"{size}: filling PostgreSQL", flush=True)
        fill(url, size)
        postgres.mark_filled(server, name)
    return Ground(f"{size.pages:,}", url, size, postgres.bytes_of(url))


def _partitioned(whole: Ground, layout: Layout, repeat: int) -> list[Column]:
    """As it is, and with its versions laid out so, side by side."""
    with laid_out(whole.url, layout) as url:
        # Pages of its own: a version that is added here is not in the other table.
        parted = Ground(layout.name, url, whole.size, seed=whole.seed + 1)
        return asyncio.run(walked([whole, parted], repeat, (plan, unchanged, changed)))


def _on_sqlite(asked: Asked) -> None:
    grounds = [_filled_sqlite(asked.folder, size) for size in asked.sizes]
    show("SQLite", asyncio.run(walked(grounds, asked.repeat)))


def _filled_sqlite(folder: Path, size: Size) -> Ground:
    file = folder / f"pages_{size.pages}.db"
    if not file.exists():
        print(f"{size}: filling SQLite", flush=True)
        made = file.with_suffix(".part")
        made.unlink(missing_ok=True)
        open_store(f"sqlite:///{made}").let_go()
        fill(f"sqlite:///{made}", size)
        made.rename(file)
    return Ground(f"{size.pages:,}", f"sqlite:///{file}", size, file.stat().st_size)


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
