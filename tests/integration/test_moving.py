"""A database moved to another engine: everything arrives, is proved, and the watch goes on as if nothing had been."""

import asyncio
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from core.errors import StoreError
from core.model import PageId
from core.ports import Store
from core.search import read_query
from core.source import SourceId
from crawler.normalise import fold
from policywatch.round import Tally, run_round
from policywatch.wiring import open_watch, read_configuration
from storage import open_store
from storage.moving import BATCH, Compared, Move
from tests.contract.postgres import new_database
from tests.contract.stored import a_listed_page, a_new_page, a_read_page, found
from tests.e2e.village import DAY_ONE, Village, village
from tests.fakes.nouns import NOW
from tests.fakes.website import Page

DAY = timedelta(days=1)
MANY = 3 * BATCH


@pytest.fixture
def target() -> Iterator[str]:
    """A PostgreSQL database without a table."""
    with new_database() as url:
        yield url


@contextmanager
def a_move(source: str, target: str) -> Iterator[Move]:
    move = Move(source, target)
    try:
        yield move
    finally:
        move.close()


def moved(source: str, target: str) -> list[Compared]:
    """All of it, and what the comparison said."""
    with a_move(source, target) as move:
        move.begin()
        assert move.copy(ignored) == move.rows()
        return move.compare(ignored)


def ignored(_: int) -> None:
    """Nobody watches."""


async def a_round(place: Village, database: str, day: int) -> Tally:
    """One round of the village, as the daemon makes it."""
    config = read_configuration(place.config, place.environ)
    async with open_watch(config, database, place.environ, lambda: DAY_ONE + day * DAY) as watch:
        return await run_round(watch, list(watch.sources), every_page=True)


async def filled(place: Village, database: str) -> None:
    """Three days of it: a baseline, an edit, a document that is new and one that goes."""
    await a_round(place, database, 0)
    place.write(1, "第1条 资助金额最高为800万元。", "第2条 本办法自2026年4月1日起施行。")
    place.publish(3, 2)
    await a_round(place, database, 1)
    place.site.put("/content/post_2.html", Page(status=404))
    for day in (2, 3, 4):
        await a_round(place, database, day)


async def everything(store: Store, urls: list[str]) -> list[object]:
    """What the read side answers."""
    changes = await store.changes(limit=1_000)
    return [
        changes,
        await store.told([one.change.id for one in changes]),
        [await store.versions(url) for url in urls],
        [[await store.raw(version.raw_digest) for version in await store.versions(url)] for url in urls],
        [await store.policy(url) for url in urls],
        [await store.related(url) for url in urls],
        await store.deliveries(limit=1_000),
        await store.listings(),
        await store.source_pages(SourceId("village")),
        await store.pulse(DAY_ONE),
        await store.undelivered(DAY_ONE + 9 * DAY),
        await store.alarms(),
        *[await store.search(read_query(words, fold)) for words in ("通知", "資助金額", '"最高为"', "招聘")],
    ]


async def test_the_archive_answers_the_same_and_the_next_round_tells_nothing_anew(tmp_path: Path, target: str) -> None:
    source = f"sqlite:///{tmp_path}/village.db"
    async with village(tmp_path) as place:
        await filled(place, source)
        compared = moved(source, target)
        assert [one.name for one in compared if not one.agrees] == []
        assert {one.name: one.source.rows for one in compared if one.name in ("version", "change", "delivery")} == {
            "version": 4,
            "change": 3,
            "delivery": 6,
        }
        before, after = open_store(source), open_store(target)
        urls = [f"{place.site.url}/content/post_{number}.html" for number in (1, 2, 3)]
        assert await everything(after, urls) == await everything(before, urls)
        await before.close()
        await after.close()
        mails = len(place.mail.mails)
        tally = await a_round(place, target, 5)
        assert (tally.changes, tally.owed, tally.found) == ([], 0, 0)
        place.publish(4, 3)
        tally = await a_round(place, target, 6)
        # Its number is one that PostgreSQL gave out after all those that came with the move.
        assert [change.kind.value for change in tally.changes] == ["new"]
        assert len(place.mail.mails) == mails + 1


