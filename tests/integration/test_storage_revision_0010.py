"""From a database without what the list of changes is filtered by to one with it, and back, on both engines."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

import storage
from core.model import ChangeFilter, Stage
from core.source import SourceId
from storage import open_store
from storage.engine import engines
from storage.schema import upgrade
from tests.contract.postgres import new_database
from tests.contract.stored import a_change, a_listed_page, a_text, a_verdict

BEFORE = "0009"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/policywatch.db"
    else:
        with new_database() as address:
            yield address


async def test_changes_of_before_are_listed_by_source_and_stage(url: str) -> None:
    store = open_store(url)
    page = await a_listed_page(store)
    change = a_change(page, 1, after=1)
    await store.commit(page, a_verdict(page, a_text(1, "正文", stage=Stage.DRAFT), change))
    before = await store.changes_page()
    await store.close()
    opened = engines(url)
    with opened.writes.begin() as connection:
        command.downgrade(_config(connection), BEFORE)
        assert "ix_change_listed" not in _indexes(connection)
        assert connection.scalar(text("SELECT count(*) FROM delivery")) == 1
        upgrade(connection)
    opened.reads.dispose()
    store = open_store(url)
    wanted = ChangeFilter(sources=(SourceId("gz-wjw"),), stages=(Stage.DRAFT,))
    assert await store.changes_page(wanted) == before
    assert await store.changes_page(replace(wanted, stages=(Stage.TRIAL,))) == []
    await store.close()


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
    return config


def _indexes(connection: Connection) -> set[str]:
    return {str(index["name"]) for index in inspect(connection).get_indexes("change")}
