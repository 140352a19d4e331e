"""A backup put back in the place of a database."""

from pathlib import Path

from core.errors import StoreError
from storage.copies import check_backup, is_filled, put_in_place
from storage.derived import copied_tables
from storage.engine import engines, server_url, sqlite_file
from storage.schema import history


def restore(backup: Path, url: str) -> Path | None:
    """Put a backup in the place of an SQLite database that is empty or missing; blocks.

    Raises:
        StoreError: the backup is not ours or not whole, the database holds something or is in use; nothing was
            changed.
    """
    file = _checked(backup, url)
    if is_filled(file, [table.name for table in copied_tables()]):
        raise StoreError(f"{file} is not empty; add --force to have it kept beside and replaced")
    return put_in_place(backup, file)


def replace(backup: Path, url: str) -> Path | None:
    """Like `restore`, of whatever stands there; returns where that is kept."""
    return put_in_place(backup, _checked(backup, url))


def _checked(backup: Path, url: str) -> Path:
    opened = engines(url)
    file = sqlite_file(opened.reads.url)
    if file is None:
        raise StoreError(
            f"{opened.place} is no SQLite file; restore a dump with: "
            f"pg_restore --clean --if-exists --dbname={server_url(opened)} {backup}"
        )
    check_backup(backup, frozenset(script.revision for script in history().walk_revisions()))
    if file.exists() and backup.samefile(file):
        raise StoreError(f"{backup} is the database itself; name a backup of it")
    return file
