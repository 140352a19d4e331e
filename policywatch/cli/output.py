"""Standard output: whatever a terminal can show, and nothing that is lost without a word."""

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import UsageError

OUTPUT = "standard output"


@contextmanager
def whole_output() -> Iterator[None]:
    """Standard output of a command: what its encoding has not stands as an escape, and all of it is written at the end.

    Raises:
        UsageError: it is closed, or takes no more.
    """
    if sys.stdout is None:  # `>&-` in a shell
        raise UsageError(OUTPUT, "is closed", "leave it open, or send it to /dev/null")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        yield
    finally:
        with _told():
            sys.stdout.flush()


def write(text: str) -> None:
    """Write to standard output. Raises `UsageError` when it takes no more."""
    with _told():
        sys.stdout.write(text)


def is_unicode() -> bool:
    """Whether standard output is UTF-8."""
    return codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # `| head`: nobody wants more, and Typer ends quietly
        raise
    except OSError as fault:
        _forget()
        raise UsageError(OUTPUT, f"takes no more: {fault.strerror}", "make room, or send it elsewhere") from fault


def _forget() -> None:
    """Let what is left in the buffer go nowhere: the interpreter would fail on it once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
