"""Whom to tell of what, and by what means."""

from dataclasses import dataclass
from enum import StrEnum

from core.source.kinds import Tier
from core.source.source import SourceId


class ChannelType(StrEnum):
    """By what means a message travels."""

    CONSOLE = "console"
    EMAIL = "email"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where messages go. Secrets are named here and stand in the environment.

    Args:
        to: recipients of type `email`; each is owed its own delivery.
        url: of type `webhook`.
        secret_env: name of the variable that holds the webhook's signing secret.
    """

    name: str
    type: ChannelType
    to: tuple[str, ...] = ()
    url: str | None = None
    secret_env: str | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Addresses that are each owed one delivery."""
        return self.to or (self.url or "console",)


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
        kinds: values of `core.model.ChangeKind`; empty means the five that people act on.
    """

    words: Words = Words()
    sources: tuple[SourceId, ...] = ()
    tags: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Whom to tell of what."""

    name: str
    send_to: tuple[str, ...]
    match: Match = Match()
