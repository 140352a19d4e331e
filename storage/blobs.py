"""Bytes as they came, each kept once, in the database."""

import asyncio
from collections.abc import AsyncIterator

from sqlalchemy import Connection, bindparam, func, select

from core.errors import StoreError
from core.ports import Blobs
from storage.compression import expand, proved, squeeze, squeeze_against
from storage.engine import Engines, faults
from storage.tables import BLOB
from storage.upsert import insert_unless_there

_BASE = BLOB.alias("base")
_BLOB = (
    select(BLOB.c.base, BLOB.c.data, _BASE.c.data.label("base_data"))
    .outerjoin(_BASE, _BASE.c.digest == BLOB.c.base)
    .where(BLOB.c.digest == bindparam("wanted"))
)
_WHOLE = BLOB.alias("whole")
_WHOLE_BEHIND = (
    select(_WHOLE.c.digest, _WHOLE.c.data)
    .join(BLOB, func.coalesce(BLOB.c.base, BLOB.c.digest) == _WHOLE.c.digest)
    .where(BLOB.c.digest == bindparam("wanted"))
)
_DIGESTS = select(BLOB.c.digest).where(BLOB.c.digest > bindparam("last")).order_by(BLOB.c.digest).limit(1_000)


def add_blob(connection: Connection, digest: str, data: bytes, previous: str | None) -> None:
    """Store bytes once; `previous` is the digest of bytes that they probably resemble."""
    behind = connection.execute(_WHOLE_BEHIND, {"wanted": previous}).first()
    difference = None
    if behind and behind.digest != digest:
        difference = squeeze_against(data, expand(behind.data, None, _name(behind.digest)))
    if behind is None or difference is None:
        row: dict[str, object] = {"digest": digest, "base": None, "data": squeeze(data)}
    else:
        row = {"digest": digest, "base": behind.digest, "data": difference}
    connection.execute(insert_unless_there(connection, BLOB), row)


def recall_blob(connection: Connection, digest: str) -> bytes | None:
    """Bytes by their digest; None for what is not kept here. Raises `StoreError` if they are damaged."""
    row = connection.execute(_BLOB, {"wanted": digest}).first()
    if row is None:
        return None
    base = expand(row.base_data, None, _name(row.base)) if row.base is not None else None
    return expand(row.data, base, _name(digest))


class DatabaseBlobs(Blobs):
    """The table `blob` as a place of its own, beside the commits that write to it."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    async def put(self, digest: str, data: bytes) -> None:
        """See `Blobs`."""

        def write() -> None:
            with faults(self._engines.place), self._engines.writes.begin() as connection:
                add_blob(connection, digest, data, None)

        await asyncio.to_thread(write)

    async def get(self, digest: str) -> bytes:
        """See `Blobs`."""

        def read() -> bytes | None:
            with faults(self._engines.place), self._engines.reads.begin() as connection:
                return recall_blob(connection, digest)

        data = await asyncio.to_thread(read)
        if data is None:
            raise StoreError(missing(digest))
        return proved(data, digest, _name(digest))

    async def digests(self) -> AsyncIterator[str]:
        """See `Blobs`."""
        last = ""
        while some := await asyncio.to_thread(self._digests_after, last):
            for last in some:
                yield last

    def _digests_after(self, last: str) -> list[str]:
        with faults(self._engines.place), self._engines.reads.begin() as connection:
            return list(connection.scalars(_DIGESTS, {"last": last}))


def missing(digest: str) -> str:
    """What is said of bytes that are nowhere."""
    return (
        f"no bytes are kept under digest {digest}; if they lie in a folder or an object store, name it in "
        "POLICYWATCH_BLOBS, else restore a backup"
    )


def _name(digest: str) -> str:
    return f"the page with digest {digest}"
