"""One history of the schema for both engines, and what opening a database refuses."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from core.errors import SchemaMismatch, StoreError
from storage import open_store
from storage.engine import Engines, engines
from storage.schema import head, history, prepare, revision, upgrade
from storage.search_table import is_of_models
from storage.tables import METADATA
from tests.contract.postgres import new_database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/policywatch.db"
    else:
        with new_database() as new:
            yield new


@pytest.fixture
def opened(url: str) -> Iterator[Engines]:
    """Engines on that database, nothing prepared."""
    found = engines(url)
    yield found
    found.reads.dispose()


def test_the_migrations_make_exactly_the_tables_of_the_models(opened: Engines) -> None:
    prepare(opened)
    with opened.reads.begin() as connection:
        opts = {"compare_type": True, "compare_server_default": True, "include_name": is_of_models}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, METADATA) == []


def test_a_database_at_the_oldest_revision_is_brought_to_the_newest_with_its_rows(opened: Engines) -> None:
    (oldest,) = history().get_bases()
    with opened.writes.begin() as connection:
        upgrade(connection, oldest)
        connection.execute(text(_A_SOURCE))
    prepare(opened)
    with opened.reads.begin() as connection:
        assert revision(connection) == head()
        assert connection.execute(text("SELECT name FROM source")).scalars().all() == ["旧来源"]


def test_a_database_that_is_up_to_date_is_only_read(url: str, opened: Engines) -> None:
    prepare(opened)
    with opened.writes.begin():  # a writer does not keep another process from starting
        open_store(url).let_go()


def test_a_database_of_a_newer_program_is_refused(url: str, opened: Engines) -> None:
    prepare(opened)
    with opened.writes.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaMismatch, match=r"revision '9999'.*run the newer PolicyWatch"):
        open_store(url)


def test_a_database_of_another_program_is_refused_and_left_as_it_is(url: str, opened: Engines) -> None:
    with opened.writes.begin() as connection:
        connection.execute(text("CREATE TABLE page (title TEXT)"))
    with pytest.raises(SchemaMismatch, match=r"another program \(page\)"):
        open_store(url)
    with opened.reads.begin() as connection:
        assert inspect(connection).get_table_names() == ["page"]


def test_a_file_whose_rows_point_nowhere_is_not_migrated(tmp_path: Path) -> None:
    file = tmp_path / "policywatch.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE child (parent INTEGER REFERENCES parent (id))")
        connection.execute("INSERT INTO child VALUES (7)")
    with pytest.raises(StoreError, match="rows point at rows that are missing"):
        open_store(f"sqlite:///{file}")


def test_processes_that_start_at_once_migrate_once(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(open_store, [url] * 4):
            store.let_go()


_A_SOURCE = (
    "INSERT INTO source (id, name, url, kind, tier, registered, watched) "
    "VALUES ('old', '旧来源', 'https://www.example.gov.cn/', 'auto', 'official', true, true)"
)
