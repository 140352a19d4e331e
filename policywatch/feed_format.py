"""Format: what a feed is written as."""

from enum import StrEnum


class Format(StrEnum):
    """What a feed is written as; also the end of its file's name."""

    ATOM = "atom"
    JSON = "json"
    ICS = "ics"
