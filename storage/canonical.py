"""Rows in one order and one form, whichever engine keeps them: what can be copied, and compared by digest."""

import hashlib
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    TableClause,
    Text,
    Tuple,
    collate,
    column,
    desc,
    literal,
    select,
    table,
    tuple_,
)
from sqlalchemy.types import TypeEngine

from storage.columns import JsonWords, Words
from storage.derived import copied_tables
from storage.tables import BLOB

Values = tuple[object, ...]
"""One row, its columns in the order of the model."""

_FETCH = 200
_HEAD = struct.Struct(">cQ")
_WHOLE_FIRST = (column("base").is_(None), column("base").is_not(None))


@dataclass(frozen=True, slots=True)
class Strand:
    """A table, or a part of one, whose rows may be written one after another in the order of their keys.

    Args:
        rows: the table without the meaning of its columns: text is text, JSON too.
        keys: names of its primary key.
        part: of which rows; None for all.
    """

    rows: TableClause
    keys: tuple[str, ...]
    part: ColumnElement[bool] | None = None

    @property
    def name(self) -> str:
        """Of the table."""
        return self.rows.name

    def key_of(self, row: Values) -> Values:
        """The primary key of one of its rows."""
        names = [one.name for one in self.rows.columns]
        return tuple(row[names.index(key)] for key in self.keys)


def strands() -> list[Strand]:
    """All that is copied, each after what it names; whole blobs come before those that were squeezed against them."""
    found = []
    for model in copied_tables():
        plain = table(model.name, *(column(one.name, _plain(one.type)) for one in model.columns))
        keys = tuple(one.name for one in model.primary_key.columns)
        parts = _WHOLE_FIRST if model is BLOB else (None,)
        found += [Strand(plain, keys, part) for part in parts]
    return found


def read_rows(
    connection: Connection, strand: Strand, *, after: Values | None = None, until: Values | None = None
) -> Iterator[Values]:
    """The rows in the order of their keys, as the database hands them over; few are in memory at once.

    Args:
        after: only those behind this key.
        until: only those up to this key.
    """
    key = _key(connection, strand)
    found = _of_part(strand, select(*strand.rows.columns)).order_by(*key)
    if after is not None:
        found = found.where(tuple_(*key) > _literals(connection, strand, after))
    if until is not None:
        found = found.where(tuple_(*key) <= _literals(connection, strand, until))
    with connection.execute(found, execution_options={"yield_per": _FETCH}) as rows:
        for row in rows:
            yield tuple(row)


def last_key(connection: Connection, strand: Strand) -> Values | None:
    """The key of the last row; None where there is none."""
    key = _key(connection, strand)
    columns = [strand.rows.c[name] for name in strand.keys]
    found = _of_part(strand, select(*columns)).order_by(*(desc(one) for one in key)).limit(1)
    row = connection.execute(found).first()
    return None if row is None else tuple(row)


class Counted(NamedTuple):
    """Rows in a nutshell: how many, and the SHA-256 of all of them in order."""

    rows: int
    digest: str


def count_rows(connection: Connection, some: Sequence[Strand], *, until: Values | None = None) -> Counted:
    """All rows of the strands, up to a key if one is given."""
    number, digest = 0, hashlib.sha256()
    for strand in some:
        for row in read_rows(connection, strand, until=until):
            number += 1
            for value in row:
                kind, said = _said(value)
                digest.update(_HEAD.pack(kind, len(said)))
                digest.update(said)
    return Counted(number, digest.hexdigest())


def _key(connection: Connection, strand: Strand) -> list[ColumnElement[object]]:
    """In the order of bytes, which is SQLite's; PostgreSQL sorts text as its database was created to."""
    bytewise = connection.dialect.name == "postgresql"
    found: list[ColumnElement[object]] = []
    for name in strand.keys:
        one: ColumnElement[object] = strand.rows.c[name]
        found.append(collate(one, "C") if bytewise and isinstance(one.type, Text) else one)  # type: ignore[arg-type]
    return found


def _literals(connection: Connection, strand: Strand, key: Values) -> Tuple:
    columns = [strand.rows.c[name] for name in strand.keys]
    return tuple_(*(literal(value, one.type) for one, value in zip(columns, key, strict=True)))


def _of_part(strand: Strand, found: Select[*tuple[object, ...]]) -> Select[*tuple[object, ...]]:
    return found if strand.part is None else found.where(strand.part)


def _plain(kind: TypeEngine[object]) -> TypeEngine[object]:
    text: TypeEngine[object] = Text()  # type: ignore[assignment]
    return text if isinstance(kind, Words | JsonWords) else kind


def _said(value: object) -> tuple[bytes, bytes]:
    """A value in bytes that say the same on both engines, and its kind."""
    match value:
        case None:
            return b"n", b""
        case bool():
            return b"b", b"1" if value else b"0"
        case int():
            return b"i", str(value).encode()
        case float():
            return b"f", struct.pack(">d", value)
        case str():
            return b"s", value.encode("utf-8", "surrogatepass")
        case bytes() | memoryview():
            return b"x", bytes(value)
        case datetime():
            return b"t", value.astimezone(UTC).isoformat().encode()
        case date():
            return b"d", value.isoformat().encode()
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form")
