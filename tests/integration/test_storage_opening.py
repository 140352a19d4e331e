"""What is said of a database that cannot be opened or read: where, what, what to do."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import StoreError
from storage import open_store
from tests.contract.postgres import emptied_database
from tests.contract.stored import a_listed_page, a_read_page, a_version, first_verdict


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://root@localhost/x", r"kind 'mysql' are not supported; write sqlite:///policywatch\.db or"),
        ("policywatch.db", r"cannot be understood; write sqlite:///policywatch\.db or"),
        ("", r"cannot be understood"),
        (
            "postgresql://watch:secret@127.0.0.1:1/policies",
            r"postgresql\+psycopg://watch:\*\*\*@127\.0\.0\.1:1/policies cannot be used \(.*refused.*\); see that the",
        ),
    ],
)
def test_a_url_of_no_use_is_told_with_its_remedy_and_without_its_password(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as told:
        open_store(url)
    assert "secret" not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=rf"policywatch\.db cannot be opened .* see that {tmp_path}/nowhere exists"):
        open_store(f"sqlite:///{tmp_path}/nowhere/policywatch.db")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "policywatch.db"
    file.write_bytes(b"version: 1\nsources: []\n" * 50)
    with pytest.raises(StoreError, match="file is not a database"):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes().startswith(b"version: 1")


def test_importing_the_package_does_not_load_the_database_libraries() -> None:
    loaded = "import sys, storage; print({'sqlmodel', 'sqlalchemy', 'alembic'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True).stdout == "set()\n"


async def test_what_was_damaged_on_disk_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "policywatch.db"
    store = open_store(f"sqlite:///{file}")
    page = await a_read_page(store)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE version SET document = substr(document, 1, 20)")
        connection.execute("UPDATE blob SET data = x'00'")
    with pytest.raises(StoreError, match=f"version 1 of page {page.id} cannot be read back"):
        await store.page(page.id)
    with pytest.raises(StoreError, match=r"the page with digest .* cannot be read back"):
        await store.raw(a_version(1).raw_digest)
    await store.close()


async def test_a_backup_holds_everything_and_never_overwrites(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/policywatch.db")
    page = await a_read_page(store)
    await store.backup(tmp_path / "copy.db")
    with pytest.raises(StoreError, match=r"copy\.db is there already; name a new file"):
        await store.backup(tmp_path / "copy.db")
    await store.close()
    copy = open_store(f"sqlite:///{tmp_path}/copy.db")
    assert await copy.page(page.id) == page
    await copy.close()


async def test_postgresql_is_backed_up_by_its_own_tool(tmp_path: Path) -> None:
    store = open_store(emptied_database())
    with pytest.raises(StoreError, match="pg_dump"):
        await store.backup(tmp_path / "copy")
    await store.close()


async def test_everything_is_counted(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/policywatch.db")
    page = await a_listed_page(store)
    verdict = first_verdict(page)
    other = replace(verdict.deliveries[0], recipient="other")
    await store.commit(page, replace(verdict, deliveries=(*verdict.deliveries, other)))
    assert await store.counts() == {
        "sources": 1,
        "pages": 1,
        "versions": 1,
        "changes": 1,
        "owed": 2,
        "claimed": 0,
        "sent": 0,
        "failed": 0,
    }
    await store.close()
