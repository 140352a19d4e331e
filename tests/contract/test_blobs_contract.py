"""What every place of raw bytes keeps: the database of either kind, a folder, an S3-compatible store."""

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import StoreError
from core.ports import Blobs
from storage import open_blobs
from storage.records import open_records
from tests.contract.postgres import emptied_database
from tests.fakes.bucket import endpoint, environ_of, new_bucket


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with endpoint() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql", "folder", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path, address: str) -> Iterator[Blobs]:
    """An empty place of each kind."""
    if request.param in ("sqlite", "postgresql"):
        sqlite = f"sqlite:///{tmp_path}/policywatch.db"
        records = open_records(sqlite if request.param == "sqlite" else emptied_database())
        yield records.places["the database"]
        records.let_go()
        return
    folder = {"POLICYWATCH_BLOBS": tmp_path.as_uri()}
    opened = open_blobs(folder if request.param == "folder" else environ_of(address, new_bucket(address)))
    assert opened is not None
    yield opened


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


SOME = ("<p>第一条 本办法自2026年3月1日起施行。</p>".encode(), b"", bytes(range(256)) * 4_000)


@pytest.mark.parametrize("data", SOME, ids=["page", "nothing", "binary"])
async def test_bytes_come_back_as_they_went_in(blobs: Blobs, data: bytes) -> None:
    await blobs.put(digest_of(data), data)
    assert await blobs.get(digest_of(data)) == data


async def test_bytes_kept_twice_are_kept_once(blobs: Blobs) -> None:
    for _ in range(2):
        await blobs.put(digest_of(SOME[0]), SOME[0])
    assert [digest async for digest in blobs.digests()] == [digest_of(SOME[0])]
    assert await blobs.get(digest_of(SOME[0])) == SOME[0]


async def test_all_digests_are_listed(blobs: Blobs) -> None:
    assert [digest async for digest in blobs.digests()] == []
    pages = [f"页面{number}".encode() for number in range(40)]
    await asyncio.gather(*(blobs.put(digest_of(page), page) for page in pages))
    assert {digest async for digest in blobs.digests()} == {digest_of(page) for page in pages}


async def test_what_was_never_kept_is_told(blobs: Blobs) -> None:
    missing = digest_of(b"never")
    with pytest.raises(StoreError, match=f"no bytes are kept under digest {missing}"):
        await blobs.get(missing)


async def test_bytes_that_are_not_those_of_their_digest_are_never_handed_out(blobs: Blobs) -> None:
    await blobs.put(digest_of(b"right"), b"wrong")
    with pytest.raises(StoreError, match="is not what its digest says"):
        await blobs.get(digest_of(b"right"))
