"""What pages of the dashboard ask of a database of years, timed; `python -m benchmarks.dashboard --policies 100000`."""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from benchmarks.dashboard_rows import NOW, RARE, fill, policy_named
from core.model import ChangeFilter, DeadlineFilter, PageId, ParcelFilter
from core.model.parcel import FAILED, SENT, WAITING
from storage import SqlStore, open_store
from storage.engine import engines
from storage.schema import prepare

ROUNDS = 9
WEEK = timedelta(weeks=1)
Ask = Callable[[], Awaitable[object]]


def main() -> None:
    """Fill an SQLite file, unless one is named that is there, and time every question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--policies", type=int, default=100_000)
    parser.add_argument("--sources", type=int, default=200)
    parser.add_argument("--file", type=Path, help="kept, and taken as it is where it is there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = chosen.file or Path(folder) / "dashboard.db"
        if not file.exists():
            _fill(file, chosen.policies, chosen.sources)
        asyncio.run(_time(file))


def _fill(file: Path, policies: int, sources: int) -> None:
    began = time.perf_counter()
    opened = engines(f"sqlite:///{file}")
    prepare(opened)
    with opened.writes.begin() as connection:
        fill(connection, policies, sources)
    opened.reads.dispose()
    print(f"filled in {time.perf_counter() - began:.0f} s: {file.stat().st_size / 1e6:.0f} MB")


async def _time(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    try:
        for name, ask in _questions(store).items():
            times = [await _took(ask) for _ in range(ROUNDS)]
            print(f"{name:34} median {median(times) * 1000:8.1f} ms, best {min(times) * 1000:8.1f} ms")
    finally:
        await store.close()


async def _took(ask: Ask) -> float:
    began = time.perf_counter()
    await ask()
    return time.perf_counter() - began


def _questions(store: SqlStore) -> Mapping[str, Ask]:
    policy, page = policy_named(501), PageId(501)
    month = DeadlineFilter(since=date(2026, 3, 1), until=date(2026, 4, 1))
    ever = DeadlineFilter(since=date.min, policy_id=policy)
    starts = [NOW - nth * WEEK for nth in range(12, -1, -1)]
    half = [NOW - nth * WEEK for nth in range(26, -1, -1)]
    quarter = NOW - timedelta(days=90)
    return {
        "policy: dossier": lambda: store.dossier(policy),
        "policy: relatives": lambda: store.relatives(policy),
        "policy: days": lambda: store.deadlines(ever),
        "policy: changes": lambda: store.changes_page(ChangeFilter(policy_id=policy), limit=21),
        "page": lambda: store.leaf(page),
        "compare: a version": lambda: store.version(page, 2),
        "sources: listings": store.listings,
        "sources: tallies": store.tallies,
        "sources: rhythm": lambda: store.rhythm(starts),
        "source: rhythm": lambda: store.rhythm(half, [RARE]),
        "source: turns": lambda: store.turns([RARE]),
        "source: noticed": lambda: store.noticed(quarter, 1_000, RARE),
        "source: changes": lambda: store.changes_page(ChangeFilter(sources=(RARE,)), limit=10),
        "deliveries": lambda: store.parcels(limit=51),
        "deliveries: waiting": lambda: store.parcels(ParcelFilter(rank=WAITING), limit=51),
        "deliveries: sent": lambda: store.parcels(ParcelFilter(rank=SENT), limit=51),
        "deliveries: sent, rare channel": lambda: store.parcels(ParcelFilter(rank=SENT, channel="seldom"), limit=51),
        "deliveries: sent, rare rule": lambda: store.parcels(ParcelFilter(rank=SENT, rule="rare"), limit=51),
        "deliveries: failed, rare rule": lambda: store.parcels(ParcelFilter(rank=FAILED, rule="rare"), limit=51),
        "calendar: a month": lambda: store.deadlines(month, limit=501),
        "calendar: a month, rare rule": lambda: store.deadlines(replace(month, rule="rare"), limit=501),
        "calendar: a month, rare source": lambda: store.deadlines(replace(month, sources=(RARE,)), limit=501),
        "system: figures": lambda: store.figures(NOW),
        "system: noticed": lambda: store.noticed(quarter, 2_000),
        "system: room": store.room,
    }


if __name__ == "__main__":
    main()
