"""The values of the file: durations, times of the day, zones, slugs, choices, and either-or values."""

import re
import zoneinfo
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Final, TypeVar

from apscheduler.triggers.cron import CronTrigger
from pydantic import BeforeValidator, Field, WithJsonSchema

from core.model import ChangeKind, Stage
from core.source import Baseline, Language, SourceKind, Tier
from policywatch.config.refusal import described, nearest, refuse, shown

Choice = TypeVar("Choice", bound=StrEnum)

UNITS: Final[Mapping[str, timedelta]] = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
DURATION = re.compile(r"([0-9]{1,6})([smhdw])")
LONGEST_DURATION = timedelta(days=3660)
HOW_LONG = "write 30s, 10m, 6h, 1d or 2w"
SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
LONGEST_SLUG = 64
LONGEST_TEXT = 300
CHARSET_PROBE = b"policy"
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
EVERY_DAY_HAS_COME = datetime(2029, 1, 1, tzinfo=UTC)
"""The calendar repeats itself after 28 years: a 29 February that is a Monday comes once in them."""


def duration(value: object) -> timedelta:
    """A span of time that is longer than nothing."""
    span = duration_or_none_at_all(value)
    if not span:
        raise refuse(f"{value} is no time at all", HOW_LONG)
    return span


def duration_or_none_at_all(value: object) -> timedelta:
    """A span of time that may be zero."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise refuse(f"{value} has no unit", f"write {value}s, {value}m, {value}h or {value}d")
    match = DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise refuse(f"{shown(value)} is not a duration", HOW_LONG)
    span = int(match[1]) * UNITS[match[2]]
    if span > LONGEST_DURATION:
        raise refuse(f"{value} is longer than ten years", HOW_LONG)
    return span


def cron(value: object) -> str:
    """Five fields with day names."""
    if not isinstance(value, str):
        raise refuse(f"{described(value)}, not a cron line", "write five fields such as '0 8-20 * * mon-fri'")
    fields = value.split()
    if len(fields) != 5:
        wrong = f"{shown(value)} has {len(fields)} of the five fields"
        raise refuse(wrong, "write minute, hour, day, month and weekday, such as '0 8-20 * * mon-fri'")
    if re.search(r"[0-9]", fields[4]):
        wrong = "the weekday is a number, which some programs count from Sunday and some from Monday"
        raise refuse(wrong, "write day names such as mon-fri")
    _refuse_cron_that_never_comes(value)
    return " ".join(fields)


@lru_cache(maxsize=256)
def _refuse_cron_that_never_comes(value: str) -> None:
    try:
        trigger = CronTrigger.from_crontab(value, timezone="UTC")
    except ValueError as error:
        wrong = f"{shown(value)} is not a cron line"
        raise refuse(wrong, "write minute, hour, day, month and weekday, such as '0 8-20 * * mon-fri'") from error
    trigger.end_date = EVERY_DAY_HAS_COME
    if trigger.get_next_fire_time(None, BEGINNING) is None:
        raise refuse(f"{shown(value)} never comes", "name a day that the month has")


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def timezone(value: object) -> str:
    """The IANA name of a zone."""
    name = text(value)
    if name not in _zones():
        raise refuse(f"{shown(name)} is not a time zone", _nearest_zone(name))
    return name


def _nearest_zone(name: str) -> str:
    remedy = nearest(name, sorted(zone.lower() for zone in _zones()))
    spelled = {zone.lower(): zone for zone in _zones()}
    guess = re.search(r"'(.+)'", remedy)
    return f"did you mean '{spelled[guess[1]]}'?" if guess else "write an IANA name such as Asia/Shanghai"


def text(value: object) -> str:
    """One line of text that says something."""
    if not isinstance(value, str):
        remedy = "put it in quotes" if isinstance(value, bool | int | float) else "write one line of text"
        raise refuse(f"{described(value)} where text belongs", remedy)
    line = value.strip()
    if not line or len(line) > LONGEST_TEXT or not line.isprintable():
        raise refuse(f"{shown(value)} is not one line of 1 to {LONGEST_TEXT} characters", "write one short line")
    return line


def slug(value: object) -> str:
    """A name that may stand in addresses and on a command line."""
    name = text(value)
    if name != value:  # else there would be two names for one thing
        raise refuse(f"white space stands around {shown(name)}", "remove it")
    if len(name) > LONGEST_SLUG or SLUG.fullmatch(name) is None:
        remedy = "use small letters, digits and hyphens, such as gz-wjw"
        raise refuse(f"{shown(name)} is not a plain name", remedy)
    return name


def charset(value: object) -> str:
    """A character encoding that Python knows."""
    name = text(value)
    try:
        CHARSET_PROBE.decode(name)
    except (LookupError, ValueError) as error:
        raise refuse(f"{shown(name)} is not a known charset", "write one such as utf-8, gb18030 or big5") from error
    return name


def robots(value: object) -> str | None:
    """`obey`, or {ignore: why}; the reason, or None to obey."""
    if value == "obey":
        return None
    return _reason(value, "ignore", 'write obey, or {ignore: "why"}')


def enabled(value: object) -> str | None:
    """`true`, or {disabled: why}; the reason, or None where it is watched."""
    if value is True:
        return None
    if value is False:
        raise refuse("false gives no reason", 'write {disabled: "why"}')
    return _reason(value, "disabled", 'write true, or {disabled: "why"}')


def _reason(value: object, key: str, remedy: str) -> str:
    if not isinstance(value, dict) or set(value) != {key}:
        raise refuse(
            described(value) if isinstance(value, dict | list) else f"{shown(value)} is not understood", remedy
        )
    why = value[key]
    if not isinstance(why, str) or not why.strip():
        raise refuse(f"'{key}' gives no reason", remedy)
    return why.strip()


def kind(value: object) -> SourceKind:
    """How documents are found."""
    return chosen(SourceKind, value)


def tier(value: object) -> Tier:
    """How close a source is to who made the policy."""
    return chosen(Tier, value)


def baseline(value: object) -> Baseline:
    """What the first round does."""
    return chosen(Baseline, value)


def change_kind(value: object) -> str:
    """What happened to a page, or to a source as a whole."""
    return chosen(ChangeKind, value).value


def stage(value: object) -> str:
    """Where in its life a document stands."""
    return chosen(Stage, value).value


def language(value: object) -> Language:
    """In which language messages are."""
    return chosen(Language, value)


def chosen(choices: type[Choice], value: object) -> Choice:
    """One of a few words, exactly as it is written."""
    words = _words(choices)
    if not isinstance(value, str):
        raise refuse(described(value), nearest("", words))
    if value not in words:
        raise refuse(f"{shown(value)} is not known here", nearest(value, words))
    return choices(value)


def written(pattern: str, example: str) -> WithJsonSchema:
    """How a text is written, for editors; the validators before it have better words for what is wrong."""
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


def _either(key: str, plain: object) -> WithJsonSchema:
    reason = {"type": "object", "properties": {key: {"type": "string", "minLength": 1}}, "required": [key]}
    return WithJsonSchema({"oneOf": [{"const": plain}, {**reason, "additionalProperties": False}]})


def _words(choices: type[StrEnum]) -> tuple[str, ...]:
    return tuple(choice.value for choice in choices)


def choices_of(choices: type[StrEnum]) -> WithJsonSchema:
    """The words that may stand here, for editors."""
    return WithJsonSchema({"type": "string", "enum": list(_words(choices))})


DURATION_SCHEMA = written("^[0-9]{1,6}[smhdw]$", "6h")

Duration = Annotated[timedelta, BeforeValidator(duration), DURATION_SCHEMA]
Delay = Annotated[timedelta, BeforeValidator(duration_or_none_at_all), DURATION_SCHEMA]
Cron = Annotated[str, BeforeValidator(cron), Field(examples=["0 8-20 * * mon-fri"])]
Timezone = Annotated[str, BeforeValidator(timezone), Field(examples=["Asia/Shanghai"])]
Text = Annotated[str, BeforeValidator(text)]
Slug = Annotated[str, BeforeValidator(slug), written("^[a-z0-9][a-z0-9-]*$", "gz-wjw")]
Charset = Annotated[str, BeforeValidator(charset), Field(examples=["gb18030"])]
Robots = Annotated[str | None, BeforeValidator(robots), _either("ignore", "obey")]
Enabled = Annotated[str | None, BeforeValidator(enabled), _either("disabled", plain=True)]
Kind = Annotated[SourceKind, BeforeValidator(kind), choices_of(SourceKind)]
TierName = Annotated[Tier, BeforeValidator(tier), choices_of(Tier)]
BaselineName = Annotated[Baseline, BeforeValidator(baseline), choices_of(Baseline)]
ChangeName = Annotated[str, BeforeValidator(change_kind), choices_of(ChangeKind)]
StageName = Annotated[str, BeforeValidator(stage), choices_of(Stage)]
LanguageName = Annotated[Language, BeforeValidator(language), choices_of(Language)]
