"""What the contract names and this version has not built: a row here is a promise; building it removes the row."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Absent:
    """A key of the contract that is refused for now, and what to do instead."""

    key: str
    instead: str


NOT_IN_THIS_VERSION = (Absent("render", "watch an address that needs no JavaScript"),)


def absent(key: str) -> Absent | None:
    """The row of a key that the contract has and this version has not."""
    return next((row for row in NOT_IN_THIS_VERSION if row.key == key), None)


def wrong_because_absent(row: Absent) -> str:
    """The clause that says so."""
    return f"'{row.key}' is not available in this version"
