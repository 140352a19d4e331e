"""Bytes as they came, each kept once."""

from sqlalchemy import Connection, bindparam, func, select

from core.errors import StoreError
from storage.compression import expand, squeeze, squeeze_against
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


def recall_blob(connection: Connection, digest: str) -> bytes:
    """Bytes by their digest. Raises `StoreError` if they are not kept or damaged."""
    row = connection.execute(_BLOB, {"wanted": digest}).first()
    if row is None:
        raise StoreError(f"no bytes are kept under digest {digest}")
    base = expand(row.base_data, None, _name(row.base)) if row.base is not None else None
    return expand(row.data, base, _name(digest))


def _name(digest: str) -> str:
    return f"the page with digest {digest}"
