"""The memory of the watcher: SQLite for one process, PostgreSQL for many, behind `core.ports.Store`.

store = open_store("sqlite:///policywatch.db")
"""

from typing import TYPE_CHECKING

from core.ports import Blobs
from storage.places import open_blobs

if TYPE_CHECKING:
    from storage.store import SqlStore

__all__ = ["SqlStore", "open_blobs", "open_store"]


def open_store(url: str, blobs: Blobs | None = None) -> "SqlStore":
    """Open the memory at a database URL, made or migrated to this program's schema; blocks.

    Args:
        url: `sqlite:///policywatch.db`, `sqlite:////srv/policywatch.db` or
            `postgresql+psycopg://user:password@host/name` (`postgresql://` means the same).
        blobs: where the bytes of pages are kept from now on; None keeps them in the database.

    Raises:
        StoreError: it cannot be opened; says where, what and what to do.
        SchemaMismatch: it was written by a newer PolicyWatch or belongs to another program.
    """
    # Importing SQLModel takes over a second; commands that touch no database do not pay for it.
    from storage.store import SqlStore

    return SqlStore(url, blobs)


def __getattr__(name: str) -> object:
    if name == "SqlStore":
        from storage.store import SqlStore

        return SqlStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
