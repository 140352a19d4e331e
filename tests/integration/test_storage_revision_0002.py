"""From a database that revision 0001 filled to revision 0002 and back, on both engines."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, text

import storage
from core.model import NOTHING_LISTED, UNOBSERVED, Health, PageId, Verdict
from core.source import SourceId
from storage import open_store
from storage.engine import engines
from storage.schema import head, prepare, revision, upgrade
from storage.search_table import is_of_models
from storage.tables import METADATA
from tests.contract.postgres import new_database
from tests.contract.stored import a_source
from tests.fakes.nouns import NOW

GZ = SourceId("gz-wjw")
SITE = "https://www.example.gov.cn"
HTTP = "http://www.example.gov.cn"
ADDRESSES = {
    1: f"{HTTP}/content/post_1.html",
    2: f"{SITE}/content/post_1.html",  # the oldest of three forms
    3: f"{SITE}/content/mpost_1.html",
    4: f"{SITE}/content/post_2.html",
    5: f"{SITE}/tz/index.html",  # the listing itself, which it had taken for a document
}
FIRST_SEEN = {1: NOW + timedelta(days=1), 2: NOW, 3: NOW + timedelta(days=2), 4: NOW, 5: NOW}
CHANGE = "chg_of_before"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database at revision 0001 with rows in it."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path}/policywatch.db"
        _fill(address)
        yield address
    else:
        with new_database() as address:
            _fill(address)
            yield address


async def test_its_rows_come_back_as_nouns(url: str) -> None:
    store = open_store(url)
    page = await store.page(PageId(1))
    assert (page.url, page.first_seen_at, page.changes, page.revision) == (ADDRESSES[1], FIRST_SEEN[1], 1, 3)
    assert (page.listed, page.relisted, page.observations) == (NOTHING_LISTED, False, UNOBSERVED)
    assert (page.weight, page.source_weight) == (None, None)
    listing = await store.listing(GZ)
    assert (listing.rules, listing.items, listing.health, listing.entrance) == ("r1", 40, Health.OK, None)
    (told,) = await store.changes()
    assert (told.change.url, told.change.headline) == (ADDRESSES[1], "一句话")
    (delivery,) = await store.deliveries()
    assert delivery.change_id == CHANGE
    await store.close()


async def test_of_several_pages_at_one_address_the_oldest_is_found_by_it_and_none_is_lost(url: str) -> None:
    store = open_store(url)
    forms = [ADDRESSES[number] for number in (1, 2, 3)]
    assert {one.page_id for one in (await store.known(GZ, forms)).values()} == {2}
    assert (await store.known(GZ, [f"{HTTP}/content/mpost_2.html"])) != {}
    assert [(await store.page(PageId(number))).url for number in ADDRESSES] == list(ADDRESSES.values())
    followed = await store.followed_pages([GZ])
    assert {due.page_id for due in followed} == set(ADDRESSES)
    await store.close()


async def test_its_sources_get_their_listings_pages_when_they_are_next_registered(url: str) -> None:
    store = open_store(url)
    sources = [a_source(url=f"{SITE}/tz/"), a_source("other", url=f"{SITE}/other/")]
    await store.register(sources, NOW)
    itself, other = await store.listing(GZ), await store.listing(SourceId("other"))
    assert (itself.page_id, itself.rules) == (5, "r1")
    assert (await store.page(other.page_id)).url == f"{SITE}/other/"
    assert {due.page_id for due in await store.followed_pages([GZ])} == {1, 2, 3, 4}
    later = await store.page(PageId(3))
    await store.commit(later, Verdict(page=later))
    await store.close()


def test_it_goes_back_and_forth(url: str) -> None:
    opened = engines(url)
    before = _rows(url)
    prepare(opened)
    opened.reads.dispose()
    for to in ("0001", "0002", "0001"):
        _move(url, to)
    assert _rows(url) == before
    prepare(opened)
    with opened.reads.begin() as connection:
        assert revision(connection) == head()
        opts = {"compare_type": True, "compare_server_default": True, "include_name": is_of_models}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, METADATA) == []
    opened.reads.dispose()


def test_thousands_of_pages_get_their_keys(url: str) -> None:
    numbers = range(100, 2600)
    opened = engines(url)
    with opened.writes.begin() as connection:
        for number in numbers:
            _page(connection, number, f"{SITE}/{number // 2}/{'index.html' if number % 2 else ''}", NOW)
    prepare(opened)
    with opened.reads.begin() as connection:
        found = connection.execute(text("SELECT id, url_digest FROM page WHERE id >= 100 ORDER BY id")).all()
    opened.reads.dispose()
    keys = [sha256(f"www.example.gov.cn/{number // 2}/".encode()).hexdigest() for number in numbers]
    by_key = [row.id for row, key in zip(found, keys, strict=True) if row.url_digest == key]
    assert by_key == [number for number in numbers if number % 2 == 0]


def _fill(url: str) -> None:
    opened = engines(url)
    with opened.writes.begin() as connection:
        upgrade(connection, "0001")
        for source_id in (GZ, "other"):
            connection.execute(text(_SOURCE), {"id": source_id})
            connection.execute(text(_LISTING), {"id": source_id, "at": _plain(connection, NOW)})
        for number, address in ADDRESSES.items():
            _page(connection, number, address, FIRST_SEEN[number])
        connection.execute(text(_CHANGE), {"id": CHANGE, "at": _plain(connection, NOW)})
        connection.execute(text(_DELIVERY), {"id": CHANGE, "at": _plain(connection, NOW)})
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT setval('page_id_seq', 10000)"))
    opened.reads.dispose()


def _page(connection: Connection, number: int, url: str, first_seen_at: datetime) -> None:
    at = _plain(connection, first_seen_at)
    digest = sha256(url.encode()).hexdigest()
    connection.execute(text(_PAGE), {"number": number, "url": url, "digest": digest, "at": at})


def _plain(connection: Connection, moment: datetime) -> object:
    """A moment as the column has it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if connection.dialect.name == "sqlite" else moment