async def test_there_and_back_is_the_same_database(tmp_path: Path, target: str) -> None:
    source, back = f"sqlite:///{tmp_path}/village.db", f"sqlite:///{tmp_path}/back.db"
    async with village(tmp_path) as place:
        await filled(place, source)
    there, again = moved(source, target), moved(target, back)
    assert [one.target for one in again] == [one.source for one in there]


async def test_ids_of_any_case_and_script_arrive_in_one_order(tmp_path: Path, target: str) -> None:
    source = f"sqlite:///{tmp_path}/sorted.db"
    store = open_store(source)
    for name in ("a", "B", "_", "Z-1", "ä", "广州", "佛山", "z"):
        await a_read_page(store, name, f"/{name}")
    await store.close()
    assert all(one.agrees for one in moved(source, target))


async def test_killed_between_two_batches_it_goes_on_where_it_was(tmp_path: Path, target: str) -> None:
    source = await a_long_list(tmp_path)
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", _MOVE_AND_DIE, source, target)
    assert await killed.wait() == -signal.SIGKILL
    left = rows_of(target, "page")
    assert 0 < left < MANY
    with a_move(source, target) as move:
        with pytest.raises(StoreError, match=r"is not empty .* add --resume to go on"):
            move.begin()
        seen: list[int] = []
        move.resume(seen.append)
        assert sum(seen) >= left
        assert move.copy(ignored) == move.rows() - sum(seen)
        assert all(one.agrees for one in move.compare(ignored))
    assert rows_of(target, "page") == MANY + 1


async def test_what_is_not_a_part_of_the_source_is_never_gone_on_with(tmp_path: Path, target: str) -> None:
    source = await a_long_list(tmp_path)
    moved(source, target)
    with psycopg.connect(target) as connection:
        connection.execute("UPDATE page SET listed_title = 'another' WHERE id = 7")
    with a_move(source, target) as move, pytest.raises(StoreError, match=r"holds rows in page that .* does not hold"):
        move.resume(ignored)


async def test_a_row_that_differs_is_found_by_the_digest_of_its_table(tmp_path: Path, target: str) -> None:
    source = await a_long_list(tmp_path)
    with a_move(source, target) as move:
        move.begin()
        move.copy(ignored)
        with psycopg.connect(target) as connection:
            connection.execute("UPDATE page SET failures = failures + 1 WHERE id = 7")
        assert [one.name for one in move.compare(ignored) if not one.agrees] == ["page"]


async def test_a_source_that_is_written_to_meanwhile_is_told(tmp_path: Path, target: str) -> None:
    source = await a_long_list(tmp_path)
    store = open_store(source)
    written = False

    def write(_: int) -> None:
        nonlocal written
        if not written:
            written = True
            with closing(sqlite3.connect(tmp_path / "long.db")) as connection, connection:
                connection.execute("UPDATE page SET revision = revision + 1 WHERE id = 3")

    with a_move(source, target) as move:
        move.begin()
        with pytest.raises(StoreError, match="was written to meanwhile; stop the daemon"):
            move.copy(write)
    assert (await store.page(PageId(3))).revision == 1
    await store.close()


async def test_a_database_is_not_moved_to_itself(tmp_path: Path) -> None:
    source = f"sqlite:///{tmp_path}/one.db"
    store = open_store(source)
    await a_listed_page(store)
    await store.close()
    with pytest.raises(StoreError, match="cannot be moved to itself"):
        Move(source, source)


async def a_long_list(tmp_path: Path) -> str:
    """A database with so many pages that they take several batches."""
    source = f"sqlite:///{tmp_path}/long.db"
    store = open_store(source)
    first = await a_listed_page(store, url="/content/post_0.html")
    await found(store, *(a_new_page(f"/content/post_{number}.html") for number in range(1, MANY)))
    assert first.first_seen_at == NOW
    await store.close()
    return source


def rows_of(url: str, table: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


_MOVE_AND_DIE = """
import os, signal, sys
from storage.moving import BATCH, Move

seen = 0

def watch(rows):
    global seen
    seen += rows
    if seen > BATCH:
        os.kill(os.getpid(), signal.SIGKILL)

move = Move(*sys.argv[1:])
move.begin()
move.copy(watch)
"""
