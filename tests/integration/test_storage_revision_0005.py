"""From a database that revision 0004 filled to revision 0005 and back, on both engines."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, inspect, text

import storage
from core.model import Block
from core.search import read_query
from crawler.normalise import fold
from storage import open_store
from storage.compression import squeeze, squeeze_against
from storage.engine import engines
from storage.schema import head, revision, upgrade
from storage.serialise import document_to_json
from tests.contract.postgres import new_database
from tests.contract.stored import a_verdict, a_version
from tests.fakes.nouns import NOW

URL = "https://www.example.gov.cn/{}.html"
MANY = 500
TITLE = "\x00\ud800關於瞭解２０２６年細胞治療情況的通知"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database at revision 0004 with pages in it, the first of them with two versions, the last one never read."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path}/policywatch.db"
        _fill(address)
        yield address
    else:
        with new_database() as address:
            _fill(address)
            yield address


async def test_every_page_that_was_read_is_found_by_its_latest_text(url: str) -> None:
    store = open_store(url)
    assert await _found(store, "第1号文件") == [URL.format(1)]
    assert await _found(store, f"第{MANY - 1}号文件") == [URL.format(MANY - 1)]
    assert await _found(store, "原有") == []
    assert await _found(store, "后加") == [URL.format(1)]
    assert await _found(store, "2026年细胞治疗") == [URL.format(2)]
    whole = await store.search(read_query("文件", fold), limit=2 * MANY)
    assert len(whole.hits) == MANY - 1
    await store.close()


async def test_headings_are_folded_wholly_once_the_index_is_made_anew(url: str) -> None:
    store = open_store(url)
    assert await _found(store, "瞭解") == []  # folded, as a query is, it is 了解
    assert await store.reindex(fold) == MANY - 1
    assert await _found(store, "瞭解") == [URL.format(2)]
    assert await _found(store, "后加") == [URL.format(1)]
    await store.close()


async def test_a_page_from_before_is_found_by_its_next_version(url: str) -> None:
    store = open_store(url)
    (hit,) = (await store.search(read_query("第3号文件", fold))).hits
    page = await store.page(hit.position.page_id)
    await store.commit(page, a_verdict(page, a_version(2, "新写。")))
    assert await _found(store, "第3号文件") == []
    assert await _found(store, "新写") == [URL.format(3)]
    await store.close()


def test_it_goes_back_and_forth(url: str) -> None:
    open_store(url).let_go()
    # An engine without our pragmas: SQLite alters a table by dropping it, which foreign keys would not have.
    engine = create_engine(engines(url).reads.url)
    with engine.begin() as connection:
        assert revision(connection) == head()
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
        command.downgrade(config, "0004")
        assert [name for name in inspect(connection).get_table_names() if name.startswith("search")] == []
        assert connection.scalar(text("SELECT count(*) FROM version")) == MANY
        upgrade(connection)
        assert connection.scalar(text("SELECT count(*) FROM search")) == MANY - 1
    engine.dispose()


async def _found(store: storage.SqlStore, words: str) -> list[str]:
    return [hit.url for hit in (await store.search(read_query(words, fold))).hits]


def _fill(url: str) -> None:
    engine = create_engine(engines(url).reads.url)
    with engine.begin() as connection:
        upgrade(connection, "0004")
        at = NOW.replace(tzinfo=None).isoformat(sep=" ") if connection.dialect.name == "sqlite" else NOW
        said: dict[str, object] = {"at": at, "true": True}
        connection.execute(text(_SOURCE), said)
        for number in range(1, MANY + 1):
            latest = None if number == MANY else 2 if number == 1 else 1
            page = {"id": number, "url": URL.format(number), "digest": f"digest {number}", "latest": latest}
            connection.execute(text(_PAGE), said | page)
            if latest is not None:
                _versions(connection, number, said)
    engine.dispose()


def _versions(connection: Connection, number: int, said: Mapping[str, object]) -> None:
    written = a_version(1, f"第{number}号文件。", *(["原有。" + "略" * 500] if number == 1 else [])).document
    document = replace(written, title=TITLE if number == 2 else written.title)
    first = document_to_json(document)
    connection.execute(text(_VERSION), {**said, "id": number, "number": 1, "base": None, "document": squeeze(first)})
    if number == 1:
        blocks = (document.blocks[0], Block("后加。" + "略" * 500, "后加。" + "略" * 500))
        difference = squeeze_against(document_to_json(replace(document, blocks=blocks)), first)
        assert difference is not None
        connection.execute(text(_VERSION), {**said, "id": 1, "number": 2, "base": 1, "document": difference})


_SOURCE = (
    "INSERT INTO source (id, name, url, kind, tier, registered, watched) "
    "VALUES ('gz-wjw', 'name', 'https://www.example.gov.cn/', 'list', 'official', :true, :true)"
)
_PAGE = (
    "INSERT INTO page (id, source_id, url, url_digest, first_seen_at, announce, failures, presence, "
    "gone_sightings, changes, revision, latest_number) "
    "VALUES (:id, 'gz-wjw', :url, :digest, :at, :true, 0, 'present', 0, 1, 3, :latest)"
)
_VERSION = (
    "INSERT INTO version (page_id, number, captured_at, exact, near, recipe, raw_digest, chain, evidence, base, "
    "document) VALUES (:id, :number, :at, '', '', '', '', '', '{}', :base, :document)"
)
