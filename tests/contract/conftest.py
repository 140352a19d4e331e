"""The three stores that keep one contract."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.ports import Store
from storage import open_store
from tests.contract.postgres import emptied_database
from tests.fakes.memory_store import MemoryStore


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty SQLite database at the newest revision."""
    file = tmp_path_factory.mktemp("migrated") / "policywatch.db"
    open_store(f"sqlite:///{file}").let_go()
    return file.read_bytes()


@pytest.fixture(params=["sqlite", "postgresql", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: bytes) -> AsyncIterator[Store]:
    """An empty store of each kind."""
    opened: Store = MemoryStore()
    if request.param == "sqlite":
        file = tmp_path / "policywatch.db"
        file.write_bytes(migrated_file)
        opened = open_store(f"sqlite:///{file}")
    elif request.param == "postgresql":
        opened = open_store(emptied_database())
    yield opened
    await opened.close()
