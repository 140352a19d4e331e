"""Cursors: whatever a program sends is taken or refused, and breaks nothing."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import HTTPException
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.model import Cursor, PageId
from storage import open_store
from storage.store import SqlStore
from tests.contract.stored import a_document
from tests.fakes.desk import TOKEN, a_desk
from web import cursor
from web.api.cursors import of_version
from web.app import dashboard

MOMENTS = st.datetimes(timezones=st.just(UTC))
NUMBERS = st.integers(min_value=-(2**63) + 1, max_value=2**63 - 1)
NUMBERED = st.tuples(st.integers(), st.integers(), st.integers()).map(lambda three: ".".join(map(str, three)))


def encoded(text: str) -> str:
    import base64

    return base64.urlsafe_b64encode(text.encode("utf-8", "replace")).decode()


TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(max_size=40).map(encoded),
    NUMBERED.map(encoded),
    st.builds(lambda text, name: f"{encoded(text)}.{name}", NUMBERED, st.text(max_size=20)),
)


@given(MOMENTS, NUMBERS, NUMBERS)
def test_a_cursor_that_was_written_is_read_as_what_it_was(at: datetime, page: int, number: int) -> None:
    said = Cursor(at, PageId(page), number)
    assert cursor.read(cursor.written(said)) == said


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> SqlStore:
    """One with a page of which there is a history."""
    opened = open_store(f"sqlite:///{Path(tmp_path_factory.mktemp('cursors')) / 'watch.db'}")
    asyncio.run(a_document(opened, "/1", "第一条。"))
    return opened


async def statuses(store: SqlStore, text: str) -> set[int]:
    """What each list answers."""
    transport = httpx.ASGITransport(app=dashboard(a_desk(store)))
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=headers) as client:
        lists = ("changes", "deliveries", "pages/versions")
        answers = [await client.get(f"/api/v1/{one}", params={"cursor": text, "url": "/1"}) for one in lists]
        answers.append(await client.get("/", params={"after": text}))
    return {answer.status_code for answer in answers}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_whatever_is_sent_as_a_cursor_is_taken_or_refused(store: SqlStore, text: str) -> None:
    assert asyncio.run(statuses(store, text)) <= {200, 400}


@given(st.text(max_size=12))
def test_only_a_number_says_where_a_history_goes_on(text: str) -> None:
    if not text or (text.isascii() and text.isdecimal() and len(text) < 10):
        assert of_version(text) == int(text or "0")
    else:
        with pytest.raises(HTTPException):
            of_version(text)
