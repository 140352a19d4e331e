"""The rows of `benchmarks.scale` are rows that the store itself might have written."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.scale.filling import NOW, fill
from benchmarks.scale.measuring import main
from benchmarks.scale.roads import ROADS
from benchmarks.scale.size import Size
from benchmarks.scale.verdicts import known_addresses, stored_sources
from benchmarks.scale.walking import Ground, walked
from core.model import Features, PageId
from core.source import SourceId
from storage import SqlStore, open_store

SIZE = Size(4_000)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database filled with a small size."""
    url = f"sqlite:///{tmp_path_factory.mktemp('scale')}/filled.db"
    open_store(url).let_go()
    fill(url, SIZE)
    return url


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqlStore]:
    """It, opened."""
    opened = open_store(url)
    yield opened
    await opened.close()


async def test_a_page_is_found_by_its_address_and_by_those_who_repeat_it(store: SqlStore) -> None:
    page = await store.page(PageId(1_000))
    assert await store.known(page.source_id, [page.url])
    assert page.latest is not None
    kin = await store.kin(page, page.latest.fingerprint, Features(number="no-1000", name="name-1000"))
    assert {one.page_id for one in kin} >= {1_001, 1_002, 1_003}
    policy = await store.policy(page.url)
    assert policy is not None
    assert len(policy.pages) == 4


async def test_an_edited_page_has_both_its_versions_and_was_told_of(store: SqlStore) -> None:
    page = await store.page(PageId(1_014))
    first, second = await store.versions(page.url)
    assert ("五百万元" in first.document.body, "八百万元" in second.document.body) == (True, True)
    (told,) = [one for one in await store.changes(source_id=page.source_id) if one.change.page_id == page.id]
    assert (told.change.before, told.change.after) == (1, 2)


async def test_what_is_owed_can_be_claimed_and_settled(store: SqlStore) -> None:
    letters = await store.claim(NOW, timedelta(minutes=10), 100)
    assert len(letters) == SIZE.pages // 500 * 2
    await store.settle([owed.delivery for letter in letters for owed in letter.owed])


async def test_a_source_lists_the_pages_that_it_is_said_to(store: SqlStore) -> None:
    addresses = known_addresses(SourceId("s7"), SIZE.sources, 19)
    assert len(await store.known(SourceId("s7"), addresses)) == 19


async def test_registering_what_is_stored_moves_nothing(store: SqlStore) -> None:
    before = await store.listings()
    await store.register(stored_sources(SIZE), NOW + timedelta(days=1))
    assert await store.listings() == before


async def test_every_road_can_be_walked_twice(url: str) -> None:
    (column,) = await walked([Ground("small", url, SIZE)], 20)
    assert column.warm.keys() == column.first.keys()
    assert len(column.warm) > len(ROADS)


def test_too_small_a_disk_is_said_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--gigabytes", "0", "--place", str(tmp_path)]) == 2
    assert "ask for fewer with --pages or --times" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
