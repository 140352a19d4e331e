"""The schema brought to this program's revision when a database is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from core.errors import SchemaMismatch, StoreError
from storage.engine import Engines, cause
from storage.tables import METADATA

_MIGRATIONS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 0x504F4C49  # any number that no other program on the same server locks: "POLI"


def prepare(engines: Engines) -> None:
    """Make or migrate the schema; several processes may do so at once.

    Raises:
        StoreError: the database cannot be opened.
        SchemaMismatch: it is of a revision, or of a program, that is not ours.
    """
    try:
        with engines.reads.begin() as connection:
            if revision(connection) == head():
                return
        with engines.writes.connect() as connection, _unchecked_keys(connection), connection.begin():
            _alone(connection)
            _refuse_what_is_not_ours(connection, engines.place)
            upgrade(connection)
            _refuse_dangling_keys(connection, engines.place)
    except SQLAlchemyError as error:
        raise StoreError(_unopenable(engines, error)) from error


@cache
def head() -> str:
    """The revision that this program works with."""
    return history().get_current_head() or ""


def history() -> ScriptDirectory:
    """All revisions, oldest to newest."""
    return ScriptDirectory.from_config(_config())


def revision(connection: Connection) -> str | None:
    """The revision a database is at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, to: str = "head") -> None:
    """Apply the migrations up to a revision, inside the connection's transaction."""
    command.upgrade(_config(connection), to)


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _refuse_what_is_not_ours(connection: Connection, place: str) -> None:
    present = revision(connection)
    if present is None:
        foreign = set(METADATA.tables) & set(inspect(connection).get_table_names())
        if foreign:
            tables = ", ".join(sorted(foreign))
            raise SchemaMismatch(f"{place} holds tables of another program ({tables}); name an empty database")
        return
    known = {script.revision for script in history().walk_revisions()}
    if present not in known:
        raise SchemaMismatch(
            f"{place} is at schema revision {present!r}, this program knows none after {head()!r}; "
            "run the newer PolicyWatch that wrote it, or name another database"
        )


def _alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK)))


@contextmanager
def _unchecked_keys(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by dropping it, which foreign keys would take for a deletion of all that hangs on it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.cursor()  # the pragma works only outside a transaction
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
        driver.close()


def _refuse_dangling_keys(connection: Connection, place: str) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreError(f"{place} cannot be migrated: rows point at rows that are missing; restore a backup")


def _unopenable(engines: Engines, error: SQLAlchemyError) -> str:
    said = cause(error)
    if engines.reads.dialect.name == "postgresql":
        return f"{engines.place} cannot be used ({said}); see that the server runs and takes this user and database"
    if isinstance(error, OperationalError):
        folder = Path(engines.reads.url.database or "").resolve().parent
        return f"{engines.place} cannot be opened ({said}); see that {folder} exists and that this user may write there"
    return f"{engines.place} cannot be used ({said}); name another file"
