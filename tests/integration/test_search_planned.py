"""PostgreSQL is told what it would find out too late, or never."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from crawler.normalise import fold
from storage import SqlStore
from storage.engine import engines
from tests.contract.postgres import new_database
from tests.contract.stored import a_document, a_source
from tests.fakes.nouns import NOW


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Of a database on a real server."""
    with new_database() as made:
        yield made


def asked(url: str, question: str) -> object:
    """What the server says."""
    opened = engines(url)
    with opened.reads.begin() as connection:
        answer: object = connection.scalar(text(question))
    opened.reads.dispose()
    return answer


async def test_what_no_search_finds_in_the_index_yet_is_kept_short(url: str) -> None:
    store = SqlStore(url)
    await store.close()
    options = asked(url, "SELECT reloptions FROM pg_class WHERE relname = 'ix_search_index_grams'")
    assert options == ["gin_pending_list_limit=64"]


async def test_an_index_that_was_made_anew_is_known_to_the_planner_at_once(url: str) -> None:
    store = SqlStore(url)
    await store.register([a_source()], NOW)
    await a_document(store, "/one.html", "细胞治疗")
    assert await store.reindex(fold) == 1
    await store.close()
    assert asked(url, "SELECT reltuples FROM pg_class WHERE relname = 'search_index'") == 1
