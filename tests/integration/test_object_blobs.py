"""Raw bytes outside the database: when they are written, where they are found, and what is said when they cannot be."""

import asyncio
import hashlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import zstandard

from core.errors import BlobError, StaleWrite, StoreError
from core.model import Page, Verdict
from core.ports import Blobs
from storage import open_blobs, open_store
from storage.objects import s3_blobs
from storage.records import open_records
from tests.contract.stored import a_change, a_listed_page, a_verdict, a_version
from tests.fakes.bucket import SECRET, endpoint, environ_of, new_bucket
from tests.fakes.website import Page as Answer
from tests.fakes.website import Website

RAW = "<p>第一条</p>".encode()
DIGEST = hashlib.sha256(RAW).hexdigest()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/policywatch.db"


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return folder(tmp_path)


def folder(tmp_path: Path) -> Blobs:
    """A place beside the database."""
    place = tmp_path / "raw"
    place.mkdir(exist_ok=True)
    opened = open_blobs({"POLICYWATCH_BLOBS": place.as_uri()})
    assert opened is not None
    return opened


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with endpoint() as started:
        yield started


def read(page: Page) -> Verdict:
    """What the main road commits when it reads a page for the first time."""
    version = replace(a_version(1), raw_digest=DIGEST)
    return replace(a_verdict(page, version, a_change(page, 1, after=1)), raw=RAW)


async def stored_digests(url: str) -> list[str]:
    """What the table `blob` holds."""
    records = open_records(url)
    found = [digest async for digest in records.places["the database"].digests()]
    await records.close()
    return found


async def test_what_is_committed_has_its_bytes_in_the_bucket_and_not_in_the_database(url: str, address: str) -> None:
    blobs = open_blobs(environ_of(address, new_bucket(address)))
    assert blobs is not None
    store = open_store(url, blobs)
    page = await a_listed_page(store)
    await store.commit(page, read(page))
    assert await store.raw(DIGEST) == RAW
    assert [digest async for digest in blobs.digests()] == [DIGEST]
    await store.close()
    assert await stored_digests(url) == []


async def test_what_was_kept_before_another_place_was_named_is_found_still(url: str, blobs: Blobs) -> None:
    store = open_store(url)
    page = await a_listed_page(store)
    await store.commit(page, read(page))
    await store.close()
    store = open_store(url, blobs)
    assert await store.raw(DIGEST) == RAW
    assert [digest async for digest in blobs.digests()] == []
    await store.close()


async def test_without_the_place_that_holds_them_the_variable_is_named(url: str, blobs: Blobs) -> None:
    store = open_store(url, blobs)
    page = await a_listed_page(store)
    await store.commit(page, read(page))
    await store.close()
    store = open_store(url)
    with pytest.raises(StoreError, match=f"no bytes are kept under digest {DIGEST}; .* POLICYWATCH_BLOBS"):
        await store.raw(DIGEST)
    await store.close()


async def test_where_bytes_cannot_be_kept_nothing_is_committed(url: str) -> None:
    store = open_store(url, nobody())
    page = await a_listed_page(store)
    with pytest.raises(BlobError, match="no connection"):
        await store.commit(page, read(page))
    assert await store.page(page.id) == page
    assert await store.changes() == []
    assert await store.deliveries() == []
    await store.close()


async def test_a_commit_that_brings_no_bytes_needs_no_place_for_them(url: str) -> None:
    store = open_store(url, nobody())
    page = await a_listed_page(store)
    await store.commit(page, Verdict(page=replace(page, failures=3)))
    assert (await store.page(page.id)).failures == 3
    await store.close()


async def test_a_commit_that_came_too_late_leaves_only_an_orphan(url: str, blobs: Blobs) -> None:
    store = open_store(url, blobs)
    page = await a_listed_page(store)
    await store.commit(page, Verdict(page=replace(page, failures=1)))
    with pytest.raises(StaleWrite):
        await store.commit(page, read(page))
    assert [digest async for digest in blobs.digests()] == [DIGEST]
    page = await store.page(page.id)
    await store.commit(page, read(page))
    assert await store.raw(DIGEST) == RAW
    await store.close()


