"""The values of the file that say when messages go out: digests, days, quiet hours, allowances."""

import re
from datetime import time
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from core.source import Days, Quiet
from policywatch.config.refusal import described, refuse, shown
from policywatch.config.section import Section
from policywatch.config.values import Cron, Duration, Timezone, choices_of, chosen, written

MOST_MESSAGES = 10_000
QUIET = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")
SUCH_HOURS = 'write two times such as "22:00-08:00"'
SUCH_MOMENT = 'write at_once, or {digest: "0 9 * * *"}'
SUCH_ALLOWANCE = "write {messages: 20, per: 1h}, or unlimited"


def quiet(value: object) -> Quiet:
    """Hours from one local time to another, over midnight where the second is earlier."""
    found = QUIET.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise refuse(f"{described(value)}, not hours", SUCH_HOURS)
    hours = Quiet(_clock(value, found[1], found[2]), _clock(value, found[3], found[4]))
    if hours.start == hours.end:
        raise refuse(f"{shown(value)} begins when it ends", "leave it out to send at any hour, or name two times")
    return hours


def _clock(value: object, hour: str, minute: str) -> time:
    if (hour, minute) == ("24", "00"):
        raise refuse(f"24:00 in {shown(value)} is no time of a day", "write 00:00")
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise refuse(f"{hour}:{minute} in {shown(value)} is no time of a day", SUCH_HOURS) from None


def days(value: object) -> Days:
    """On which days messages go out."""
    return chosen(Days, value)


def _moment(value: object) -> object:
    if value != "at_once" and not isinstance(value, dict):
        raise refuse(f"{described(value)}, not a time to tell", SUCH_MOMENT)
    return value


def _allowance(value: object) -> object:
    if value != "unlimited" and not isinstance(value, dict):
        raise refuse(f"{described(value)}, not so many messages in a time", SUCH_ALLOWANCE)
    return value


def _spelling(value: object) -> str:
    return "word" if isinstance(value, str) else "section"


DaysName = Annotated[Days, BeforeValidator(days), choices_of(Days)]
QuietHours = Annotated[
    Quiet, BeforeValidator(quiet), written("^[0-9]{1,2}:[0-9]{2}-[0-9]{1,2}:[0-9]{2}$", "22:00-08:00")
]


class DigestEntry(Section):
    """All that came since the last time, told together."""

    digest: Cron = Field(description="when it is told: five fields, weekdays by name")
    days: DaysName = Field(Days.ALL, description="all, or working: on other days it waits for the next time")
    timezone: Timezone | None = Field(None, description="zone in which it is meant")


class AllowanceEntry(Section):
    """So many messages one by one; what is more comes together in one."""

    messages: int = Field(ge=1, le=MOST_MESSAGES, description="how many a recipient gets")
    per: Duration = Field(description="within which time")


Moment = Annotated[
    Annotated[
        Annotated[Literal["at_once"], Tag("word")] | Annotated[DigestEntry, Tag("section")], Discriminator(_spelling)
    ],
    BeforeValidator(_moment),
]
Guard = Annotated[
    Annotated[
        Annotated[Literal["unlimited"], Tag("word")] | Annotated[AllowanceEntry, Tag("section")],
        Discriminator(_spelling),
    ],
    BeforeValidator(_allowance),
]
