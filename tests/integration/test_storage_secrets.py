"""No message and no page repeats the password of a database, wherever its URL has it."""

import pytest

from core.errors import StoreError
from storage import SqlStore, open_store
from storage.engine import postgresql_address
from tests.contract.postgres import emptied_database

HIDDEN = "password=hush&sslpassword=hush"


async def test_where_the_database_is_tells_no_password() -> None:
    url = emptied_database()
    store = SqlStore(f"{url}{'&' if '?' in url else '?'}{HIDDEN}")
    room = await store.room()
    await store.close()
    assert room.database.startswith("postgresql+psycopg://")
    assert "hush" not in room.database


def test_a_server_that_does_not_answer_is_named_without_it() -> None:
    with pytest.raises(StoreError) as said:
        open_store(f"postgresql://watch:hush@127.0.0.1:1/policies?{HIDDEN}")
    assert "127.0.0.1:1/policies" in str(said.value)
    assert "hush" not in str(said.value)


def test_the_queue_names_it_without_it_and_tells_it_to_libpq() -> None:
    found = postgresql_address(f"postgresql://watch@127.0.0.1/policies?{HIDDEN}")
    assert found is not None
    libpq, place = found
    assert "password=hush" in libpq
    assert "hush" not in place
