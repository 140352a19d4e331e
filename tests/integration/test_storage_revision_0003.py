"""From a database that revision 0002 filled to revision 0003 and back, on both engines."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text

import storage
from core.model import Features, PageId, policy_of
from core.source import SourceId
from storage import open_store
from storage.compression import squeeze
from storage.engine import engines
from storage.schema import head, prepare, revision, upgrade
from storage.serialise import document_to_json
from tests.contract.postgres import new_database
from tests.contract.stored import a_text, a_verdict
from tests.fakes.nouns import NOW

GZ = SourceId("gz-wjw")
URL = "https://www.example.gov.cn/content/post_{}.html"
READ, UNREAD = 1, 2
TABLES = ("source", "page", "version", "change")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database at revision 0002 with rows in it."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path}/policywatch.db"
        _fill(address)
        yield address
    else:
        with new_database() as address:
            _fill(address)
            yield address


async def test_every_page_that_was_read_has_a_policy_of_its_own(url: str) -> None:
    store = open_store(url)
    read, unread = await store.page(PageId(READ)), await store.page(PageId(UNREAD))
    assert (read.policy_id, unread.policy_id) == (policy_of(GZ, URL.format(READ)), None)
    assert (read.recent, read.suspect, read.remind_at, read.repealed_by) == ((), None, None, None)
    policy = await store.policy(URL.format(READ))
    assert policy is not None
    assert (policy.id, policy.canonical_url) == (read.policy_id, URL.format(READ))
    (told,) = await store.changes()
    assert (told.change.policy_id, told.change.edit, told.change.pages) == (None, None, ())
    await store.close()


async def test_what_was_read_before_is_found_by_its_digest_and_by_the_rest_from_its_next_version_on(url: str) -> None:
    store = open_store(url)
    asking = await store.page(PageId(UNREAD))
    fingerprint = (await store.versions(URL.format(READ)))[0].fingerprint
    assert [one.page_id for one in await store.kin(asking, fingerprint, Features())] == [READ]
    assert await store.kin(asking, a_text(1, "别的").fingerprint, Features(name="办法")) == ()
    read = await store.page(PageId(READ))
    later = a_text(2, "第一条 本办法自公布之日起施行。", "第二条 略。")
    await store.commit(read, replace(a_verdict(read, later), features=Features(name="办法")))
    assert [one.page_id for one in await store.kin(asking, fingerprint, Features(name="办法"))] == [READ]
    alike = a_text(1, "第一条 本办法自公布之日起施行。", "第二条 略！").fingerprint
    assert [one.page_id for one in await store.kin(asking, alike, Features())] == [READ]
    await store.close()


def test_it_goes_back_and_forth(url: str) -> None:
    before = _rows(url)
    opened = engines(url)
    prepare(opened)
    opened.reads.dispose()
    for to in ("0002", "0003", "0002"):
        _move(url, to)
    assert _rows(url) == before
    prepare(opened)
    with opened.reads.begin() as connection:
        assert revision(connection) == head()
    opened.reads.dispose()


def test_thousands_of_pages_get_their_policies(url: str) -> None:
    opened = engines(url)
    with opened.writes.begin() as connection:
        for number in range(100, 1600):
            _page(connection, number, latest=1)
    prepare(opened)
    with opened.reads.begin() as connection:
        found = connection.execute(text(_FOUNDED)).all()
    opened.reads.dispose()
    policies = [policy_of(GZ, URL.format(number)) for number in (READ, *range(100, 1600))]
    assert [row.id for row in found] == policies


def _fill(url: str) -> None:
    opened = engines(url)
    with opened.writes.begin() as connection:
        upgrade(connection, "0002")
        connection.execute(text(_SOURCE))
        _page(connection, READ, latest=1)
        _page(connection, UNREAD, latest=None)
        at = _plain(connection, NOW)
        document = squeeze(document_to_json(a_text(1, "旧").document))
        connection.execute(text(_VERSION), {"at": at, "exact": _exact(READ), "document": document})
        connection.execute(text(_CHANGE), {"at": at, "url": URL.format(READ)})
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT setval('page_id_seq', 10000)"))
    opened.reads.dispose()


def _page(connection: Connection, number: int, *, latest: int | None) -> None:
    url, at = URL.format(number), _plain(connection, NOW)
    digest = sha256(f"www.example.gov.cn/content/post_{number}.html".encode()).hexdigest()
    page = {"number": number, "url": url, "digest": digest, "at": at, "latest": latest}
    connection.execute(text(_PAGE), page | {"exact": _exact(number) if latest else None})


def _exact(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()


def _plain(connection: Connection, moment: datetime) -> object:
    """A moment as the column has it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if connection.dialect.name == "sqlite" else moment


def _move(url: str, to: str) -> None:
    # An engine without our pragmas: SQLite alters a table by dropping it, which foreign keys would not have.
    engine = create_engine(engines(url).reads.url)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
        (command.downgrade if to == "0002" else command.upgrade)(config, to)
    engine.dispose()


def _rows(url: str) -> list[object]:
    engine = create_engine(engines(url).reads.url)
    with engine.begin() as connection:
        # By name: a column that came back stands last.
        rows = [
            sorted(str(sorted(row.items())) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings())
            for table in TABLES
        ]
    engine.dispose()
    return list(rows)


_SOURCE = (
    "INSERT INTO source (id, name, url, kind, tier, registered, watched) "
    "VALUES ('gz-wjw', '旧来源', 'https://www.example.gov.cn/tz/', 'auto', 'official', true, true)"
)
_PAGE = (
    "INSERT INTO page (id, source_id, url, url_digest, first_seen_at, next_check_at, announce, failures, presence, "
    "gone_sightings, latest_number, latest_exact, changes, revision) "
    "VALUES (:number, 'gz-wjw', :url, :digest, :at, :at, true, 0, 'present', 0, :latest, :exact, 1, 3)"
)
_VERSION = (
    "INSERT INTO version (page_id, number, captured_at, exact, near, recipe, raw_digest, chain, evidence, document) "
    "VALUES (1, 1, :at, :exact, '', 'r', 'raw', 'chain', '{}', :document)"
)
_CHANGE = (
    "INSERT INTO change (id, page_id, number, url, kind, at, similarity, fields, headline, canonical_url, copies) "
    "VALUES ('chg_of_before', 1, 1, :url, 'new', :at, 0, '{}', '一句话', '', '[]')"
)
_FOUNDED = (
    "SELECT policy.id FROM policy JOIN page ON page.id = policy.canonical_page_id AND page.policy_id = policy.id "
    "WHERE policy.founded_at = page.first_seen_at ORDER BY page.id"
)
