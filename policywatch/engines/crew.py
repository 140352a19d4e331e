"""Visits run side by side over hosts and one after another within a host."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from core.model import PageId
from core.source import SourceId

HOSTS_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Errand:
    """One visit to be made: to a listing (`page_id` None) or to a page.

    Args:
        url: decides which host is burdened.
    """

    source_id: SourceId
    url: str
    page_id: PageId | None = None

    @property
    def host(self) -> str:
        """The authority of the address; visits to one authority never overlap."""
        return urlsplit(self.url).netloc.lower()


Visit = Callable[[Errand], Awaitable[None]]


class Crew:
    """Takes errands and makes the visits; a slow host holds up nobody but itself.

    Args:
        visit: makes one visit; what goes wrong on one page is its own affair, it must not raise.
    """

    def __init__(self, visit: Visit, *, hosts_at_once: int = HOSTS_AT_ONCE) -> None:
        self._visit = visit
        self._slots = asyncio.Semaphore(hosts_at_once)
        self._busy: dict[str, asyncio.Task[None]] = {}

    def send(self, errands: Iterable[Errand]) -> int:
        """Start visiting the hosts that are free; errands to busy hosts are left to be due again.

        Returns:
            The number of errands taken.
        """
        taken = 0
        for host, batch in _by_host(errands).items():
            if host in self._busy:
                continue
            task = asyncio.create_task(self._serve(batch), name=f"host {host}")
            self._busy[host] = task
            task.add_done_callback(partial(self._release, host))
            taken += len(batch)
        return taken

    def is_busy(self, host: str) -> bool:
        """Whether errands to a host would be left."""
        return host in self._busy

    async def join(self) -> None:
        """Wait until every host is served."""
        while self._busy:
            await asyncio.gather(*self._busy.values())

    async def stop(self, grace: float) -> None:
        """Let running visits end for `grace` seconds, then cancel the rest; nothing half done is kept."""
        running = list(self._busy.values())
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _serve(self, batch: Sequence[Errand]) -> None:
        async with self._slots:
            for errand in batch:
                await self._visit(errand)

    def _release(self, host: str, done: asyncio.Task[None]) -> None:
        if self._busy.get(host) is done:
            del self._busy[host]


def _by_host(errands: Iterable[Errand]) -> dict[str, list[Errand]]:
    hosts: dict[str, list[Errand]] = {}
    for errand in errands:
        hosts.setdefault(errand.host, []).append(errand)
    return hosts
