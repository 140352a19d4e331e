"""What every daemon does: obey signals, take a saved file, say what came of a visit."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path

import structlog

from core.errors import ConfigError, StoreError, UsageError
from core.source import Configuration
from policywatch.saved import saved
from policywatch.visit import Visited
from policywatch.wiring import read_configuration

log = structlog.get_logger(__name__)


class Reloading:
    """Takes up sources.yaml anew when it is saved, or when SIGHUP asks for it.

    Args:
        apply: makes a configuration the one that counts; a broken file is reported, and the old one kept.
    """

    def __init__(
        self, path: Path, environ: Mapping[str, str], apply: Callable[[Configuration], Awaitable[None]]
    ) -> None:
        self._path = path
        self._environ = environ
        self._apply = apply
        self._asked = asyncio.Event()
        self._turn = asyncio.Lock()

    def ask(self) -> None:
        """Reload soon, though nobody saw the file being saved."""
        self._asked.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Until the daemon stops."""
        asked = asyncio.create_task(self._on_asking(), name="reload when asked")
        try:
            await self._on_save(stopping)
        finally:
            asked.cancel()

    async def reload(self) -> None:
        """Apply sources.yaml as it stands now, or say why not; of two at once one waits for the other."""
        async with self._turn:
            await self._reload()

    async def _reload(self) -> None:
        try:
            # Of 5,000 sources it takes seconds, in which requests would time out and a worker seem dead.
            config = await asyncio.to_thread(read_configuration, self._path, self._environ)
            await self._apply(config)
        except ConfigError as fault:
            log.error("sources.yaml not applied, the old one is kept", mistakes=str(fault).splitlines())
        except (StoreError, UsageError) as fault:
            log.error("sources.yaml not applied, the old one is kept", fault=str(fault))
        else:
            log.info("sources.yaml applied", sources=len(config.sources))

    async def _on_save(self, stopping: asyncio.Event) -> None:
        async for _ in saved(self._path, stopping):
            await self.reload()

    async def _on_asking(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            await self.reload()


@contextlib.contextmanager
def signals(*, stop: Callable[[], None], reload: Callable[[], None]) -> Iterator[None]:
    """SIGTERM and SIGINT call `stop`, SIGHUP calls `reload`, while the block runs."""
    loop = asyncio.get_running_loop()
    wanted: Mapping[signal.Signals, Callable[[], None]] = {
        signal.SIGTERM: stop,
        signal.SIGINT: stop,
        signal.SIGHUP: reload,
    }
    for number, call in wanted.items():
        loop.add_signal_handler(number, call)
    try:
        yield
    finally:
        for number in wanted:
            loop.remove_signal_handler(number)


def log_visit(visited: Visited) -> None:
    """One line a visit that led to something; what led to nothing is for --verbose."""
    where = {"source": visited.source_id, "url": visited.errand.url}
    if visited.change is not None:
        log.info("change", kind=visited.change.kind.value, headline=visited.change.headline, **where)
    elif visited.trouble is not None:
        log.warning("no reading", why=visited.trouble, **where)
    else:
        log.debug("looked", outcome=visited.outcome, found=visited.found, **where)
