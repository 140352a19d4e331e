"""All that `sources.yaml` says."""

from dataclasses import dataclass
from datetime import timedelta

from core.source.rules import Channel, Rule
from core.source.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of the whole installation that are no part of a source.

    Args:
        hold: how long an edit waits before it is told, so that the same edit of many pages is one message.
        allow_private_networks: whether webhooks may go to loopback and private addresses.
    """

    timezone: str = "Asia/Shanghai"
    user_agent: str = "policywatch/1"
    hold: timedelta = timedelta(minutes=2)
    allow_private_networks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """All that `sources.yaml` says."""

    sources: tuple[Source, ...] = ()
    channels: tuple[Channel, ...] = ()
    rules: tuple[Rule, ...] = ()
    settings: Settings = Settings()
