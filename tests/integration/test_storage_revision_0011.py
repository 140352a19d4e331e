"""From a database that revision 0010 filled to revision 0011 and back, on both engines."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, inspect, text

import storage
from core.model import Awaited, Dates, DeadlineFilter, Document
from storage import open_store
from storage.compression import squeeze, squeeze_against
from storage.engine import engines
from storage.schema import prepare, upgrade
from storage.serialise import document_to_json
from tests.contract.postgres import new_database
from tests.fakes.nouns import NOW, document

EVER = DeadlineFilter(since=date.min)
TODAY = NOW.date()
PAGES = 1_100
"""More than two batches."""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database at revision 0010 with pages, each with two versions."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path}/policywatch.db"
        _fill(address)
        yield address
    else:
        with new_database() as address:
            _fill(address)
            yield address


async def test_the_days_of_every_latest_version_are_found(url: str) -> None:
    store = open_store(url)
    found = await store.deadlines(EVER, limit=2 * PAGES)
    assert [(one.page_id, one.what, one.day) for one in found] == [
        (number, Awaited.EFFECTIVE, TODAY + timedelta(days=number)) for number in range(1, PAGES + 1)
    ]
    assert found[0].evidence == "自发布之日起施行"
    await store.close()


def test_it_goes_back_and_forth(url: str) -> None:
    opened = engines(url)
    prepare(opened)
    with opened.writes.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
        command.downgrade(config, "0010")
        assert not inspect(connection).has_table("deadline")
    prepare(opened)
    with opened.reads.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM deadline")) == PAGES
    opened.reads.dispose()


def _fill(url: str) -> None:
    engine = create_engine(engines(url).reads.url)
    with engine.begin() as connection:
        upgrade(connection, "0010")
        _rows(connection)
    engine.dispose()


def _rows(connection: Connection) -> None:
    at = NOW.replace(tzinfo=None).isoformat(sep=" ") if connection.dialect.name == "sqlite" else NOW.isoformat()
    said: dict[str, object] = {"at": at, "true": True, "url": "https://www.example.gov.cn/"}
    connection.execute(text(_SOURCE), said)
    pages = [said | {"id": number, "policy": f"pol_{number}"} for number in range(1, PAGES + 1)]
    connection.execute(text(_PAGE), pages)
    connection.execute(text(_POLICY), pages)
    for page in pages:
        older, newer = _document(0), _document(int(str(page["id"])))
        both = {"whole": squeeze(older), "against": squeeze_against(newer, older)}
        connection.execute(text(_FIRST), page | both)
        connection.execute(text(_SECOND), page | both)


def _document(days: int) -> bytes:
    said: Document = document(*(f"第{number}条　本办法由市卫生健康委员会负责解释。" for number in range(40)))
    dates = Dates(effective=TODAY + timedelta(days=days))
    return document_to_json(replace(said, dates=dates, evidence={"effective": "自发布之日起施行"}))


_SOURCE = (
    "INSERT INTO source (id, name, url, kind, tier, registered, watched) "
    "VALUES ('gz-wjw', 'name', :url, 'list', 'official', :true, :true)"
)
_PAGE = (
    "INSERT INTO page (id, source_id, url, url_digest, first_seen_at, announce, failures, presence, gone_sightings, "
    "changes, revision, latest_number, policy_id) "
    "VALUES (:id, 'gz-wjw', :url, :policy, :at, :true, 0, 'present', 0, 1, 1, 2, :policy)"
)
_POLICY = "INSERT INTO policy (id, canonical_page_id, founded_at) VALUES (:policy, :id, :at)"
_VERSION = (
    "INSERT INTO version (page_id, number, base, captured_at, exact, near, recipe, raw_digest, chain, evidence, "
    "document) VALUES (:id, {number}, {base}, :at, 'exact', '', 'r', 'raw', 'chain', '{{}}', {document})"
)
_FIRST = _VERSION.format(number=1, base="NULL", document=":whole")
_SECOND = _VERSION.format(number=2, base=1, document=":against")
