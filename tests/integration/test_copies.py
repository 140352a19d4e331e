"""Backups and their way back: whole or not at all, never over something, and never under somebody's feet."""

import dataclasses
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import StoreError
from core.model import ChangeKind, Page
from storage import open_store
from storage.copies import LOST
from storage.restore import replace, restore
from tests.contract.postgres import emptied_database
from tests.contract.stored import a_change, a_read_page, a_verdict, a_version


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database stands."""
    return tmp_path / "policywatch.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


async def a_backup(url: str, target: Path) -> Page:
    """A database with one page in it, and a backup of that."""
    store = open_store(url)
    page = await a_read_page(store)
    await store.backup(target)
    await store.close()
    return page


async def pages(url: str) -> list[str]:
    """Addresses of what a database holds."""
    store = open_store(url)
    found = [told.change.url for told in await store.changes()]
    await store.close()
    return found


def lose(file: Path) -> None:
    """What a disk does."""
    file.unlink()


def names(folder: Path) -> list[str]:
    """What stands there."""
    return sorted(path.name for path in folder.iterdir())


async def test_a_lost_database_comes_back(tmp_path: Path, file: Path, url: str) -> None:
    page = await a_backup(url, tmp_path / "backup.db")
    lose(file)
    assert restore(tmp_path / "backup.db", url) is None
    store = open_store(url)
    assert await store.page(page.id) == dataclasses.replace(page, changes=page.changes + LOST)
    await store.close()


async def test_a_change_after_a_restore_has_another_id_than_those_that_were_told_and_lost(
    tmp_path: Path, file: Path, url: str
) -> None:
    page = await a_backup(url, tmp_path / "backup.db")

    async def told(*paragraphs: str) -> str:
        store = open_store(url)
        known = await store.page(page.id)
        change = a_change(known, known.changes + 1, kind=ChangeKind.EDITED, before=1, after=2)
        await store.commit(known, a_verdict(known, a_version(2, *paragraphs), change))
        await store.close()
        return change.id

    lost = await told("第一条 一百万元。")
    lose(file)
    restore(tmp_path / "backup.db", url)
    assert await told("第一条 二百万元。") != lost


async def test_an_empty_database_gives_way(tmp_path: Path, file: Path, url: str) -> None:
    page = await a_backup(url, tmp_path / "backup.db")
    lose(file)
    open_store(url).let_go()
    restore(tmp_path / "backup.db", url)
    assert await pages(url) == [page.url]


async def test_a_database_that_holds_something_is_left_alone(tmp_path: Path, url: str) -> None:
    await a_backup(url, tmp_path / "backup.db")
    store = open_store(url)
    await a_read_page(store, url="/later")
    await store.close()
    with pytest.raises(StoreError, match="is not empty; add --force to have it kept beside and replaced"):
        restore(tmp_path / "backup.db", url)
    assert await pages(url) == ["/later", "/content/post_1.html"]


async def test_what_is_replaced_is_kept_beside_and_nothing_is_ever_replaced_there(
    tmp_path: Path, file: Path, url: str
) -> None:
    page = await a_backup(url, tmp_path / "backup.db")
    for number, kept in enumerate(("", ".2"), start=1):
        store = open_store(url)
        await a_read_page(store, url=f"/later/{number}")
        await store.close()
        beside = replace(tmp_path / "backup.db", url)
        assert beside == file.with_name(f"policywatch.db.before-restore{kept}")
        assert await pages(url) == [page.url]
        assert await pages(f"sqlite:///{beside}") == [f"/later/{number}", page.url]


async def test_a_database_in_use_is_not_replaced(tmp_path: Path, file: Path, url: str) -> None:
    await a_backup(url, tmp_path / "backup.db")
    daemon = open_store(url)
    await a_read_page(daemon, url="/later")
    with pytest.raises(StoreError, match="is in use; stop the daemon"):
        replace(tmp_path / "backup.db", url)
    await a_read_page(daemon, url="/latest")
    await daemon.close()
    assert await pages(url) == ["/latest", "/later", "/content/post_1.html"]
    assert names(tmp_path) == ["backup.db", "policywatch.db"]


async def test_a_log_that_outlived_its_database_is_not_taken_for_one_of_the_new(
    tmp_path: Path, file: Path, url: str
) -> None:
    page = await a_backup(url, tmp_path / "backup.db")
    store = open_store(url)
    await a_read_page(store, url="/later")
    log = file.with_name("policywatch.db-wal").read_bytes()
    await store.close()
    lose(file)
    file.with_name("policywatch.db-wal").write_bytes(log)
    restore(tmp_path / "backup.db", url)
    assert await pages(url) == [page.url]


async def test_a_backup_that_is_damaged_is_refused(tmp_path: Path, file: Path, url: str) -> None:
    await a_backup(url, tmp_path / "backup.db")
    whole = (tmp_path / "backup.db").read_bytes()
    (tmp_path / "backup.db").write_bytes(whole[: len(whole) // 2])
    lose(file)
    with pytest.raises(StoreError, match=r"backup\.db (is damaged|cannot be read) \(.*\); name another backup"):
        restore(tmp_path / "backup.db", url)
    assert file.name not in names(tmp_path)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("CREATE TABLE notes (text TEXT)", "is no database of PolicyWatch"),
        ("CREATE TABLE alembic_version (version_num TEXT)", "is no database of PolicyWatch"),
    ],
)
def test_what_is_not_ours_is_refused(tmp_path: Path, url: str, made: str, said: str) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection, connection:
        connection.execute(made)
    with pytest.raises(StoreError, match=said):
        restore(tmp_path / "other.db", url)


async def test_a_backup_of_a_newer_program_is_refused(tmp_path: Path, file: Path, url: str) -> None:
    await a_backup(url, tmp_path / "backup.db")
    with closing(sqlite3.connect(tmp_path / "backup.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    lose(file)
    with pytest.raises(StoreError, match=r"revision '9999'.* restore it with the newer PolicyWatch"):
        restore(tmp_path / "backup.db", url)
    assert file.name not in names(tmp_path)


def test_a_file_that_is_missing_or_no_database_is_named(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreError, match=r"there is no file .*none\.db; name a backup"):
        restore(tmp_path / "none.db", url)
    (tmp_path / "text.db").write_text("version: 1\n" * 100)
    with pytest.raises(StoreError, match=r"text\.db cannot be read \(file is not a database\)"):
        restore(tmp_path / "text.db", url)


async def test_a_database_is_not_restored_from_itself(file: Path, url: str) -> None:
    store = open_store(url)
    await store.close()
    with pytest.raises(StoreError, match="is the database itself"):
        replace(file, url)


async def test_an_unfinished_backup_is_not_there(tmp_path: Path, url: str) -> None:
    store = open_store(url)
    await a_read_page(store)
    (tmp_path / "backup.db.partial").write_text("of one that was killed")
    await store.backup(tmp_path / "backup.db")
    with pytest.raises(StoreError, match=r"nowhere/backup\.db cannot be written .* name a new file"):
        await store.backup(tmp_path / "nowhere" / "backup.db")
    await store.close()
    assert names(tmp_path) == ["backup.db", "policywatch.db"]


def test_postgresql_has_tools_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="pg_restore --clean --if-exists --dbname=postgresql://"):
        restore(tmp_path / "backup.dump", emptied_database())


@pytest.fixture(autouse=True)
def _nothing_half_done(tmp_path: Path) -> Iterator[None]:
    yield
    assert not list(tmp_path.glob("policywatch.db.partial*"))
