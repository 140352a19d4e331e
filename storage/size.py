"""How much there is, and the room that it takes."""

import shutil
from pathlib import Path

from sqlalchemy import Connection, func, select

from core.model import DeliveryState, Room
from storage.engine import said
from storage.pages import STANDS_FOR_LISTING
from storage.schema import head, revision
from storage.tables import CHANGE, DELIVERY, PAGE, SOURCE, VERSION

_PAGES = select(func.count()).select_from(PAGE.join(SOURCE, SOURCE.c.id == PAGE.c.source_id)).where(~STANDS_FOR_LISTING)


def counts(connection: Connection) -> dict[str, int]:
    """Rows by what they are, without the pages that stand for listings; deliveries by state."""
    found = {
        "sources": connection.scalar(select(func.count()).select_from(SOURCE).where(SOURCE.c.registered)) or 0,
        "pages": connection.scalar(_PAGES) or 0,
        "versions": connection.scalar(select(func.count()).select_from(VERSION)) or 0,
        "changes": connection.scalar(select(func.count()).select_from(CHANGE)) or 0,
    }
    by_state = connection.execute(select(DELIVERY.c.state, func.count().label("number")).group_by(DELIVERY.c.state))
    states = {state.value: 0 for state in DeliveryState}
    return found | states | {row.state: row.number for row in by_state}


def room(connection: Connection) -> Room:
    """Where the database is, how large it is, and how much its disk still takes."""
    url = connection.engine.url
    size, free = _of_file(url.database) if url.get_backend_name() == "sqlite" else (_of_server(connection), None)
    return Room(
        database=said(url),
        revision=revision(connection) or "",
        newest=head(),
        size=size,
        free=free,
    )


def _of_file(name: str | None) -> tuple[int | None, int | None]:
    """The file with what lies beside it until it is taken in (`-wal`), and the rest of the disk."""
    if not name:
        return None, None
    file = Path(name)
    parts = (file, file.with_name(f"{file.name}-wal"))
    return sum(part.stat().st_size for part in parts if part.exists()), shutil.disk_usage(file.resolve().parent).free


def _of_server(connection: Connection) -> int | None:
    return connection.scalar(select(func.pg_database_size(func.current_database())))
