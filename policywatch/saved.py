"""When another file stands at a path: saved, renamed over it, or reached by another link."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import structlog
from watchfiles import awatch

log = structlog.get_logger(__name__)

POLL = timedelta(seconds=5)
"""How soon it is seen where nobody tells: some shared folders do not."""

Mark = tuple[int, int, int, int]


async def saved(path: Path, stopping: asyncio.Event) -> AsyncIterator[None]:
    """Once whenever another file stands at the path, until told to stop.

    The file itself is compared, behind all links: a volume of Kubernetes is renewed by moving a link of its folder, and
    no event names the file.
    """
    before = _mark(path)
    async for _ in _stirred(path.parent, stopping):
        now = _mark(path)
        if now != before:
            before = now
            yield


async def _stirred(folder: Path, stopping: asyncio.Event) -> AsyncIterator[None]:
    """Whenever something moved in a folder, and now and then."""
    # The folder is watched, not the file: editors replace a file by renaming another over it.
    every = int(POLL / timedelta(milliseconds=1))
    try:
        async for _ in awatch(folder, stop_event=stopping, recursive=False, yield_on_timeout=True, rust_timeout=every):
            yield
    except OSError as fault:
        log.warning("folder not watched, but looked at now and then", folder=str(folder), fault=str(fault))
        while not stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), POLL.total_seconds())
            yield


def _mark(path: Path) -> Mark | None:
    """What tells one file from another; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size
