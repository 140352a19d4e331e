"""What a repair of one kind of damage reports."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """A text after one repair.

    Args:
        found: damaged runs.
        left: those of them that were left as they are, since more than one text could have been there.
    """

    text: str
    found: int = 0
    left: int = 0


def repaired(text: str, runs: re.Pattern[str], read: Callable[[re.Match[str]], str | None]) -> Repair:
    """Every run read anew.

    Args:
        read: what a run was; None when it is damaged and nobody knows; the run itself when nothing is wrong with it.
    """
    found = left = 0

    def one(run: re.Match[str]) -> str:
        nonlocal found, left
        written = read(run)
        found += written != run[0]
        left += written is None
        return run[0] if written is None else written

    return Repair(runs.sub(one, text), found, left)


def decoded(raw: bytes, encoding: str) -> str | None:
    """The text, or None when these bytes are none in that encoding."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None
