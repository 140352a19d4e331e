"""Whom to tell of what, when, and by what means."""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

from core.source.kinds import Tier
from core.source.source import SourceId


class ChannelType(StrEnum):
    """By what means a message travels."""

    APPRISE = "apprise"
    CONSOLE = "console"
    DINGTALK = "dingtalk"
    EMAIL = "email"
    FEISHU = "feishu"
    FILE = "file"
    WEBHOOK = "webhook"
    WECOM = "wecom"


class Language(StrEnum):
    """In which language the words around a document are; `BOTH` is English with the Chinese beside it."""

    BOTH = "both"
    EN = "en"
    ZH = "zh"


class Days(StrEnum):
    """On which days messages go out; `WORKING` are those of the Chinese calendar, make-up days (调休) included."""

    ALL = "all"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which a channel holds what it is given; local times, over midnight where `start` is later than `end`."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many messages a recipient gets within a time; what is more comes together in one (the storm guard)."""

    messages: int
    per: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where messages go. Secrets are named here and stand in the environment.

    Args:
        to: recipients of type `email`; each is owed its own delivery.
        url: of type `webhook`.
        url_env: name of the variable that holds the whole address, where the address itself is a secret.
        secret_env: name of the variable that holds the signing secret.
        path: of type `file`, absolute.
        timezone: IANA name, in which its hours and days are meant and its times are told; None is that of the settings.
        quiet: None sends at any hour.
        allowance: None sends every message by itself.
        templates: absolute path of the folder with the operator's own templates; None is ours.
    """

    name: str
    type: ChannelType
    to: tuple[str, ...] = ()
    url: str | None = None
    url_env: str | None = None
    secret_env: str | None = None
    path: str | None = None
    language: Language = Language.BOTH
    timezone: str | None = None
    quiet: Quiet | None = None
    days: Days = Days.ALL
    allowance: Allowance | None = None
    templates: str | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Addresses that are each owed one delivery; never a secret."""
        return self.to or (self.url or self.url_env or self.path or self.type.value,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words looked for in the folded text; they are stored folded."""

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which changes a rule wants; an empty part wants everything.

    Args:
        agencies, regions: folded; parts of the names of agencies and of regions.
        kinds: values of `core.model.ChangeKind`; empty means those that people act on.
        stages: values of `core.model.Stage`.
        min_characters: of an edit: inserted and deleted characters together; other kinds have no size.
    """

    words: Words = Words()
    sources: tuple[SourceId, ...] = ()
    tags: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    agencies: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    min_characters: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When a rule tells.

    Args:
        digest: cron line at which all that came since the last time is told together; None tells at once.
        days: on which days the digest goes out; one that falls on another day waits for the next firing.
        timezone: IANA name, in which the cron line is meant; None is that of the settings.
    """

    digest: str | None = None
    days: Days = Days.ALL
    timezone: str | None = None


AT_ONCE = When()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Whom to tell of what, and when."""

    name: str
    send_to: tuple[str, ...]
    match: Match = Match()
    when: When = AT_ONCE
