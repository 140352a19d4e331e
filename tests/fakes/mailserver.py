"""A real mail server (aiosmtpd) on loopback, in the loop of the test."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Mailbox:
    """What arrived, and what to answer: `sender`, `rcpt` and `data` are answers instead of 250, `rcpts` to single
    recipients; `greylist` so many RCPT get 450 first; `sever` cuts the line in the midst of DATA; `hang` keeps QUIT
    waiting; `full` is set when `expected` mails have arrived."""

    port: int = 0
    sender: str | None = None
    rcpt: str | None = None
    rcpts: dict[str, str] = field(default_factory=dict)
    greylist: int = 0
    data: str | None = None
    sever: bool = False
    hang: asyncio.Event | None = None
    expected: int = 1
    full: asyncio.Event = field(default_factory=asyncio.Event)
    attempts: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802 - the name aiosmtpd asks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer MAIL FROM."""
        self.commands.append(" ".join(["MAIL", address, *options]))
        if self.sender:
            return self.sender
        envelope.mail_from, envelope.smtp_utf8 = address, "SMTPUTF8" in options
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd asks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer RCPT TO."""
        self.attempts += 1
        if self.attempts <= self.greylist:
            return "450 4.2.0 greylisted, come back later"
        if answer := self.rcpts.get(address, self.rcpt):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer the end of DATA."""
        if self.data:
            return self.data
        self.raw.append(envelope.original_content or b"")
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.envelopes.append(envelope)
        self.over_tls.append(session.ssl is not None)
        if len(self.mails) == self.expected:
            self.full.set()
        return "250 taken"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer QUIT, or not."""
        if self.hang is not None:
            await self.hang.wait()
        return "221 Bye"

    def login(self, server: SMTP, session: Session, envelope: Envelope, how: str, data: LoginPassword) -> AuthResult:
        """Take the password `p@ss`."""
        self.logins.append(data.login)
        return AuthResult(success=data.password == b"p@ss", handled=False)


class Line(SMTP):
    """A session that can be cut in the midst of DATA."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        """Take the data, or begin to."""
        if not self.event_handler.sever:
            await super().smtp_DATA(arg)
            return
        await self.push("354 go ahead")
        await self._reader.readline()
        assert isinstance(self.transport, asyncio.WriteTransport)
        self.transport.abort()


@asynccontextmanager
async def mail_server(
    mailbox: Mailbox,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: bool = False,
    eight_bits: bool = True,
    international: bool = False,
    most_bytes: int | None = None,
) -> AsyncIterator[str]:
    """A server for a mailbox; yields `host:port`. Started again, it keeps its port.

    Args:
        eight_bits: whether it offers 8BITMIME.
        international: whether it offers SMTPUTF8.
        most_bytes: of a message; it offers SIZE.
    """
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        return Line(
            mailbox,
            data_size_limit=most_bytes,
            decode_data=not eight_bits,
            enable_SMTPUTF8=international,
            hostname="mail.test",
            loop=loop,
            tls_context=starttls,
            require_starttls=starttls is not None,
            auth_required=login,
            authenticator=mailbox.login if login else None,
        )

    server = await loop.create_server(session, "127.0.0.1", mailbox.port, ssl=tls)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield f"127.0.0.1:{mailbox.port}"
    finally:
        server.close()
        await server.wait_closed()
