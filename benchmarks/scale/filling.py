"""A database filled with a size, by its own engine: indexes and keys are laid aside meanwhile and made afterwards."""

import hashlib
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL

from benchmarks.scale.aside import lay_aside
from benchmarks.scale.rows import Filling, fillings
from benchmarks.scale.size import Size
from core.fingerprint import bands, fingerprint
from core.model import Block, Document, PageKind
from storage.compression import squeeze, squeeze_against
from storage.serialise import document_to_json

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PARAGRAPHS = (
    "各区人民政府，市政府各部门、各直属机构：现将《管理办法》印发给你们，请结合实际认真贯彻执行。",
    "第五条　对符合条件的企业，按照研发投入的百分之二十给予补助，最高不超过五百万元。",
    "本办法自2026年3月1日起施行，有效期三年。",
)
EDITED = (PARAGRAPHS[0], PARAGRAPHS[1].replace("五百", "八百"), PARAGRAPHS[2])

SHARED = fingerprint("您访问的页面正在维护，请稍后再试。" * 5, "any")
"""Of what thousands of pages say."""

_POSTGRES_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION pg_temp.digest(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
  $$ SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex') $$;
CREATE OR REPLACE FUNCTION pg_temp.chance(bigint, bigint) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT AS
  $$ SELECT (hashint8extended($1, $2) & 1099511627775) / 1099511627776.0::double precision $$;
CREATE OR REPLACE FUNCTION pg_temp.moment(double precision) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT AS
  $$ SELECT to_timestamp({NOW.timestamp()} + 86400 * $1) $$;
CREATE OR REPLACE FUNCTION pg_temp.day(integer) RETURNS date LANGUAGE sql IMMUTABLE STRICT AS
  $$ SELECT date '{NOW:%Y-%m-%d}' + $1 $$;
"""
# Named in full, for temporary functions are found in no other way.
_OURS = ("digest(", "chance(", "moment(", "day(")


def fill(url: str, size: Size) -> None:
    """Fill a migrated, empty database; prints how long each table took."""
    engine = create_engine(address(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    try:
        with engine.begin() as connection:
            aside = lay_aside(connection)
        for table, parts in fillings(size).items():
            with _timed(table), engine.begin() as connection:
                _fill_table(connection, table, parts, size)
        for statement in aside:
            with _timed(statement[:60]), engine.begin() as connection:
                connection.exec_driver_sql(statement)
        if engine.dialect.name == "postgresql":
            with _timed("vacuum"):
                _settle(engine)
    finally:
        engine.dispose()


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"  {time.perf_counter() - began:8.1f} s  {what}", flush=True)


def _settle(engine: Engine) -> None:
    """What a server in service has done long since: rows counted, and known to be seen by all."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT setval('page_id_seq', (SELECT max(id) FROM page))"))
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("CHECKPOINT"))


def _fill_table(connection: Connection, table: str, parts: Sequence[Filling], size: Size) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_POSTGRES_FUNCTIONS)
        # What is written to a table that was emptied in the same transaction goes into no log (wal_level = minimal).
        connection.execute(text(f'TRUNCATE "{table}"'))
    for part in parts:
        _fill(connection, part, size)


def address(url: str) -> URL:
    """A database URL with the driver that the store takes too."""
    return make_url(url).set(drivername="sqlite" if url.startswith("sqlite") else "postgresql+psycopg")


def _fill(connection: Connection, part: Filling, size: Size) -> None:
    on_sqlite = connection.dialect.name == "sqlite"
    insert = part.insert
    if not on_sqlite:
        for function in _OURS:
            insert = insert.replace(function, f"pg_temp.{function}")
    head, _, select = insert.partition("SELECT")
    statement = text(f"{head} WITH {_series(part.until, on_sqlite=on_sqlite)} SELECT {select}")
    whole, edited, shared = _document(PARAGRAPHS), _document(EDITED), bands(SHARED.near)
    offered = {
        "pages": size.pages,
        "sources": size.sources,
        "unit": "\x1f",
        "document": squeeze(whole),
        "difference": squeeze_against(edited, whole) or squeeze(edited),
        "shared_0": shared[0],
        "shared_1": shared[1],
    }
    wanted = {name: value for name, value in offered.items() if f":{name}" in insert}
    connection.execute(statement, wanted)


def _series(until: int, *, on_sqlite: bool) -> str:
    if not on_sqlite:
        return (
            f"series AS NOT MATERIALIZED (SELECT id FROM generate_series(1::bigint, {until}) AS id), "
            "few AS (SELECT id FROM generate_series(1, 16) AS id)"
        )
    step = "(SELECT 1 UNION ALL SELECT id + 1 FROM {0} WHERE id < {1})"
    return ", ".join(f"{name}(id) AS {step.format(name, last)}" for name, last in (("series", until), ("few", 16)))


def _document(paragraphs: tuple[str, ...]) -> bytes:
    blocks = tuple(Block(paragraph, paragraph) for paragraph in paragraphs)
    return document_to_json(Document(page_kind=PageKind.ARTICLE, title="关于印发管理办法的通知", blocks=blocks))


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.create_function(
        "digest", 1, lambda words: hashlib.sha256(words.encode()).hexdigest(), deterministic=True
    )
    connection.create_function("chance", 2, _chance, deterministic=True)
    connection.create_function("moment", 1, _moment, deterministic=True)
    connection.create_function("day", 1, lambda days: f"{NOW + timedelta(days=days):%Y-%m-%d}", deterministic=True)
    for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -500000"):
        connection.execute(f"PRAGMA {pragma}")


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _chance(number: int, salt: int) -> float:
    mixed = (number * 0x9E3779B97F4A7C15 + salt * 0xC2B2AE3D27D4EB4F) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    return (mixed >> 24) / 2**40


def _moment(days: float) -> str:
    return f"{NOW + timedelta(days=days):%Y-%m-%d %H:%M:%S.%f}"
