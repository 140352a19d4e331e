"""What the contract names and this version has not built: a row here is a promise; building it removes the row."""

from dataclasses import dataclass
from typing import Literal

Place = Literal["key", "kind", "channel", "time"]


@dataclass(frozen=True, slots=True)
class Absent:
    """A word of the contract that is refused for now, and what to write instead."""

    place: Place
    word: str
    instead: str


LISTING = "use list, page or json"
CHANNEL = "use console, email or webhook"

NOT_IN_THIS_VERSION = (
    Absent("kind", "feed", LISTING),
    Absent("kind", "sitemap", LISTING),
    Absent("kind", "gkmlpt", "use json with its api, as sources.yaml does for gz"),
    Absent("kind", "nfcms", "use list, or json with its /postmeta/i/ address"),
    Absent("kind", "trs", LISTING),
    Absent("kind", "hanweb", LISTING),
    Absent("kind", "govcn", "use json, as sources.yaml does for gov-feed"),
    Absent("key", "render", "watch an address that needs no JavaScript"),
    Absent("key", "paging", "watch the first page often enough"),
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
