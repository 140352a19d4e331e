"""The queue: its tables, each job once, and what dead workers leave."""

import os
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from core.errors import SchemaMismatch, StoreError, UsageError
from core.model import Tour
from core.source import SourceId
from policywatch.engines.distributed import installing
from policywatch.engines.distributed.installing import SCHEMA, install, use_queue
from policywatch.engines.distributed.queue import VISITS, Queue, open_queue, queue_address
from storage import open_store
from storage.tables import METADATA
from tests.contract.postgres import new_database
from tests.e2e.command import run

ONE, TWO = (Tour(SourceId("one"), host) for host in ("a.example", "b.example"))

DEEP, FETCHES = 2_000, 20


@pytest.fixture
def database() -> Iterator[str]:
    """An empty one."""
    with new_database() as made:
        yield made


@pytest.fixture
async def queue(database: str) -> AsyncIterator[Queue]:
    async with open_queue(queue_address(database, "a test")) as opened:
        yield opened


def asked(database: str, question: str) -> list[tuple[object, ...]]:
    """Rows that the database answers with."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"SET search_path TO {SCHEMA}".encode())
        return connection.execute(question.encode()).fetchall()


class TestTables:
    def test_processes_that_start_at_once_make_them_once(self, database: str) -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: install(database, "here"), range(4)))
        assert len(asked(database, "SELECT * FROM installed")) == 1

    def test_they_stand_apart_from_our_own_and_neither_minds_the_other(self, database: str) -> None:
        install(database, "here")
        open_store(database).let_go()
        install(database, "here")
        open_store(database).let_go()
        with psycopg.connect(database) as connection:
            ours = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert set(METADATA.tables) <= {name for (name,) in ours}
        assert [name for (name,) in ours if "procrastinate" in name] == []

    def test_older_ones_are_migrated(self, database: str) -> None:
        older = [path for path in installing.migrations() if path.name < "03.03"]
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {SCHEMA}".encode())
            connection.execute(f"SET search_path TO {SCHEMA}".encode())
            for migration in older:
                connection.execute(migration.read_bytes())
            connection.execute("CREATE TABLE installed (migration text PRIMARY KEY)")
            connection.execute("INSERT INTO installed VALUES (%s)", (older[-1].name,))
        install(database, "here")
        assert asked(database, "SELECT max(migration) FROM installed") == [(installing.migrations()[-1].name,)]
        assert asked(database, "SELECT count(*) FROM pg_proc WHERE proname = 'procrastinate_retry_job_v2'") == [(1,)]

    def test_newer_ones_are_refused_with_a_remedy(self, database: str) -> None:
        install(database, "here")
        asked(database, "INSERT INTO installed VALUES ('99.00.00_01_pre_everything.sql') RETURNING migration")
        with pytest.raises(SchemaMismatch, match=r"queue in here was made by a newer .* update PolicyWatch on this"):
            install(database, "here")

    def test_an_sqlite_file_is_refused_with_a_remedy(self) -> None:
        with pytest.raises(UsageError, match=r"^worker: many machines need PostgreSQL.*--database postgresql"):
            queue_address("sqlite:///policywatch.db", "worker")

    @pytest.mark.parametrize("command", [("worker",), ("run", "--engine", "distributed")])
    async def test_the_commands_say_so_and_make_no_file(self, tmp_path: Path, command: tuple[str, ...]) -> None:
        ran = await run("--database", f"sqlite:///{tmp_path}/watch.db", *command)
        assert ran.status == 2
        assert ran.err.startswith(f"{' '.join(command)}: many machines need PostgreSQL")
        assert "Traceback" not in ran.err
        assert os.listdir(tmp_path) == []

    async def test_a_server_that_is_not_there_is_told_without_the_password(self) -> None:
        address = queue_address("postgresql://watch:secret@127.0.0.1:1/policies", "worker")
        with pytest.raises(StoreError, match=r"watch:\*\*\*@127.0.0.1:1/policies cannot be used \(.*see that") as told:
            async with open_queue(address):
                pass
        assert "secret" not in str(told.value)


class TestPutting:
    async def test_a_tour_waits_once_however_often_it_is_put(self, queue: Queue) -> None:
        assert await queue.put([ONE, TWO], listing=False) == 2
        assert await queue.put([ONE], listing=False) == 0
        known = await queue.known()
        assert known.missing([ONE, TWO], listing=False) == []

    async def test_a_listing_is_put_before_pages_that_wait_and_covers_pages_that_do_not(self, queue: Queue) -> None:
        await queue.put([ONE], listing=False)
        known = await queue.known()
        assert known.missing([ONE, TWO], listing=True) == [ONE, TWO]
        await queue.put([ONE, TWO], listing=True)
        assert (await queue.known()).missing([ONE, TWO], listing=False) == []
        worker = await queue.app.job_manager.register_worker()
        first = await queue.app.job_manager.fetch_job([VISITS], worker)
        assert first is not None
        assert (first.task_kwargs["host"], first.queueing_lock) == ("a.example", "listing one a.example")

    async def test_two_tours_at_one_host_are_never_under_way_together(self, queue: Queue) -> None:
        other = Tour(SourceId("other"), ONE.host)
        await queue.put([ONE, other, TWO], listing=False)
        manager = queue.app.job_manager
        worker = await manager.register_worker()
        fetched = [await manager.fetch_job([VISITS], worker) for _ in range(3)]
        assert [job and job.task_kwargs["source"] for job in fetched] == ["one", "one", None]
        assert [job and job.lock for job in fetched] == [ONE.host, TWO.host, None]

    async def test_deliveries_wait_once(self, queue: Queue, database: str) -> None:
        await queue.put_deliveries()
        await queue.put_deliveries()
        assert asked(database, "SELECT queue_name FROM procrastinate_jobs") == [("letters",)]


class TestDepth:
    async def test_a_fetch_from_thousands_reads_few_though_it_was_planned_for_an_empty_queue(
        self, queue: Queue, database: str
    ) -> None:
        fetch = "SELECT id FROM procrastinate_fetch_job_v2(ARRAY['visits']::varchar[], %s)"
        worker = await queue.app.job_manager.register_worker()
        async with await psycopg.AsyncConnection.connect(database) as connection:
            await use_queue(connection)
            await connection.execute("VACUUM ANALYZE procrastinate_jobs")
            for _ in range(12):
                await connection.execute(fetch, (worker,))
            await queue.put([Tour(SourceId("one"), f"{n}.example") for n in range(DEEP)], listing=False)
            before = await self._read(connection)
            for _ in range(FETCHES):
                await connection.execute(fetch, (worker,))
            assert await self._read(connection) - before < FETCHES * DEEP / 10

    async def _read(self, connection: psycopg.AsyncConnection[tuple[int]]) -> int:
        """Rows of jobs that were read so far."""
        await connection.execute("SELECT pg_stat_force_next_flush()")
        cursor = await connection.execute(
            "SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_user_tables WHERE relname = 'procrastinate_jobs'"
        )
        row = await cursor.fetchone()
        assert row is not None
        return row[0]


class TestStalled:
    async def test_what_a_dead_worker_left_is_taken_away_and_may_be_put_again(
        self, queue: Queue, database: str
    ) -> None:
        manager = queue.app.job_manager
        dead, alive = await manager.register_worker(), await manager.register_worker()
        await queue.put([ONE, TWO], listing=False)
        lost, kept = await manager.fetch_job([VISITS], dead), await manager.fetch_job([VISITS], alive)
        await queue.put([ONE], listing=True)  # what waits behind it must not keep it from being taken away
        asked(
            database, f"UPDATE procrastinate_workers SET last_heartbeat = '2026-01-01' WHERE id = {dead} RETURNING id"
        )
        dropped = await queue.drop_stalled()
        assert lost is not None
        assert [job.id for job in dropped] == [lost.id]
        assert kept is not None
        assert asked(database, "SELECT id FROM procrastinate_jobs WHERE status = 'doing'") == [(kept.id,)]
        assert asked(database, "SELECT id FROM procrastinate_workers") == [(alive,)]
        assert await queue.put([ONE], listing=False) == 1
        assert await queue.drop_stalled() == []
