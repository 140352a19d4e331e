"""The channel `dingtalk`: a message in a group of DingTalk 钉钉, by a custom robot.

Source: DingTalk Open Platform, 自定义机器人接入 (custom robot access): 20 messages a minute, then silence for ten;
自定义机器人安全设置 (security settings): signature; 自定义机器人发送群消息 (sending group messages): codes.
"""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit, urlunsplit

from core.model import Dispatch
from notifier.channels.bot import Bot, Meaning, Vendor, encoded, longest
from notifier.render import PLAIN_STYLE, Style, fitted, render

LIMIT = 20_000
"""Bytes of a body (code 460101)."""

TITLE_LENGTH = 150
THROTTLED = timedelta(minutes=10)

NO_BOT = "the address is no robot's: copy it anew from the settings of the robot"
CONTENT = "the vendor does not let this content through"

DINGTALK = Vendor(
    name="DingTalk",
    hosts=("oapi.dingtalk.com",),
    code=("errcode",),
    said=("errmsg",),
    pause=THROTTLED,
    meanings={
        -1: Meaning("the vendor is busy"),
        40035: Meaning("the message is malformed, or the address has no access_token"),
        43004: Meaning("the message is malformed", final=True),
        90030: Meaning("the robot's allowance is used up", pause=timedelta(hours=1)),
        130101: Meaning("too many messages", pause=THROTTLED),
        300001: Meaning(NO_BOT),
        300005: Meaning(NO_BOT),
        310000: Meaning(
            "the robot's security setting: compare the signing secret, the clock of this machine, the keyword "
            "(PolicyWatch) or the list of IP addresses"
        ),
        400013: Meaning("the group was dissolved"),
        400101: Meaning(NO_BOT),
        400102: Meaning("the robot is switched off: switch it on in the group"),
        400105: Meaning("the message is malformed", final=True),
        400106: Meaning("the robot was taken out of the group"),
        410100: Meaning("too many messages", pause=THROTTLED),
        430101: Meaning(CONTENT, final=True),
        430102: Meaning(CONTENT, final=True),
        430103: Meaning(CONTENT, final=True),
        430104: Meaning(CONTENT, final=True),
        460101: Meaning("the message is too long", final=True),
    },
)


class DingTalk:
    """Posts messages in Markdown to a custom robot; nobody is mentioned."""

    def __init__(self, bot: Bot, *, clock: Callable[[], datetime], style: Style = PLAIN_STYLE) -> None:
        self._bot = bot
        self._clock = clock
        self._style = style

    async def send(self, dispatch: Dispatch) -> None:
        """Post one message.

        Raises:
            DeliveryDelayed: no answer, too many messages, or an address or a secret that can be mended.
            DeliveryRefused: a message that the vendor finds malformed, too long or improper.
        """
        url, key, now = self._bot.address(), self._bot.key(), self._clock()
        body = await asyncio.to_thread(self._body, dispatch)
        await self._bot.say(signed(url, key, now) if key else url, body, now)

    def _body(self, dispatch: Dispatch) -> bytes:
        title = render(dispatch, self._style).subject[:TITLE_LENGTH]

        def body(text: str) -> bytes:
            return encoded({"msgtype": "markdown", "markdown": {"title": title, "text": text}})

        def write(room: int) -> str:
            return fitted(dispatch, self._style, limit=room)

        return body(longest(write, lambda text: len(body(text)), LIMIT))


def signed(url: str, key: str, now: datetime) -> str:
    """The address with the time, in milliseconds, and the signature of time and secret."""
    timestamp = str(int(now.timestamp() * 1000))
    digest = hmac.new(key.encode(), f"{timestamp}\n{key}".encode(), hashlib.sha256).digest()
    added = urlencode({"timestamp": timestamp, "sign": base64.b64encode(digest).decode()})
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, added))), fragment=""))
