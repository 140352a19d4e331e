"""The channel `file`: one line of JSON for each message, at the end of a file; for trying out, and for programs."""

import asyncio
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.bodies import dispatch_bytes
from core.errors import DeliveryDelayed
from core.model import Dispatch

MODE = 0o640

FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK
"""`O_NONBLOCK`: what turns out to be a pipe that nobody reads must not hold us up."""


class File:
    """Appends to a file what a webhook would be sent, a line each, and sees it on the disk.

    Args:
        path: absolute; the file is made where it is missing, its folder is not.
        dashboard: public address of the dashboard; None leaves links to it null.
    """

    def __init__(self, path: str | None, *, dashboard: str | None = None) -> None:
        self._path = path
        self._dashboard = dashboard

    async def send(self, dispatch: Dispatch) -> None:
        """Append one line. Raises `DeliveryDelayed` when the file takes none, for that can be mended."""
        path = named(self._path)
        await asyncio.to_thread(lambda: append(path, dispatch_bytes(dispatch, dashboard=self._dashboard)))


def named(path: str | None) -> Path:
    """The file of a channel. Raises `DeliveryDelayed` where the channel names none."""
    if not path:
        raise DeliveryDelayed("the channel names no path, the file to write to")
    return Path(path)


def append(path: Path, line: bytes) -> None:
    """Add a line in one write; where somebody died in the midst of the last one, that one is ended first.

    Raises:
        DeliveryDelayed: it is no regular file, its folder is missing, the disk is full.
    """
    with _opened(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # the end of a line that is being written is no torn one; closing lets go
        size = os.fstat(file).st_size
        torn = size > 0 and os.pread(file, 1, size - 1) != b"\n"
        whole = (b"\n" if torn else b"") + line + b"\n"
        if os.write(file, whole) != len(whole):
            raise DeliveryDelayed(f"{path} took a part of the line only: is the disk full?")
        os.fsync(file)


def require_writable(path: Path) -> None:
    """See whether lines could be appended, without making the file. Raises `DeliveryDelayed`."""
    try:
        path.stat()
    except FileNotFoundError:
        _require_folder(path.parent)
    except OSError as fault:
        raise DeliveryDelayed(f"{path} cannot be written: {fault.strerror or fault}") from fault
    else:
        with _opened(path):
            return


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise DeliveryDelayed(f"the folder {folder} does not exist")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise DeliveryDelayed(f"the folder {folder} cannot be written to")


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The file, open for appending. Raises `DeliveryDelayed` for whatever the system says."""
    try:
        file = os.open(path, FLAGS, MODE)
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise DeliveryDelayed(f"{path} is not a regular file")
            yield file
        finally:
            os.close(file)
    except OSError as fault:
        raise DeliveryDelayed(f"{path} cannot be written: {fault.strerror or fault}") from fault
