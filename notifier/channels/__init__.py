"""The channels by which messages travel; each is a `core.ports.Courier`."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TextIO

from core.errors import DeliveryDelayed
from core.ports import Courier
from core.source import Channel, ChannelType
from notifier.channels.console import Console
from notifier.channels.email import Email
from notifier.channels.smtp import smtp_server
from notifier.channels.webhook import Webhook, signer
from notifier.render import style_of


def wall_clock() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What all channels of an installation share.

    Args:
        stream: where `console` prints; None is standard output.
        timezone: IANA name, in which messages tell times.
        dashboard: its public address; None leaves links to it out.
        allow_private_networks: whether webhooks may go to loopback and private addresses.
    """

    clock: Callable[[], datetime] = wall_clock
    stream: TextIO | None = None
    timezone: str = "Asia/Shanghai"
    dashboard: str | None = None
    allow_private_networks: bool = False


def couriers(
    channels: Sequence[Channel], environ: Mapping[str, str], surroundings: Surroundings | None = None
) -> Mapping[str, Courier]:
    """A courier for each channel, by name.

    One whose variables are missing delays what it is given, so that nothing is lost until they are set.
    """
    around = surroundings or Surroundings()
    return {channel.name: _courier(channel, environ, around) for channel in channels}


def problems(channels: Sequence[Channel], environ: Mapping[str, str]) -> list[str]:
    """What keeps channels from sending, one sentence each; nothing is sent or connected to."""
    found: list[str] = []
    for channel in channels:
        try:
            _require(channel, environ)
        except DeliveryDelayed as lack:
            found.append(f"channel {channel.name}: {lack.context}")
    return found


def _courier(channel: Channel, environ: Mapping[str, str], around: Surroundings) -> Courier:
    style = style_of(channel, timezone=around.timezone, dashboard=around.dashboard)
    match channel.type:
        case ChannelType.CONSOLE:
            return Console(around.stream or sys.stdout, style)
        case ChannelType.EMAIL:
            return Email(environ, clock=around.clock, style=style)
        case ChannelType.WEBHOOK:
            return Webhook(
                channel.url or "",
                channel.secret_env,
                environ,
                clock=around.clock,
                dashboard=around.dashboard,
                allow_private_networks=around.allow_private_networks,
            )


def _require(channel: Channel, environ: Mapping[str, str]) -> None:
    match channel.type:
        case ChannelType.EMAIL:
            smtp_server(environ)
        case ChannelType.WEBHOOK:
            signer(channel.secret_env, environ)
        case ChannelType.CONSOLE:
            pass
