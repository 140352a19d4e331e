"""CPU that a step takes, here and in the server's processes: on a busy machine the clock tells of others' work too."""

import time
from pathlib import Path

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Engine

_PROCESSES = Path("/proc")


class Meter:
    """Counts from its making on; the server's part where Linux tells it, for connections that are opened meanwhile."""

    def __init__(self) -> None:
        self._backends: list[int] = []
        event.listen(Engine, "connect", self._opened)

    def seconds(self) -> float:
        """CPU of this process and of the server's processes that serve it."""
        return time.process_time() + sum(map(_ran, self._backends)) / 1e9

    def stop(self) -> None:
        """Count no more connections."""
        event.remove(Engine, "connect", self._opened)

    def _opened(self, connection: object, _record: object) -> None:
        if isinstance(connection, psycopg.Connection):
            self._backends.append(connection.info.backend_pid)


def _ran(pid: int) -> int:
    try:
        return int((_PROCESSES / str(pid) / "schedstat").read_text().split()[0])
    except FileNotFoundError:
        return 0
