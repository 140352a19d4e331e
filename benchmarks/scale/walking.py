"""Roads walked over several databases in turns: whatever else the machine does meanwhile slows all of them alike."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from sqlalchemy import create_engine, select, update

from benchmarks.scale.cpu import Meter
from benchmarks.scale.filling import NOW, address
from benchmarks.scale.roads import ROADS, Road, Walk, sample
from benchmarks.scale.size import Size
from benchmarks.scale.table import Column
from benchmarks.scale.verdicts import stored_sources
from core.model import PageId
from storage import open_store
from storage.kin import replace_bands
from storage.tables import DELIVERY, VERSION

PARTS = 20
"""In as many turns is a walk made: the shorter, the more alike are the moments in which databases are compared."""

_BACKLOG = (
    update(DELIVERY)
    .where(DELIVERY.c.claimable_at.is_not(None), DELIVERY.c.created_at < NOW)
    .values(state="owed", due_at=DELIVERY.c.created_at, claimable_at=DELIVERY.c.created_at, letter=None, attempts=0)
)


@dataclass(frozen=True, slots=True)
class Ground:
    """A filled database.

    Args:
        taken: bytes on disk.
        seed: of the sample.
    """

    name: str
    url: str
    size: Size
    taken: int = 0
    seed: int = 17


async def walked(grounds: Sequence[Ground], repeat: int, roads: Sequence[Road] = ROADS) -> list[Column]:
    """Two walks over each, the second over the same pages; `repeat` pages are looked at.

    Raises:
        StoreError: a database cannot be opened.
    """
    meter = Meter()
    async with AsyncExitStack() as stack:
        stack.callback(meter.stop)
        walks = []
        for ground in grounds:
            pages, sources = sample(ground.size, repeat, ground.seed)
            _prepare(ground.url, pages)
            store = open_store(ground.url)
            stack.push_async_callback(store.close)
            walk = Walk(store, pages, sources, stored_sources(ground.size), meter=meter)
            walks.append((walk, replace(walk, times={})))
        for road in roads:
            for again in (0, 1):
                for part in range(PARTS):
                    for both in walks:
                        await road(_part(both[again], part))
    return [
        Column(ground.name, ground.taken, first.times, warm.times)
        for ground, (first, warm) in zip(grounds, walks, strict=True)
    ]


def _part(walk: Walk, part: int) -> Walk:
    """A turn of a walk, which adds to its times."""
    return replace(walk, pages=walk.pages[part::PARTS], sources=walk.sources[part::PARTS], is_first=part == 0)


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
