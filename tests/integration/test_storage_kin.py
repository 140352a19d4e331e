"""Kin of what thousands of pages share: bounded, in both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.model import Features
from storage import SqlStore, open_store
from storage.kin import SHARERS
from tests.contract.postgres import emptied_database
from tests.contract.stored import a_document, a_listed_page, a_text

TEMPLATE = tuple(f"第{number}条 您访问的页面正在维护，请稍后再试。" for number in range(20))


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """An empty store."""
    url = f"sqlite:///{tmp_path}/policywatch.db" if request.param == "sqlite" else emptied_database()
    opened = open_store(url)
    yield opened
    await opened.close()


async def test_of_what_too_many_share_the_oldest_are_kin(store: SqlStore) -> None:
    shared = Features(number="穗府2025-1", name="维护公告")
    asking = await a_listed_page(store, url="/asking")
    pages = [await a_document(store, f"/{number}", *TEMPLATE, features=shared) for number in range(SHARERS + 3)]
    found = await store.kin(asking, a_text(1, *TEMPLATE).fingerprint, shared, limit=2 * SHARERS)
    assert [one.page_id for one in found] == [page.id for page in pages[:SHARERS]]