async def test_an_object_is_a_zstandard_frame_under_its_digest(tmp_path: Path, blobs: Blobs) -> None:
    await blobs.put(DIGEST, RAW)
    (file,) = (path for path in (tmp_path / "raw").rglob("*") if path.is_file())
    assert file.relative_to(tmp_path / "raw").as_posix() == f"{DIGEST[:2]}/{DIGEST}.zst"
    assert zstandard.ZstdDecompressor().decompress(file.read_bytes()) == RAW


async def test_objects_of_other_programs_are_passed_over(tmp_path: Path, blobs: Blobs) -> None:
    (tmp_path / "raw" / "readme.txt").write_text("of somebody else")
    await blobs.put(DIGEST, RAW)
    assert [digest async for digest in blobs.digests()] == [DIGEST]


async def test_a_damaged_object_is_told_so(tmp_path: Path, blobs: Blobs) -> None:
    await blobs.put(DIGEST, RAW)
    (tmp_path / "raw" / DIGEST[:2] / f"{DIGEST}.zst").write_bytes(b"oops")
    with pytest.raises(StoreError, match=f"{DIGEST}.zst cannot be read back"):
        await blobs.get(DIGEST)


async def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path, blobs: Blobs) -> None:
    (tmp_path / "raw" / DIGEST[:2]).write_text("a file where a folder has to be")
    with pytest.raises(BlobError, match=r"raw: .+; see that this user may write there"):
        await blobs.put(DIGEST, RAW)


async def test_a_bucket_that_is_missing_is_told(address: str) -> None:
    blobs = open_blobs(environ_of(address, "none"))
    assert blobs is not None
    with pytest.raises(BlobError, match="s3://none/kept/here: there is no such bucket; create it"):
        await blobs.put(DIGEST, RAW)


async def test_a_refusal_repeats_neither_the_secret_nor_what_the_server_says() -> None:
    async with Website() as site:
        told = f"<Error><Code>AccessDenied</Code><Message>{SECRET} is wrong</Message></Error>".encode()
        site.put(f"/raw-1/kept/here/{DIGEST[:2]}/{DIGEST}.zst", Answer(told, status=403))
        blobs = open_blobs(environ_of(site.url, "raw-1"))
        assert blobs is not None
        with pytest.raises(BlobError, match=r"access is refused \(403 Forbidden\); see that endpoint") as refused:
            await blobs.get(DIGEST)
    assert SECRET not in str(refused.value)
    assert "\n" not in str(refused.value)


async def test_a_server_that_never_answers_is_given_up() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        config = {"access_key_id": "key", "secret_access_key": SECRET, "region": "us-east-1"}
        config["endpoint"] = f"http://127.0.0.1:{silent.getsockname()[1]}"
        blobs = s3_blobs("raw", "", config, patience=timedelta(seconds=1))  # type: ignore[arg-type]
        with pytest.raises(BlobError, match="s3://raw: no answer in"):
            await blobs.put(DIGEST, RAW)


async def test_a_store_that_waits_for_its_bytes_goes_on_with_everything_else(url: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        environ = environ_of(f"http://127.0.0.1:{silent.getsockname()[1]}", "raw")
        store = open_store(url, open_blobs(environ))
        page, other = await a_listed_page(store, url="/1"), await a_listed_page(store, url="/2")
        waiting = asyncio.create_task(store.commit(page, read(page)))
        await asyncio.sleep(0.1)
        await store.commit(other, Verdict(page=replace(other, failures=1)))
        assert (await store.page(other.id)).failures == 1
        assert not waiting.done()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await store.close()


def test_who_keeps_bytes_in_the_database_never_loads_the_library() -> None:
    loaded = "import sys, storage.store; storage.open_blobs({}); print('obstore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True).stdout == "False\n"


def nobody() -> Blobs:
    """A place where nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as freed:
        port = freed.getsockname()[1]
    opened = open_blobs(environ_of(f"http://127.0.0.1:{port}", "raw"))
    assert opened is not None
    return opened
