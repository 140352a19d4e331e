"""SQLite files copied whole and put in each other's place: backup and restore."""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from core.errors import StoreError

KEPT = ".before-restore"
"""What is put behind the name of a database that a backup took the place of."""

LOST = 1_000
"""Changes of one page that may have been told since its backup."""

_PARTIAL = ".partial"
_IMPATIENT = 2_000
"""Milliseconds that whoever holds a database is given to let go."""


def copy_database(file: Path, target: Path) -> None:
    """Write a consistent copy of an SQLite file to a name that nothing has yet; it is there whole or not at all.

    Writers go on meanwhile. Raises `StoreError`.
    """
    if target.exists():
        raise StoreError(f"{target} is there already; name a new file")
    with _partial(target) as partial:
        _vacuum(file, partial, target)
        try:
            os.link(partial, target)  # unlike a rename, it never takes the place of what came meanwhile
        except FileExistsError as error:
            raise StoreError(f"{target} is there already; name a new file") from error
        except OSError:  # a file system without links
            partial.rename(target)
        _force(target.parent)


def check_backup(file: Path, revisions: frozenset[str]) -> None:
    """Whether a file is a database of ours that is whole. Raises `StoreError` that says what it is not.

    Args:
        revisions: of the schema that this program knows.
    """
    if not file.is_file():
        raise StoreError(f"there is no file {file}; name a backup")
    try:
        with closing(_opened(file)) as connection:
            present = _revision(connection)
            if present is None:
                raise StoreError(f"{file} is no database of PolicyWatch; name a backup")
            if present not in revisions:
                raise StoreError(
                    f"{file} is at schema revision {present!r}, which this program does not know; "
                    "restore it with the newer PolicyWatch that wrote it"
                )
            damage = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)")]
            lost = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise StoreError(f"{file} cannot be read ({error}); name another backup") from error
    if damage != ["ok"]:
        raise StoreError(f"{file} is damaged ({'; '.join(damage)}); name another backup")
    if lost is not None:
        raise StoreError(f"{file} is damaged (a row of {lost[0]} names one that is missing); name another backup")


def is_filled(file: Path, tables: Sequence[str]) -> bool:
    """Whether a database file holds anything that a restore would take away.

    Args:
        tables: of ours, whose rows count.
    """
    if not file.exists() or file.stat().st_size == 0:
        return False
    try:
        with closing(_opened(file)) as connection:
            present = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "alembic_version" not in present:
                return bool(present)
            return any(_has_row(connection, name) for name in tables if name in present)
    except sqlite3.Error:
        return True  # whatever it is, it is not nothing


def put_in_place(backup: Path, file: Path) -> Path | None:
    """Make a copy of the backup the database at `file`; returns where what was there is kept, if anything was.

    At every moment one of the two stands at `file`, whole. Raises `StoreError` when somebody has it open.
    """
    with _partial(file) as partial:
        _vacuum(backup, partial, file)
        _leave_room(partial, file)
        if not file.exists():
            _set_aside_log(file)
            partial.rename(file)
            _force(file.parent)
            return None
        with _alone(file):
            kept = _free_name(file)
            try:
                os.link(file, kept)
            except OSError:
                shutil.copy2(file, kept)
            partial.replace(file)
            _force(file.parent)
    return kept


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Hold a database that nobody else has open, all of it in its one file."""
    held = f"{file} is in use; stop the daemon (and whatever else has it open), then restore"
    try:
        connection = sqlite3.connect(file, isolation_level=None)
    except sqlite3.Error as error:
        raise StoreError(f"{file} cannot be opened ({error}); move it away, then restore") from error
    with closing(connection):
        try:
            connection.execute(f"PRAGMA busy_timeout = {_IMPATIENT}")
            # Only who is alone may leave WAL mode; what stands in the log goes into the file.
            if connection.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
                raise StoreError(held)
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise StoreError(held) from error
        except sqlite3.DatabaseError:
            pass  # no database: nobody has it open as one, and it is kept beside as it is
        yield


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A name beside the target for what is not whole yet; nothing is left there."""
    partial = target.with_name(f"{target.name}{_PARTIAL}")
    try:
        partial.unlink(missing_ok=True)
        yield partial
    except OSError as error:
        raise StoreError(
            f"{target} cannot be written ({error.strerror}); name a new file in a folder that exists and has room"
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _vacuum(file: Path, partial: Path, target: Path) -> None:
    try:
        # A connection of its own: VACUUM INTO reads one snapshot and does not hold up the writer.
        with closing(_opened(file)) as source:
            source.execute("VACUUM INTO ?", (str(partial),))
    except sqlite3.Error as error:
        raise StoreError(
            f"{target} cannot be written ({error}); name a new file in a folder that exists and has room"
        ) from error
    _force(partial)


def _leave_room(partial: Path, target: Path) -> None:
    """Give no change the number of one that was told since the backup and is lost.

    Ids are made of numbers: receivers drop what comes under an id that they have seen, though it says something else.
    """
    try:
        with closing(_opened(partial)) as connection, connection:
            connection.execute("UPDATE page SET changes = changes + ?", (LOST,))
    except sqlite3.Error as error:
        raise StoreError(f"{target} cannot be written ({error}); see that there is room") from error
    _force(partial)


def _set_aside_log(file: Path) -> None:
    """A log that outlived its database would be taken for one of the new."""
    log = file.with_name(f"{file.name}-wal")
    if log.exists():
        log.rename(_free_name(log))


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)


def _revision(connection: sqlite3.Connection) -> str | None:
    named = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    if connection.execute(named).fetchone() is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def _has_row(connection: sqlite3.Connection, table: str) -> bool:
    quoted = table.replace('"', '""')
    return connection.execute(f'SELECT 1 FROM "{quoted}" LIMIT 1').fetchone() is not None  # noqa: S608


def _free_name(file: Path) -> Path:
    names = [file.with_name(f"{file.name}{KEPT}{suffix}") for suffix in ("", *(f".{n}" for n in range(2, 1_000)))]
    return next(name for name in names if not name.exists())


def _force(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
