"""Apprise with its own `json://` service against a real receiver on loopback."""

import asyncio
import io
import json
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp import web

from core.errors import DeliveryDelayed
from notifier.channels.apprise import Apprise, named_service, require_service, shows_markdown
from tests.fakes.dispatches import alarm, digest
from tests.fakes.told import hostile, letter

SECRET = "hunter2-hunter2"


@dataclass
class Receiver:
    """What arrived, and what to answer."""

    status: int = 200
    hang: asyncio.Event | None = None
    taken: list[dict[str, str]] = field(default_factory=list)
    took: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, request: web.Request) -> web.Response:
        """Take one message, or not."""
        if self.hang is not None:
            await self.hang.wait()
        if self.status == 200:
            self.taken.append(json.loads(await request.read()))
            self.took.set()
        return web.Response(status=self.status)


@asynccontextmanager
async def receiver(who: Receiver, *, options: str = "") -> AsyncIterator[str]:
    """A server; yields its address as Apprise writes it."""
    app = web.Application()
    app.router.add_post("/{path:.*}", who.receive)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"json://user:{SECRET}@127.0.0.1:{runner.addresses[0][1]}/{SECRET}{options}"
    finally:
        await runner.cleanup()


@pytest.fixture
def journal() -> Iterator[io.StringIO]:
    """What stands in the log of the service."""
    written = io.StringIO()
    ours = logging.StreamHandler(written)
    logging.getLogger().addHandler(ours)
    yield written
    logging.getLogger().removeHandler(ours)


def courier(url: str, deadline: timedelta = timedelta(seconds=20)) -> Apprise:
    return Apprise("CHAT_URL", {"CHAT_URL": url}, deadline=deadline)


async def test_a_change_a_digest_and_an_alarm_arrive_with_title_and_text() -> None:
    who = Receiver()
    async with receiver(who, options="?format=text") as url:
        for dispatch in (letter(), digest(), alarm()):
            await courier(url).send(dispatch)
    assert len(who.taken) == 3
    assert "关于印发办法的通知" in who.taken[0]["title"]
    assert "+ 第二条 最高奖励800万元。" in who.taken[0]["message"]


async def test_a_service_that_shows_markdown_is_sent_markdown() -> None:
    who = Receiver()
    async with receiver(who, options="?format=markdown") as url:
        await courier(url).send(letter(hostile()))
    assert "<script>" not in who.taken[0]["message"]


async def test_a_service_that_shows_html_is_sent_text_that_is_escaped() -> None:
    who = Receiver()
    async with receiver(who, options="?format=html") as url:
        await courier(url).send(letter(hostile()))
    assert "<script>" not in who.taken[0]["message"]
    assert "&lt;script&gt;" in who.taken[0]["message"]


async def test_what_the_service_answers_is_said_without_its_secrets(journal: io.StringIO) -> None:
    async with receiver(Receiver(status=500)) as url:
        with pytest.raises(DeliveryDelayed, match=r"the service did not take it: .*500") as delayed:
            await courier(url).send(letter())
    assert SECRET not in str(delayed.value) + repr(delayed.value) + journal.getvalue()


async def test_a_service_that_is_down_delays_without_telling_its_secrets(journal: io.StringIO) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(DeliveryDelayed, match="the service did not take it") as delayed:
        await courier(f"json://user:{SECRET}@127.0.0.1:{port}/{SECRET}").send(letter())
    assert SECRET not in str(delayed.value) + journal.getvalue()


async def test_a_service_that_hangs_is_not_given_another_message_meanwhile() -> None:
    hang = asyncio.Event()
    who = Receiver(hang=hang)
    async with receiver(who, options="?rto=20") as url:
        slow = courier(url, timedelta(milliseconds=200))
        with pytest.raises(DeliveryDelayed, match="did not answer"):
            await slow.send(letter())
        with pytest.raises(DeliveryDelayed, match="an earlier message"):
            await slow.send(letter())
        hang.set()
        await who.took.wait()
    assert len(who.taken) == 1


@pytest.mark.parametrize(
    ("url", "markdown"),
    [
        ("json://host.example", True),
        ("json://host.example?format=text", False),
        ("json://host.example?format=html", False),
        (f"feishu://{SECRET}", True),
        ("bark://key@host.example", False),
    ],
)
def test_a_service_is_sent_what_it_shows(url: str, markdown: bool) -> None:
    assert shows_markdown(named_service(url, "CHAT_URL")) is markdown


@pytest.mark.parametrize("url", [f"nothing://{SECRET}", SECRET, f"slack://{SECRET}", "http://["])
async def test_an_address_that_is_none_delays_and_names_its_variable(url: str, journal: io.StringIO) -> None:
    with pytest.raises(DeliveryDelayed, match="CHAT_URL cannot be used") as delayed:
        await courier(url).send(letter())
    assert SECRET not in str(delayed.value) + journal.getvalue()
    with pytest.raises(DeliveryDelayed, match="CHAT_URL cannot be used"):
        require_service("CHAT_URL", {"CHAT_URL": url})


async def test_a_variable_that_is_not_set_delays() -> None:
    with pytest.raises(DeliveryDelayed, match="CHAT_URL is not set"):
        await Apprise("CHAT_URL", {}).send(letter())
    with pytest.raises(DeliveryDelayed, match="names no url_env"):
        await Apprise(None, {}).send(letter())
