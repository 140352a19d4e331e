"""A round over 1,000 pages of 39 KB: the first, and those in which nothing has changed."""

import asyncio
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.site import served
from policywatch.round import Tally, run_round
from policywatch.wiring import Watch, open_watch, read_configuration

PAGES = 1_000
GOAL_MS = 5.0
"""CPU per unchanged page (issue 2)."""

CONFIG = """\
version: 1
settings: {{allow_private_networks: true}}
defaults: {{every: 1h, delay: 0s, recheck: 1h}}
sources:
  - {{id: site, name: 站点, url: "{url}/list/", kind: list, include: "/content/post_", backfill: {pages}}}
channels: {{out: {{type: console}}}}
rules: [{{name: all, send_to: [out]}}]
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one round took."""

    wall: float
    cpu: float
    tally: Tally


def main() -> None:
    """Print the table."""
    print(f"{PAGES} pages of 39 KB, one host, SQLite; CPU of the whole process, per page")
    print(f"{'server answers':22}{'first round':>14}{'unchanged':>14}{'wall':>10}{'changes':>9}")
    for mode, name in (("etag", "304"), ("same", "200, same bytes"), ("noisy", "200, counter moves")):
        first, again = asyncio.run(_measure(mode))
        verdict = "" if _ms(again) < GOAL_MS else f"  over the goal of {GOAL_MS:g} ms"
        print(
            f"{name:22}{_ms(first):11.2f} ms{_ms(again):11.2f} ms{again.wall:8.1f} s"
            f"{len(again.tally.changes):9}{verdict}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(f"peak memory {peak:.0f} MB")


async def _measure(mode: str) -> tuple[Cost, Cost]:
    with tempfile.TemporaryDirectory() as folder, served(PAGES, mode) as url:
        path = Path(folder) / "sources.yaml"
        await asyncio.to_thread(path.write_text, CONFIG.format(url=url, pages=PAGES), encoding="utf-8")
        config = read_configuration(path, {})
        at = [datetime(2026, 3, 2, tzinfo=UTC)]
        async with open_watch(config, f"sqlite:///{folder}/bench.db", {}, lambda: at[0]) as watch:
            first = await _round(watch)
            at[0] += timedelta(days=1)
            return first, await _round(watch)


async def _round(watch: Watch) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    tally = await run_round(watch, list(watch.sources))
    cost = Cost(time.perf_counter() - wall, time.process_time() - cpu, tally)
    if tally.pages != PAGES or tally.troubles:
        raise RuntimeError(f"the round was not whole: {tally.sentence()} {tally.troubles[:3]}")
    return cost


def _ms(cost: Cost) -> float:
    return cost.cpu / PAGES * 1000
