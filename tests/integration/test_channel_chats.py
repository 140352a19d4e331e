"""Bots of Feishu, DingTalk and WeCom against endpoints that check what the vendors' documents ask for."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.errors import DeliveryDelayed, DeliveryRefused
from core.model import ChangeKind, Told
from core.ports import Courier
from core.source import Language
from notifier.channels.bot import Bot, Vendor
from notifier.channels.dingtalk import DINGTALK, DingTalk
from notifier.channels.feishu import FEISHU, Feishu
from notifier.channels.post import Post
from notifier.channels.wecom import WECOM, WeCom
from notifier.render import Style
from tests.fakes.chat import KEY, TOKEN, Asked, Group, chat, dingtalk, feishu, wecom
from tests.fakes.clocks import HandClock
from tests.fakes.dispatches import alarm, digest
from tests.fakes.nouns import URL
from tests.fakes.told import HOSTILE, hostile, letter, state, told

STYLE = Style(dashboard="https://watch.example")
SENDERS: dict[Asked, tuple[Vendor, Callable[..., Courier]]] = {
    feishu: (FEISHU, Feishu),
    dingtalk: (DINGTALK, DingTalk),
    wecom: (WECOM, WeCom),
}
EVERY = pytest.mark.parametrize("judge", [feishu, dingtalk, wecom])
SIGNING = pytest.mark.parametrize("judge", [feishu, dingtalk])


def courier(
    judge: Asked,
    url: str,
    *,
    key: str = KEY,
    private: bool = True,
    deadline: timedelta = timedelta(seconds=15),
    clock: Callable[[], datetime] | None = None,
    style: Style = STYLE,
) -> Courier:
    vendor, sender = SENDERS[judge]
    bot = Bot(
        vendor=vendor,
        url_env="BOT_URL",
        environ={"BOT_URL": url, "BOT_SECRET": key},
        post=Post(private=private, deadline=deadline),
        secret_env=None if judge is wecom or not key else "BOT_SECRET",
    )
    return sender(bot, clock=clock or HandClock(), style=style)


def endless() -> Told:
    """A change that fills any message, with characters that JSON and Markdown both escape."""
    before, after = ([f'{word} "{n}" \\ [*] ' * 100 for n in range(60)] for word in ("旧的段落", "新的条文"))
    return replace(told(title='关于"引号"\\的通知' * 30), before=state(1, *before), after=state(2, *after))


def content(body: dict[str, object]) -> str:
    match body:
        case {"card": {"elements": [{"content": str(text)}, *_]}}:
            return text
        case {"markdown": {"text": str(text)}} | {"markdown": {"content": str(text)}}:
            return text
    raise AssertionError(body)


@EVERY
async def test_a_change_a_digest_and_an_alarm_arrive_signed_and_in_shape(judge: Asked) -> None:
    group = Group(judge)
    async with chat(group) as url:
        for dispatch in (letter(), digest(), alarm()):
            await courier(judge, url).send(dispatch)
    assert len(group.taken) == 3
    assert "800万元" in content(group.taken[0])


@EVERY
async def test_a_long_message_fills_what_the_vendor_takes_and_no_more(judge: Asked) -> None:
    group = Group(judge)
    async with chat(group) as url:
        await courier(judge, url).send(letter(endless()))
        await courier(judge, url).send(digest(*(endless() for _ in range(20))))
    limit = 4096 if judge is wecom else 20_000
    sizes = [
        len(content(taken).encode()) if judge is wecom else len(body)
        for taken, body in zip(group.taken, group.bodies, strict=True)
    ]
    assert len(sizes) == 2
    assert all(limit * 0.8 < size <= limit for size in sizes)


@EVERY
async def test_a_hostile_title_arrives_as_text_and_calls_nobody(judge: Asked) -> None:
    calling = replace(hostile(), source_name=HOSTILE + "<at id=all></at><@all>@所有人")
    group = Group(judge)
    async with chat(group) as url:
        await courier(judge, url).send(letter(calling))
    assert group.asked == 1
    (taken,) = group.taken
    assert "at" not in taken
    assert ("<@" if judge is wecom else "<at") not in content(taken) or judge is dingtalk


async def test_a_card_has_a_title_a_colour_and_buttons_to_page_and_dashboard() -> None:
    group = Group(feishu)
    change = told().change
    async with chat(group) as url:
        await courier(feishu, url).send(letter())
        await courier(feishu, url).send(letter(replace(told(), change=replace(change, kind=ChangeKind.REMOVED))))
        await courier(feishu, url).send(digest())
        await courier(feishu, url).send(alarm())
    cards = [json.loads(body)["card"] for body in group.bodies]
    assert [card["header"]["template"] for card in cards] == ["blue", "red", "blue", "carmine"]
    assert "关于印发办法的通知" in cards[0]["header"]["title"]["content"]
    buttons = [[button["url"] for button in card["elements"][1]["actions"]] for card in cards]
    assert buttons == [
        [URL, f"https://watch.example/changes/{change.id}"],
        [URL, f"https://watch.example/changes/{change.id}"],
        ["https://watch.example"],
        ["https://watch.example"],
    ]
    assert cards[0]["elements"][1]["actions"][0]["text"] == {"tag": "plain_text", "content": "Open the page 打开网页"}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://example.org/", "https://e.example/" + "x" * 3000, "http://["]
)
async def test_a_button_leads_nowhere_but_to_a_page(address: str) -> None:
    group = Group(feishu)
    change = replace(told().change, url=address)
    async with chat(group) as url:
        bare = courier(feishu, url, style=Style(language=Language.EN))
        await bare.send(letter(replace(told(), change=change)))
    assert [element["tag"] for element in json.loads(group.bodies[0])["card"]["elements"]] == ["markdown"]


@SIGNING
async def test_a_bot_without_a_secret_is_sent_no_signature(judge: Asked) -> None:
    group = Group(judge, answer={"code": 0, "errcode": 0})
    async with chat(group) as url:
        await courier(judge, url, key="").send(letter())
    assert b'"sign"' not in group.bodies[0]


@SIGNING
async def test_a_wrong_secret_delays_because_it_can_be_mended(judge: Asked) -> None:
    group = Group(judge)
    async with chat(group) as url:
        with pytest.raises(DeliveryDelayed, match=r"19021|310000") as delayed:
            await courier(judge, url, key="SEC-of-another-bot").send(letter())
    assert "signing secret" in str(delayed.value)
    assert group.taken == []


@EVERY
async def test_an_address_of_no_bot_delays_because_it_can_be_mended(judge: Asked) -> None:
    group = Group(judge)
    async with chat(group) as url:
        with pytest.raises(DeliveryDelayed, match="copy it anew"):
            await courier(judge, url.replace(TOKEN, "gone")).send(letter())


@pytest.mark.parametrize(
    ("judge", "answer", "minutes"),
    [
        (feishu, {"code": 11232, "msg": "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]"}, 1),
        (feishu, {"StatusCode": 0, "StatusMessage": "", "code": 9499, "msg": "too many request"}, 1),
        (dingtalk, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}, 10),
        (dingtalk, {"errcode": 410100, "errmsg": "发送速度太快而限流"}, 10),
        (wecom, {"errcode": 45009, "errmsg": "api freq out of limit"}, 1),
    ],
)
async def test_a_vendor_that_got_too_much_is_left_in_peace(
    judge: Asked, answer: dict[str, object], minutes: int
) -> None:
    async with chat(Group(judge, answer=answer)) as url:
        with pytest.raises(DeliveryDelayed, match="too many messages") as delayed:
            await courier(judge, url).send(letter())
    assert delayed.value.retry_after == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("judge", "answer"),
    [
        (feishu, {"code": 19022, "msg": "Ip Not Allowed"}),
        (feishu, {"code": 19024, "msg": "Key Words Not Found"}),
        (feishu, {"StatusCode": 0, "code": 19007, "msg": "Bot Not Enabled"}),
        (feishu, {"code": 12345, "msg": "never heard of"}),
        (dingtalk, {"errcode": -1, "errmsg": "系统繁忙"}),
        (dingtalk, {"errcode": 310000, "errmsg": "keywords not in content"}),
        (dingtalk, {"errcode": 400102, "errmsg": "bot is stopped"}),
        (wecom, {"errcode": -1, "errmsg": "system busy"}),
        (wecom, {"errcode": 93000, "errmsg": "invalid webhook url"}),
        (wecom, {"errcode": True}),
        (wecom, b"<html>please log in to this network</html>"),
        (dingtalk, b"[" * 60_000),
        (feishu, b""),
    ],
)
async def test_what_can_be_mended_or_passes_delays(judge: Asked, answer: dict[str, object] | bytes) -> None:
    async with chat(Group(judge, answer=answer)) as url:
        with pytest.raises(DeliveryDelayed) as delayed:
            await courier(judge, url).send(letter())
    assert delayed.value.retry_after is None


@pytest.mark.parametrize(
    ("judge", "answer"),
    [
        (feishu, {"code": 9499, "msg": "Bad Request", "data": {}}),
        (dingtalk, {"errcode": 460101, "errmsg": "message too long, exceed 20000 bytes"}),
        (dingtalk, {"errcode": 430102, "errmsg": "含有不合适的文本"}),
        (wecom, {"errcode": 40058, "errmsg": "markdown.content exceed max length 4096. invalid Request Parameter"}),
    ],
)
async def test_what_the_vendor_will_never_take_is_refused(judge: Asked, answer: dict[str, object]) -> None:
    async with chat(Group(judge, answer=answer)) as url:
        with pytest.raises(DeliveryRefused):
            await courier(judge, url).send(letter())


@EVERY
@pytest.mark.parametrize("status", [302, 401, 404, 500, 502])
async def test_a_status_without_a_code_delays_and_no_redirect_is_followed(judge: Asked, status: int) -> None:
    group = Group(judge, answer=b"", status=status, headers={"Location": "/elsewhere"})
    async with chat(group) as url:
        with pytest.raises(DeliveryDelayed, match=str(status)):
            await courier(judge, url).send(letter())
    assert group.asked == 1


@EVERY
async def test_an_overloaded_vendor_says_when_to_come_back(judge: Asked) -> None:
    group = Group(judge, answer=b"", status=429, headers={"Retry-After": "1800"})
    async with chat(group) as url:
        with pytest.raises(DeliveryDelayed) as delayed:
            await courier(judge, url).send(letter())
    assert delayed.value.retry_after == timedelta(minutes=30)


@EVERY
async def test_a_success_under_a_status_of_failure_is_none(judge: Asked) -> None:
    async with chat(Group(judge, answer={"code": 0, "errcode": 0}, status=500)) as url:
        with pytest.raises(DeliveryDelayed, match="500"):
            await courier(judge, url).send(letter())


@EVERY
async def test_a_vendor_that_does_not_answer_in_time_delays(judge: Asked) -> None:
    async with chat(Group(judge, hang=asyncio.Event())) as url:
        with pytest.raises(DeliveryDelayed, match="no answer within"):
            await courier(judge, url, deadline=timedelta(milliseconds=200)).send(letter())


@EVERY
async def test_of_an_answer_without_end_only_the_beginning_is_read(judge: Asked) -> None:
    group = Group(judge, answer=b'{"code": 0, "errcode": 0, "padding": "' + b"x" * 10_000_000)
    async with chat(group) as url:
        with pytest.raises(DeliveryDelayed, match="no code"):
            await courier(judge, url).send(letter())


@EVERY
@pytest.mark.parametrize(
    "address", ["http://{host}/x", "https://example.org/x", "https://{host}.example.org/x", "{host}", "https://["]
)
async def test_an_address_that_is_not_the_vendors_is_not_asked(judge: Asked, address: str) -> None:
    vendor = SENDERS[judge][0]
    with pytest.raises(DeliveryDelayed, match="BOT_URL cannot be used"):
        await courier(judge, address.format(host=vendor.hosts[0]), private=False).send(letter())


@EVERY
async def test_a_secret_that_an_answer_repeats_stays_out_of_every_fault(judge: Asked) -> None:
    said = f"no bot {TOKEN} with {KEY} in this house"
    group = Group(judge, answer={"code": 1, "errcode": 1, "msg": said, "errmsg": said})
    async with chat(group) as url:
        with pytest.raises(DeliveryDelayed, match=r"no bot \*\*\*") as delayed:
            await courier(judge, url).send(letter())
    assert TOKEN not in str(delayed.value)
    assert judge is wecom or KEY not in str(delayed.value)
