"""Values of a JSON answer, as listings write them: rows at a path, words, and days in every form."""

import json
import math
import re
from datetime import UTC, date, datetime, tzinfo

from crawler.discover.dialects import day
from crawler.discover.legend import days_in
from crawler.discover.outcome import Unreadable

MOST_DIGITS = 20
MILLISECONDS_FROM = 100_000_000_000
MILLISECONDS_UNTIL = 100_000_000_000_000
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
WITH_ZONE = re.compile(r"[Tt ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$")

Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]


def value_of(text: str) -> Value | Unreadable:
    """What a JSON answer holds; or why it cannot be read."""
    try:
        document: Value = json.loads(text.lstrip("\ufeff \r\n\t"))
    except ValueError as error:
        return Unreadable(f"the answer is not JSON: {error}" if text.strip("\ufeff \r\n\t") else "the answer is empty")
    except RecursionError:
        return Unreadable("the answer is nested too deeply")
    return document


def rows_at(document: Value, path: str) -> list[Value] | Unreadable:
    """The array at a dotted path, or at the top where the path is empty; or what stands there instead."""
    rows = at(document, path) if path else document
    if isinstance(rows, list):
        return rows
    where = f"at '{path}'" if path else "at the top"
    return Unreadable(f"there is no array {where}; the answer has: {keys(document)}")


def at(value: Value, path: str) -> Value:
    """What stands at a dotted path through mappings and arrays; None for nothing."""
    for step in path.split("."):
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def word(value: Value) -> str | None:
    """A text or whole number as text without blanks around it; None for anything else, and for nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def day_of(value: Value, zone: tzinfo) -> date | None:
    """A day out of ISO, `YYYY-MM-DD HH:MM:SS`, YYYYMMDD, or seconds or milliseconds since 1970."""
    written = word(int(value) if isinstance(value, float) and math.isfinite(value) else value)
    if written is None:
        return None
    compact = COMPACT.fullmatch(written)
    if compact:
        return day(*compact.groups())
    if written.isdecimal():
        return _day_of_epoch(int(written), zone) if len(written) <= MOST_DIGITS else None
    if WITH_ZONE.search(written):
        return _day_with_zone(written, zone)
    return next(iter(days_in(written)), None)


def keys(value: Value) -> str:
    """What a value has, in words for an operator."""
    if isinstance(value, dict):
        return ", ".join(str(key)[:40] for key in list(value)[:12]) or "nothing"
    return f"an array of {len(value)}" if isinstance(value, list) else type(value).__name__


def _day_of_epoch(number: int, zone: tzinfo) -> date | None:
    if not 0 < number < MILLISECONDS_UNTIL:
        return None
    seconds = number / 1000 if number >= MILLISECONDS_FROM else number
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).date()


def _day_with_zone(written: str, zone: tzinfo) -> date | None:
    try:
        return datetime.fromisoformat(written).astimezone(zone).date()
    except (OverflowError, ValueError):
        return next(iter(days_in(written)), None)
