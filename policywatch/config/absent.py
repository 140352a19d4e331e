"""What the contract names and this version has not built: a row here is a promise; building it removes the row."""

from dataclasses import dataclass
from typing import Literal

Place = Literal["key", "channel", "time"]


@dataclass(frozen=True, slots=True)
class Absent:
    """A word of the contract that is refused for now, and what to write instead."""

    place: Place
    word: str
    instead: str


CHANNEL = "use console, email or webhook"

NOT_IN_THIS_VERSION = (
    Absent("key", "render", "watch an address that needs no JavaScript"),
    Absent("channel", "apprise", CHANNEL),
    Absent("channel", "feishu", CHANNEL),
    Absent("channel", "dingtalk", CHANNEL),
    Absent("channel", "wecom", CHANNEL),
    Absent("time", "digest", "write at_once"),
)


def absent(place: Place, word: object) -> Absent | None:
    """The row of a word that the contract has and this version has not."""
    return next((row for row in NOT_IN_THIS_VERSION if row.place == place and row.word == word), None)


def wrong_because_absent(row: Absent) -> str:
    """The clause that says so."""
    return f"'{row.word}' is not available in this version"
