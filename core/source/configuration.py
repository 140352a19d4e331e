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
        dashboard: its public address, for links in messages; None leaves them out.
        feeds: absolute path of the folder that the feeds of all rules are written to; None writes none.
        alarm: names of the channels that are told when others do not deliver; empty is the first other one.
        alarm_after: how long a message may be late before that is told.
    """

    timezone: str = "Asia/Shanghai"
    user_agent: str = "policywatch/1"
    hold: timedelta = timedelta(minutes=2)
    allow_private_networks: bool = False
    dashboard: str | None = None
    feeds: str | None = None
    alarm: tuple[str, ...] = ()
    alarm_after: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """All that `sources.yaml` says."""

    sources: tuple[Source, ...] = ()
    channels: tuple[Channel, ...] = ()
    rules: tuple[Rule, ...] = ()
    settings: Settings = Settings()
