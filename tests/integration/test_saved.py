"""A saved file is seen, however it came to stand there."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from policywatch.saved import saved

PATIENCE = 30.0


@asynccontextmanager
async def seen(path: Path) -> AsyncIterator[Callable[[], int]]:
    """How often another file stood at a path so far."""
    count, stopping = 0, asyncio.Event()

    async def count_them() -> None:
        nonlocal count
        async for _ in saved(path, stopping):
            count += 1

    counting = asyncio.create_task(count_them())
    await asyncio.sleep(0.5)  # the folder is watched by then
    try:
        yield lambda: count
    finally:
        stopping.set()
        await counting


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 - it happens in the file system
            await asyncio.sleep(0.01)


async def test_a_file_that_is_renamed_over_it_is_seen_and_one_beside_it_is_not(tmp_path: Path) -> None:
    path, other = tmp_path / "sources.yaml", tmp_path / "policywatch.db"
    path.write_text("one")
    async with seen(path) as times:
        other.write_text("busy")
        await asyncio.sleep(2)
        assert times() == 0
        (tmp_path / "new").write_text("two")
        (tmp_path / "new").rename(path)
        await until(lambda: times() == 1)


async def test_a_volume_of_kubernetes_is_seen_to_be_renewed(tmp_path: Path) -> None:
    for name in ("..1", "..2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "sources.yaml").write_text(name)
    (tmp_path / "..data").symlink_to("..1")
    path = tmp_path / "sources.yaml"
    path.symlink_to("..data/sources.yaml")
    async with seen(path) as times:
        (tmp_path / "..data_tmp").symlink_to("..2")
        (tmp_path / "..data_tmp").rename(tmp_path / "..data")
        await until(lambda: times() == 1)


async def test_a_folder_that_cannot_be_watched_is_looked_at_now_and_then(tmp_path: Path) -> None:
    path = tmp_path / "later" / "sources.yaml"
    async with seen(path) as times:
        path.parent.mkdir()
        path.write_text("one")
        await until(lambda: times() == 1)
