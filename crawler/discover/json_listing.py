"""The documents that a described JSON interface lists (kind `json`)."""

import json
import math
import re
import zoneinfo
from datetime import UTC, date, datetime, tzinfo
from urllib.parse import quote

from core.model import Reference
from core.source import JsonApi, Source
from crawler.discover.address import absolute, identity
from crawler.discover.dialects import date_in, day
from crawler.discover.legend import days_in, plain_title, without_markup
from crawler.discover.outcome import Found, Outcome, Unreadable

MOST_ROWS = 5000
MOST_DIGITS = 20
MILLISECONDS_FROM = 100_000_000_000
MILLISECONDS_UNTIL = 100_000_000_000_000
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
WITH_ZONE = re.compile(r"[Tt ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$")

Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]


def json_references(source: Source, text: str, base_url: str) -> Outcome:
    """The documents of a JSON listing, in its order, each once; or what of its description does not fit."""
    api = source.discovery.api
    if api is None:
        return Unreadable("kind json needs api: where the rows are, and their fields")
    rows = _rows(text, api.items)
    if isinstance(rows, Unreadable):
        return rows
    zone = zoneinfo.ZoneInfo(source.pace.timezone)
    read = [_reference(row, api, base_url, zone) for row in rows[:MOST_ROWS]]
    found = [reference for reference in read if reference]
    if rows and not found:
        return Unreadable(f"no row has an address at '{api.url}'; the first row has: {_keys(rows[0])}")
    return Found(_wanted(found, source))


def _rows(text: str, path: str) -> list[Value] | Unreadable:
    try:
        document: Value = json.loads(text.lstrip("\ufeff"))
    except ValueError as error:
        return Unreadable(f"the answer is not JSON: {error}" if text.strip() else "the answer is empty")
    except RecursionError:
        return Unreadable("the answer is nested too deeply")
    rows = _at(document, path) if path else document
    if isinstance(rows, list):
        return rows
    where = f"at '{path}'" if path else "at the top"
    return Unreadable(f"there is no array {where}; the answer has: {_keys(document)}")


def _reference(row: Value, api: JsonApi, base_url: str, zone: tzinfo) -> Reference | None:
    address = _address(row, api.url)
    url = absolute(address, base_url) if address else None
    if url is None:
        return None
    title = _at(row, api.title) if api.title else None
    listed_on = _day(_at(row, api.date), zone) if api.date else None
    return Reference(
        url, plain_title(without_markup(title)) if isinstance(title, str) else None, listed_on or date_in(url)
    )


def _address(row: Value, template: str) -> str | None:
    if "{" not in template:
        return _word(_at(row, template))
    words = {path: _word(_at(row, path)) for path in PLACEHOLDER.findall(template)}
    if None in words.values():
        return None
    return PLACEHOLDER.sub(lambda match: quote(words[match[1]] or "", safe="/", errors="replace"), template)


def _wanted(found: list[Reference], source: Source) -> tuple[Reference, ...]:
    include, exclude = source.discovery.include, source.discovery.exclude
    unique: dict[str, Reference] = {}
    for reference in found:
        unique.setdefault(identity(reference.url), reference)
    return tuple(
        reference
        for reference in unique.values()
        if not (include and not re.search(include, reference.url))
        and not (exclude and re.search(exclude, reference.url))
    )


def _at(value: Value, path: str) -> Value:
    for step in path.split("."):
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def _word(value: Value) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def _day(value: Value, zone: tzinfo) -> date | None:
    """A day out of ISO, `YYYY-MM-DD HH:MM:SS`, YYYYMMDD, or seconds or milliseconds since 1970."""
    word = _word(int(value) if isinstance(value, float) and math.isfinite(value) else value)
    if word is None:
        return None
    compact = COMPACT.fullmatch(word)
    if compact:
        return day(*compact.groups())
    if word.isdecimal():
        return _day_of_epoch(int(word), zone) if len(word) <= MOST_DIGITS else None
    if WITH_ZONE.search(word):
        return _day_with_zone(word, zone)
    return next(iter(days_in(word)), None)


def _day_of_epoch(number: int, zone: tzinfo) -> date | None:
    if not 0 < number < MILLISECONDS_UNTIL:
        return None
    seconds = number / 1000 if number >= MILLISECONDS_FROM else number
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).date()


def _day_with_zone(word: str, zone: tzinfo) -> date | None:
    try:
        return datetime.fromisoformat(word).astimezone(zone).date()
    except (OverflowError, ValueError):
        return next(iter(days_in(word)), None)


def _keys(value: Value) -> str:
    if isinstance(value, dict):
        return ", ".join(str(key)[:40] for key in list(value)[:12]) or "nothing"
    return f"an array of {len(value)}" if isinstance(value, list) else type(value).__name__
