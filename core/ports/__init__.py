"""The seams: what the roads need of the world. Every implementation and every fake passes the contract suite."""

from typing import Protocol

from core.ports.archive import Archive
from core.ports.clippings import Clippings
from core.ports.hosts import Hosts
from core.ports.memory import Memory
from core.ports.world import Blobs, Courier, Web

__all__ = ["Archive", "Blobs", "Clippings", "Courier", "Hosts", "Memory", "Store", "Web"]


class Store(Memory, Archive, Clippings, Hosts, Protocol):
    """The whole memory: SQLite for one process, PostgreSQL for many."""

    async def close(self) -> None:
        """Finish what is running and let the database go."""
