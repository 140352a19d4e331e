"""Column types that say the same in SQLite and in PostgreSQL."""

import json
from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

RowId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the type is exactly INTEGER."""

Json = dict[str, object] | list[object]


def storable(text: str) -> str:
    """Text that both engines take: without NUL, with U+FFFD for a lone surrogate."""
    if text.isascii():
        return text.replace("\x00", "")
    return text.replace("\x00", "").encode("utf-8", "surrogatepass").decode("utf-8", "replace")


class Words(TypeDecorator[str]):
    """Text in columns. PostgreSQL refuses NUL and both drivers refuse lone surrogates, which real pages contain."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """On the way in."""
        return None if value is None else storable(value)


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment; SQLite, which forgets the zone, is given UTC and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On the way in; a naive moment is our own bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On the way out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonWords(TypeDecorator[Json]):
    """A small JSON value as text: jsonb refuses the escapes that carry NUL and lone surrogates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Json | None, dialect: Dialect) -> str | None:
        """On the way in."""
        return None if value is None else json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Json | None:
        """On the way out."""
        if value is None:
            return None
        loaded: Json = json.loads(value)
        return loaded


def json_text(value: Json) -> str:
    """Compact JSON with Chinese as it is and lone surrogates as escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # In a JSON string `\udc80` is what backslashreplace writes for a lone surrogate, so it reads back exactly.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
