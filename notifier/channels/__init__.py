"""The channels by which messages travel; each is a `core.ports.Courier`."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TextIO

from core.errors import DeliveryDelayed
from core.ports import Courier
from core.source import Channel, ChannelType
from notifier.channels.apprise import Apprise, require_service
from notifier.channels.bot import Bot, Vendor
from notifier.channels.console import Console
from notifier.channels.dingtalk import DINGTALK, DingTalk
from notifier.channels.email import Email
from notifier.channels.feishu import FEISHU, Feishu
from notifier.channels.file import File, named, require_writable
from notifier.channels.post import Post
from notifier.channels.secret import secret
from notifier.channels.smtp import smtp_server
from notifier.channels.webhook import Webhook, signer
from notifier.channels.wecom import WECOM, WeCom
from notifier.render import style_of

VENDORS: Mapping[ChannelType, Vendor] = {
    ChannelType.DINGTALK: DINGTALK,
    ChannelType.FEISHU: FEISHU,
    ChannelType.WECOM: WECOM,
}


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
        allow_private_networks: whether webhooks and bots may be at loopback and private addresses.
    """

    clock: Callable[[], datetime] = wall_clock
    stream: TextIO | None = None
    timezone: str = "Asia/Shanghai"
    dashboard: str | None = None
    allow_private_networks: bool = False


ORDINARY = Surroundings()


def couriers(
    channels: Sequence[Channel], environ: Mapping[str, str], surroundings: Surroundings = ORDINARY
) -> Mapping[str, Courier]:
    """A courier for each channel, by name.

    One whose variables are missing delays what it is given, so that nothing is lost until they are set.
    """
    return {channel.name: _courier(channel, environ, surroundings) for channel in channels}


def problems(
    channels: Sequence[Channel], environ: Mapping[str, str], surroundings: Surroundings = ORDINARY
) -> list[str]:
    """What keeps channels from sending, one sentence each; nothing is sent or connected to."""
    found: list[str] = []
    for channel in channels:
        try:
            _require(channel, environ, surroundings)
        except DeliveryDelayed as lack:
            found.append(f"channel {channel.name}: {lack.context}")
    return found


def _courier(channel: Channel, environ: Mapping[str, str], around: Surroundings) -> Courier:
    style = style_of(channel, timezone=around.timezone, dashboard=around.dashboard)
    match channel.type:
        case ChannelType.APPRISE:
            return Apprise(channel.url_env, environ, style=style)
        case ChannelType.CONSOLE:
            return Console(around.stream or sys.stdout, style)
        case ChannelType.DINGTALK:
            return DingTalk(_bot(channel, environ, around), clock=around.clock, style=style)
        case ChannelType.EMAIL:
            return Email(environ, clock=around.clock, style=style)
        case ChannelType.FEISHU:
            return Feishu(_bot(channel, environ, around), clock=around.clock, style=style)
        case ChannelType.FILE:
            return File(channel.path, dashboard=around.dashboard)
        case ChannelType.WEBHOOK:
            return _webhook(channel, environ, around)
        case ChannelType.WECOM:
            return WeCom(_bot(channel, environ, around), clock=around.clock, style=style)


def _webhook(channel: Channel, environ: Mapping[str, str], around: Surroundings) -> Webhook:
    return Webhook(
        channel.url or "",
        channel.secret_env,
        environ,
        clock=around.clock,
        post=_post(around),
        url_env=channel.url_env,
        dashboard=around.dashboard,
    )


def _bot(channel: Channel, environ: Mapping[str, str], around: Surroundings) -> Bot:
    return Bot(
        vendor=VENDORS[channel.type],
        url_env=channel.url_env,
        environ=environ,
        post=_post(around),
        secret_env=channel.secret_env,
    )


def _post(around: Surroundings) -> Post:
    return Post(private=around.allow_private_networks)


def _require(channel: Channel, environ: Mapping[str, str], around: Surroundings) -> None:
    match channel.type:
        case ChannelType.APPRISE:
            require_service(channel.url_env, environ)
        case ChannelType.DINGTALK | ChannelType.FEISHU | ChannelType.WECOM:
            bot = _bot(channel, environ, around)
            bot.address()
            bot.key()
        case ChannelType.EMAIL:
            smtp_server(environ)
        case ChannelType.FILE:
            require_writable(named(channel.path))
        case ChannelType.WEBHOOK:
            signer(channel.secret_env, environ)
            if not channel.url and channel.url_env:
                secret(environ, channel.url_env)
        case ChannelType.CONSOLE:
            pass
