"""Ten thousand changes to five recipients each, a sink that fails one in three, fifty kills: all arrive, in order."""

import json
import multiprocessing
import random
import signal
import time
from collections import defaultdict
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from core.model import DeliveryState
from storage import open_store
from tests.e2e.sink import CHANNEL, Shift, work
from tests.fakes.crowd import owe
from tests.fakes.nouns import NOW

PAGES, CHANGES, RECIPIENTS = 1_000, 10, 5
KILLS = 50
MOST_LIVES = 150
MOST_LETTERS_A_LIFE = 600
"""So few that there is always something owed when the next one begins."""

BYTES_A_LETTER = 100
"""About what a line of the sink is long."""

START = NOW + timedelta(hours=6)
BETWEEN_LIVES = timedelta(minutes=15)
"""Longer than a lease: what a killed process had claimed is due again."""

MOST_SENT_TWICE = 200
"""A killed process may have sent what it had claimed and not settled: at most so many at a time."""

Row = tuple[str, str, str, int]
"""Id of the letter, recipient, policy, number of the change."""


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.e2e.sink"])
    return context


def _killed_at_random(context: ForkServerContext, database: Path, taken: Path, chance: random.Random) -> datetime:
    """Lives that are killed while they deliver, each after some letters; when the last one's leases have run out.

    A life may end before by itself, as its channel rests after some failures in a row: another takes its place.
    """
    taken.touch()
    now, kills = START, 0
    while kills < KILLS:
        assert now < START + MOST_LIVES * BETWEEN_LIVES, f"only {kills} could be killed"
        process = context.Process(target=work, args=(Shift(database, taken, now, rounds=1),))
        enough = taken.stat().st_size + chance.randrange(1, MOST_LETTERS_A_LIFE * BYTES_A_LETTER)
        process.start()
        while process.is_alive() and taken.stat().st_size < enough:
            time.sleep(0.001)
        process.join(chance.uniform(0, 0.02))  # so that some die in the transaction after the letters, too
        process.kill()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)
        kills += process.exitcode == -signal.SIGKILL
        now += BETWEEN_LIVES
    return now


@pytest.mark.slow
@pytest.mark.parametrize("with_kills", [False, True], ids=["undisturbed", "killed"])
async def test_every_delivery_arrives_under_its_id_and_in_the_order_of_its_policy(
    tmp_path: Path, with_kills: bool
) -> None:
    database, taken = tmp_path / "policywatch.db", tmp_path / "taken.jsonl"
    owed = await owe(database, CHANNEL, pages=PAGES, changes=CHANGES, recipients=RECIPIENTS)
    context = _context()
    now = _killed_at_random(context, database, taken, random.Random(6)) if with_kills else START
    last = context.Process(target=work, args=(Shift(database, taken, now, rounds=200),))
    last.start()
    last.join()
    assert last.exitcode == 0
    rows: list[Row] = [tuple(json.loads(line)) for line in taken.read_text().splitlines()]
    first = _arrived(rows)
    assert {row[0] for row in first} == {one.id for one in owed}
    assert len(rows) - len(first) <= (KILLS * MOST_SENT_TWICE if with_kills else 0)
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for _, recipient, policy, number in first:
        numbers[recipient, policy].append(number)
    assert len(numbers) == PAGES * RECIPIENTS
    assert all(order == sorted(order) for order in numbers.values())
    store = open_store(f"sqlite:///{database}")
    counts = await store.counts()
    assert await store.undelivered(START + timedelta(days=30)) == []
    await store.close()
    assert counts[DeliveryState.SENT.value] == len(owed) == PAGES * CHANGES * RECIPIENTS


def _arrived(rows: list[Row]) -> list[Row]:
    """Each id where it arrived first, in the order of arrival."""
    seen: dict[str, Row] = {}
    for row in rows:
        seen.setdefault(row[0], row)
    return list(seen.values())
