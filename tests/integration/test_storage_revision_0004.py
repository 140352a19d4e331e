"""From a database that revision 0003 filled to revision 0004 and back, on both engines."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text

import storage
from core.model import DeliveryState
from storage import open_store
from storage.engine import engines
from storage.schema import head, revision, upgrade
from tests.contract.postgres import new_database
from tests.contract.stored import claimed
from tests.fakes.nouns import NOW

HOUR = timedelta(hours=1)
STATES = ("owed", "sent", "owed")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database at revision 0003 with three deliveries of one page, two of them owed."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path}/policywatch.db"
        _fill(address)
        yield address
    else:
        with new_database() as address:
            _fill(address)
            yield address


async def test_what_is_owed_is_claimed_as_before_and_was_promised_when_it_was_due(url: str) -> None:
    store = open_store(url)
    owed = await claimed(store, NOW + HOUR, HOUR, 10)
    assert [(one.delivery.number, one.delivery.promised_at) for one in owed] == [(1, NOW), (3, NOW)]
    assert [one.line for one in await store.deliveries(state=DeliveryState.SENT)] == ["msg_2"]
    assert await store.alarms() == {}
    await store.close()


def test_it_goes_back_without_losing_a_delivery(url: str) -> None:
    open_store(url).let_go()
    opened = engines(url)
    with opened.writes.begin() as connection:
        assert revision(connection) == head()
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
        command.downgrade(config, "0003")
        assert revision(connection) == "0003"
        assert connection.scalar(text("SELECT count(*) FROM delivery")) == len(STATES)
        upgrade(connection)
    opened.reads.dispose()


def _fill(url: str) -> None:
    engine = create_engine(engines(url).reads.url)
    with engine.begin() as connection:
        upgrade(connection, "0003")
        _rows(connection)
    engine.dispose()


def _rows(connection: Connection) -> None:
    at = NOW.replace(tzinfo=None).isoformat(sep=" ") if connection.dialect.name == "sqlite" else NOW.isoformat()
    said = {"at": at, "true": True, "url": "https://www.example.gov.cn/1.html"}
    connection.execute(
        text(
            "INSERT INTO source (id, name, url, kind, tier, registered, watched) "
            "VALUES ('gz-wjw', 'name', :url, 'list', 'official', :true, :true)"
        ),
        said,
    )
    connection.execute(
        text(
            "INSERT INTO page (id, source_id, url, url_digest, first_seen_at, announce, failures, presence, "
            "gone_sightings, changes, revision) VALUES (1, 'gz-wjw', :url, 'digest', :at, :true, 0, 'present', 0, 3, 3)"
        ),
        said,
    )
    for number, state in enumerate(STATES, start=1):
        row = said | {"number": number, "state": state, "change": f"chg_{number}", "id": f"msg_{number}"}
        connection.execute(
            text(
                "INSERT INTO change (id, page_id, number, url, kind, at, similarity, fields, headline, canonical_url, "
                "copies) VALUES (:change, 1, :number, :url, 'status', :at, 1, '{}', 'headline', :url, '[]')"
            ),
            row,
        )
        connection.execute(
            text(
                "INSERT INTO delivery (id, change_id, page_id, number, rule, channel, recipient, state, due_at, "
                "claimable_at, attempts, created_at) VALUES (:id, :change, 1, :number, 'rule', 'team', "
                "'a@example.org', :state, :at, :claimable, 0, :at)"
            ),
            row | {"claimable": at if state == "owed" else None},
        )