def _move(url: str, to: str) -> None:
    # An engine without our pragmas: SQLite alters a table by dropping it, which foreign keys would not have.
    engine = create_engine(engines(url).reads.url)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
        (command.downgrade if to == "0001" else command.upgrade)(config, to)
    engine.dispose()


def _rows(url: str) -> list[object]:
    engine = create_engine(engines(url).reads.url)
    tables = ("source", "listing", "page", "change", "delivery")
    with engine.begin() as connection:
        # By name: a column that came back stands last.
        rows = [
            sorted(tuple(sorted(row.items())) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings())
            for table in tables
        ]
    engine.dispose()
    return list(rows)


_SOURCE = (
    "INSERT INTO source (id, name, url, kind, tier, registered, watched) "
    f"VALUES (:id, '旧来源', '{SITE}/tz/', 'auto', 'official', true, true)"
)
_LISTING = (
    "INSERT INTO listing (source_id, next_look_at, rules, failures, items, revision) VALUES (:id, :at, 'r1', 0, 40, 2)"
)
_PAGE = (
    "INSERT INTO page (id, source_id, url, url_digest, first_seen_at, next_check_at, announce, failures, presence, "
    "gone_sightings, changes, revision) "
    "VALUES (:number, 'gz-wjw', :url, :digest, :at, :at, true, 0, 'unseen', 0, 1, 3)"
)
_CHANGE = (
    "INSERT INTO change (id, page_id, number, kind, at, similarity, fields, headline, canonical_url, copies) "
    "VALUES (:id, 1, 1, 'new', :at, 0, '{}', '一句话', '', '[]')"
)
_DELIVERY = (
    "INSERT INTO delivery (id, change_id, page_id, number, rule, channel, recipient, state, due_at, attempts, "
    "created_at) VALUES ('msg', :id, 1, 1, 'rule', 'team', 'a@b', 'sent', :at, 1, :at)"
)
