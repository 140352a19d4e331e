"""To revision 0009 and back, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

import storage
from core.model import Mark, Triage
from storage import open_store
from storage.engine import engines
from storage.schema import history, upgrade
from tests.contract.postgres import new_database
from tests.contract.stored import a_change, a_read_page
from tests.fakes.nouns import NOW


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/policywatch.db"
    else:
        with new_database() as new:
            yield new


async def test_marks_go_with_their_table_and_changes_stay(url: str) -> None:
    store = open_store(url)
    change = a_change(await a_read_page(store), 1)
    await store.mark(Triage(change_id=change.id, number=1, mark=Mark.NOISE, at=NOW))
    await store.beat("scheduler", NOW)
    await store.close()
    before = history().get_revision("0009").down_revision
    opened = engines(url)
    with opened.writes.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
        command.downgrade(config, str(before))
        assert {"triage", "heartbeat"} & set(inspect(connection).get_table_names()) == set()
        upgrade(connection)
    opened.reads.dispose()
    store = open_store(url)
    assert [(one.id, one.mark) for one in await store.changes_page()] == [(change.id, Mark.UNSEEN)]
    assert await store.beats() == {}
    await store.close()
