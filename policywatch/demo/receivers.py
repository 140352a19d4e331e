"""The two receivers of the demo, on loopback: a mail server and a webhook endpoint that checks signatures."""

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

LOOPBACK = "127.0.0.1"


@dataclass
class MailServer:
    """Takes every mail (RFC 5321) and keeps it."""

    mails: list[EmailMessage] = field(default_factory=list)
    url: str = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one mail."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.mails.append(email.message_from_bytes(content, policy=email.policy.default))
        return "250 taken"


@dataclass
class HookReceiver:
    """Takes webhooks whose signature is right (Standard Webhooks), refuses the others."""

    secret: str
    taken: dict[str, str] = field(default_factory=dict)
    calls: int = 0
    url: str = ""

    async def receive(self, request: web.Request) -> web.Response:
        """Keep one payload under its id."""
        self.calls += 1
        body = await request.text()
        try:
            Webhook(self.secret).verify(body, dict(request.headers))
        except WebhookVerificationError:
            return web.Response(status=401, text="signature does not verify")
        self.taken[request.headers["webhook-id"]] = body
        return web.Response(text="taken")


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    """A mail server on a free port."""
    keeper = MailServer()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, hostname="localhost", enable_SMTPUTF8=True), LOOPBACK, 0)
    port = server.sockets[0].getsockname()[1]
    keeper.url = f"smtp://{LOOPBACK}:{port}?from=policywatch@example.org"
    try:
        yield keeper
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def hook_receiver(secret: str) -> AsyncIterator[HookReceiver]:
    """A webhook endpoint on a free port."""
    keeper = HookReceiver(secret)
    app = web.Application()
    app.router.add_post("/hook", keeper.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, LOOPBACK, 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        keeper.url = f"http://{host}:{port}/hook"
        yield keeper
    finally:
        await runner.cleanup()
