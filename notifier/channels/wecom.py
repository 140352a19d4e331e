"""The channel `wecom`: a message in a group of WeCom 企业微信, by a group bot.

Source: WeCom Developer Center, 群机器人配置说明 (group bot configuration, path 91770, now 消息推送配置说明, 99110):
4,096 bytes of Markdown, 20 messages a minute; 全局错误码 (global codes, path 90313). Bots sign nothing: who knows the
address may write.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

from core.model import Dispatch
from notifier.channels.bot import MINUTE, Bot, Meaning, Vendor, encoded, longest
from notifier.render import PLAIN_STYLE, Style, fitted

LIMIT = 4_096
"""Bytes of the content in UTF-8."""

NO_BOT = "the address is no bot's: copy it anew from the settings of the bot"
MALFORMED = "the message is malformed or too long"

WECOM = Vendor(
    name="WeCom",
    hosts=("qyapi.weixin.qq.com",),
    code=("errcode",),
    said=("errmsg",),
    pause=MINUTE,
    meanings={
        -1: Meaning("the vendor is busy"),
        40008: Meaning(MALFORMED, final=True),
        40058: Meaning(MALFORMED, final=True),
        44004: Meaning("the message is empty", final=True),
        45002: Meaning(MALFORMED, final=True),
        45009: Meaning("too many messages", pause=MINUTE),
        45033: Meaning("too many messages at once", pause=MINUTE),
        47001: Meaning(MALFORMED, final=True),
        60020: Meaning("this machine is not on the list of IP addresses"),
        93000: Meaning(NO_BOT),
        93004: Meaning("the bot is switched off: switch it on in the group"),
        93008: Meaning("the bot is not in the group any more"),
    },
)


class WeCom:
    """Posts messages in Markdown to a group bot; nobody is mentioned."""

    def __init__(self, bot: Bot, *, clock: Callable[[], datetime], style: Style = PLAIN_STYLE) -> None:
        self._bot = bot
        self._clock = clock
        self._style = style

    async def send(self, dispatch: Dispatch) -> None:
        """Post one message.

        Raises:
            DeliveryDelayed: no answer, too many messages, or an address that can be mended.
            DeliveryRefused: a message that the vendor finds malformed or too long.
        """
        url, now = self._bot.address(), self._clock()
        text = await asyncio.to_thread(self._text, dispatch)
        await self._bot.say(url, encoded({"msgtype": "markdown", "markdown": {"content": text}}), now)

    def _text(self, dispatch: Dispatch) -> str:
        return longest(
            lambda room: unaddressed(fitted(dispatch, self._style, limit=room)),
            lambda text: len(text.encode("utf-8", "replace")),
            LIMIT,
        )


def unaddressed(text: str) -> str:
    """The text without the syntax that calls a member of the group, `<@userid>` (the guide, 消息类型及数据格式)."""
    return text.replace("<@", "< @")
