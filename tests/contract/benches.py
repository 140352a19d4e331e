"""A bench per courier: the real one, with a real receiver that can be told to say not now, or never."""

import io
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from core.ports import Courier
from core.source import Channel, ChannelType
from notifier.channels import Surroundings, couriers
from tests.fakes.chat import KEY, TOKEN, Asked, Group, chat, dingtalk, feishu, wecom
from tests.fakes.hook import SECRET, Hook, hook_server
from tests.fakes.mailserver import Mailbox, mail_server

PASSWORD = "p@ss-w0rd-that-nobody-tells"


@dataclass
class Bench:
    """A courier with a real receiver.

    Args:
        received: what arrived, as text.
        ids: of the messages that arrived; None where the medium has none.
        delay, refuse: make the receiver say not now, or never; None where it never does.
        secrets: what no fault may repeat.
    """

    courier: Courier
    received: Callable[[], list[str]]
    delay: Callable[[], None]
    refuse: Callable[[], None] | None = None
    ids: Callable[[], list[str]] | None = None
    secrets: tuple[str, ...] = ()


Benches = Callable[[], AbstractAsyncContextManager[Bench]]


def courier(channel: Channel, environ: Mapping[str, str], stream: io.StringIO | None = None) -> Courier:
    """The courier of a channel, made as the service makes it."""
    around = Surroundings(clock=lambda: datetime.now(UTC), stream=stream, allow_private_networks=True)
    return couriers([channel], environ, around)[channel.name]


@asynccontextmanager
async def console_bench() -> AsyncIterator[Bench]:
    """A stream."""
    stream = io.StringIO()
    yield Bench(
        courier(Channel(name="bench", type=ChannelType.CONSOLE), {}, stream),
        lambda: [text for text in stream.getvalue().split("─" * 72) if text],
        stream.close,
    )


def letters(mailbox: Mailbox) -> list[str]:
    """What arrived, headers and text, for each recipient that the server was named."""
    return [
        f"{mail.as_string()}\n{body.get_content() if (body := mail.get_body(('plain',))) else ''}"
        for mail, envelope in zip(mailbox.mails, mailbox.envelopes, strict=True)
        for _ in envelope.rcpt_tos
    ]


@asynccontextmanager
async def email_bench() -> AsyncIterator[Bench]:
    """A mail server."""
    mailbox = Mailbox()

    def delay() -> None:
        mailbox.rcpt = f"450 4.2.0 not now, {PASSWORD}"

    def refuse() -> None:
        mailbox.rcpt = f"550 5.1.1 never, {PASSWORD}"

    async with mail_server(mailbox) as address:
        environ = {"POLICYWATCH_SMTP_URL": f"smtp://{address}?starttls=0&from=watch@example.org"}
        yield Bench(
            courier(Channel(name="bench", type=ChannelType.EMAIL), environ),
            lambda: letters(mailbox),
            delay,
            refuse,
            ids=lambda: [str(mail["Message-ID"]) for mail in mailbox.mails],
        )


@asynccontextmanager
async def webhook_bench() -> AsyncIterator[Bench]:
    """A receiver of webhooks at an address that is a secret."""
    hook = Hook()

    def delay() -> None:
        hook.status, hook.headers = 302, {"Location": f"/{PASSWORD}"}

    def refuse() -> None:
        hook.status, hook.headers = 308, {"Location": f"/{PASSWORD}"}

    async with hook_server(hook) as url:
        environ = {"S": SECRET, "U": f"{url}/{PASSWORD}"}
        yield Bench(
            courier(Channel(name="bench", type=ChannelType.WEBHOOK, url_env="U", secret_env="S"), environ),
            lambda: [json.dumps(body, ensure_ascii=False) for body in hook.taken],
            delay,
            refuse,
            ids=lambda: hook.ids,
            secrets=(SECRET, PASSWORD),
        )


CODES: dict[Asked, tuple[int, int]] = {feishu: (11232, 9499), dingtalk: (130101, 460101), wecom: (45009, 40058)}
"""What each vendor says when it is busy, and when it will never take a message."""


def chat_bench(type_: ChannelType, judge: Asked) -> Benches:
    """A vendor's bot."""

    @asynccontextmanager
    async def bench() -> AsyncIterator[Bench]:
        group = Group(judge)
        busy, never = CODES[judge]

        def say(code: int) -> None:
            said = f"{TOKEN} {KEY}"
            group.answer = {"code": code, "errcode": code, "msg": said, "errmsg": said}

        async with chat(group) as url:
            environ = {"U": url, "S": KEY}
            channel = Channel(name="bench", type=type_, url_env="U", secret_env=None if judge is wecom else "S")
            yield Bench(
                courier(channel, environ),
                lambda: [json.dumps(body, ensure_ascii=False) for body in group.taken],
                lambda: say(busy),
                lambda: say(never),
                secrets=(TOKEN,) if judge is wecom else (TOKEN, KEY),
            )

    return bench


@dataclass
class Room:
    """What a service behind Apprise took."""

    status: int = 200
    taken: list[str] = field(default_factory=list)

    async def receive(self, request: web.Request) -> web.Response:
        """Take a message, or not."""
        if self.status == 200:
            self.taken.append("{title}\n{message}".format_map(await request.json()))
        return web.Response(status=self.status)


@asynccontextmanager
async def apprise_bench() -> AsyncIterator[Bench]:
    """A service that Apprise knows."""
    room = Room()

    def delay() -> None:
        room.status = 503

    app = web.Application()
    app.router.add_post("/{path:.*}", room.receive)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    channel = Channel(name="bench", type=ChannelType.APPRISE, url_env="U")
    environ = {"U": f"json://user:{TOKEN}@127.0.0.1:{runner.addresses[0][1]}/{TOKEN}"}
    try:
        yield Bench(courier(channel, environ), lambda: room.taken, delay, secrets=(TOKEN,))
    finally:
        await runner.cleanup()


@asynccontextmanager
async def file_bench() -> AsyncIterator[Bench]:
    """A file in a folder that can go away."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines" / "changes.jsonl"
        path.parent.mkdir()

        def delay() -> None:
            path.unlink(missing_ok=True)
            path.parent.rmdir()

        yield Bench(
            courier(Channel(name="bench", type=ChannelType.FILE, path=str(path)), {}),
            lambda: path.read_text("utf-8").splitlines(),
            delay,
            ids=lambda: [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()],
        )


EVERY: dict[ChannelType, Benches] = {
    ChannelType.APPRISE: apprise_bench,
    ChannelType.CONSOLE: console_bench,
    ChannelType.DINGTALK: chat_bench(ChannelType.DINGTALK, dingtalk),
    ChannelType.EMAIL: email_bench,
    ChannelType.FEISHU: chat_bench(ChannelType.FEISHU, feishu),
    ChannelType.FILE: file_bench,
    ChannelType.WEBHOOK: webhook_bench,
    ChannelType.WECOM: chat_bench(ChannelType.WECOM, wecom),
}
