"""The channel `feishu`: a card in a group of Feishu 飞书 or Lark, by a custom bot.

Source: Feishu Open Platform, 自定义机器人使用指南 (custom bot guide): signature, codes, 20 KB, 100 messages a minute;
卡片 JSON 1.0 结构 (card JSON 1.0), which deployments of one's own and older clients understand too.
"""

import asyncio
import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from core.model import Alarm, ChangeKind, Dispatch, Letter
from core.serialise import dashboard_link
from core.source import Language
from notifier.channels.bot import MINUTE, Bot, Meaning, Vendor, encoded, link, longest
from notifier.render import PLAIN_STYLE, Style, fitted, render

LIMIT = 20_000
"""Bytes of a body; the vendor says 20 KB and not which."""

TITLE_LENGTH = 150

FEISHU = Vendor(
    name="Feishu",
    hosts=("open.feishu.cn", "open.larksuite.com"),
    code=("code", "StatusCode"),
    said=("msg", "StatusMessage"),
    pause=MINUTE,
    meanings={
        9499: Meaning("the message is malformed or too long", final=True),
        11232: Meaning("too many messages", pause=MINUTE),
        11247: Meaning("too many messages", pause=MINUTE),
        19001: Meaning("the address is no bot's: copy it anew from the settings of the bot"),
        19007: Meaning("the bot is switched off: switch it on in the group"),
        19021: Meaning("the signature does not match: compare the signing secret, and the clock of this machine"),
        19022: Meaning("this machine is not on the bot's list of IP addresses"),
        19024: Meaning("none of the bot's keywords stands in the message: add the keyword PolicyWatch, or sign"),
        19036: Meaning("the message is too long", final=True),
    },
)

COLOURS = {
    ChangeKind.NEW: "green",
    ChangeKind.RESTORED: "turquoise",
    ChangeKind.STATUS: "orange",
    ChangeKind.DEADLINE: "orange",
    ChangeKind.REMOVED: "red",
    ChangeKind.FAILING: "red",
    ChangeKind.LAYOUT: "red",
    ChangeKind.SILENT: "yellow",
    ChangeKind.RECOVERED: "green",
    ChangeKind.FLAPPING: "grey",
    ChangeKind.COSMETIC: "grey",
    ChangeKind.REPRINT: "wathet",
}
COLOUR = "blue"
COLOUR_OF_ALARMS = "carmine"

BUTTONS = {
    Language.BOTH: ("Open the page 打开网页", "Dashboard 详情"),
    Language.EN: ("Open the page", "Dashboard"),
    Language.ZH: ("打开网页", "详情"),
}

MENTION = re.compile(r"<(?=/?at\b)", re.IGNORECASE)
"""`<at id=all></at>` in a card calls everybody of the group (the guide, 如何实现 @ 指定人、@ 所有人)."""


class Feishu:
    """Posts cards to a custom bot."""

    def __init__(self, bot: Bot, *, clock: Callable[[], datetime], style: Style = PLAIN_STYLE) -> None:
        self._bot = bot
        self._clock = clock
        self._style = style

    async def send(self, dispatch: Dispatch) -> None:
        """Post one card.

        Raises:
            DeliveryDelayed: no answer, too many messages, or an address or a secret that can be mended.
            DeliveryRefused: a message that the vendor finds malformed or too long.
        """
        url, key, now = self._bot.address(), self._bot.key(), self._clock()
        signed = signature(key, now) if key else {}
        body = await asyncio.to_thread(self._body, dispatch, signed)
        await self._bot.say(url, body, now)

    def _body(self, dispatch: Dispatch, signed: Mapping[str, str]) -> bytes:
        title = render(dispatch, self._style).subject[:TITLE_LENGTH]

        def body(text: str) -> bytes:
            return encoded({**signed, "msg_type": "interactive", "card": card(dispatch, title, text, self._style)})

        def write(room: int) -> str:
            return fitted(dispatch, self._style, limit=room)

        return body(longest(write, lambda text: len(body(text)), LIMIT))


def signature(key: str, now: datetime) -> dict[str, str]:
    """The two keys of a body that prove it ours: what is signed is nothing, with the time and the secret as the key."""
    timestamp = str(int(now.timestamp()))
    digest = hmac.new(f"{timestamp}\n{key}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()}


def card(dispatch: Dispatch, title: str, text: str, style: Style) -> dict[str, object]:
    """A message as a card: title, text, and buttons to the page and the dashboard."""
    elements: list[dict[str, object]] = [{"tag": "markdown", "content": MENTION.sub("< ", text)}]
    if buttons := _buttons(dispatch, style):
        elements.append({"tag": "action", "actions": buttons})
    return {
        "config": {"wide_screen_mode": True},
        "header": {"title": {"tag": "plain_text", "content": title}, "template": _colour(dispatch)},
        "elements": elements,
    }


def _colour(dispatch: Dispatch) -> str:
    if isinstance(dispatch, Alarm):
        return COLOUR_OF_ALARMS
    kinds = {told.change.kind for told in dispatch.told}
    return COLOURS.get(kinds.pop(), COLOUR) if len(kinds) == 1 else COLOUR


def _buttons(dispatch: Dispatch, style: Style) -> list[dict[str, object]]:
    page, dashboard = BUTTONS[style.language]
    alone = dispatch.told[0].change if isinstance(dispatch, Letter) and len(dispatch.told) == 1 else None
    places = (
        (page, "primary", link(alone.url if alone else None)),
        (dashboard, "default", link(dashboard_link(style.dashboard, alone.id) if alone else style.dashboard)),
    )
    return [
        {"tag": "button", "text": {"tag": "plain_text", "content": label}, "type": look, "url": url}
        for label, look, url in places
        if url
    ]
