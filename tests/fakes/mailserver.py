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
    """What arrived, and what to answer: `rcpt` and `data` are answers instead of 250;
    `full` is set when `expected` mails have arrived."""

    port: int = 0
    rcpt: str | None = None
    data: str | None = None
    expected: int = 1
    full: asyncio.Event = field(default_factory=asyncio.Event)
    attempts: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd asks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer RCPT TO."""
        self.attempts += 1
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer the end of DATA."""
        if self.data:
            return self.data
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.envelopes.append(envelope)
        self.over_tls.append(session.ssl is not None)
        if len(self.mails) == self.expected:
            self.full.set()
        return "250 taken"

    def login(self, server: SMTP, session: Session, envelope: Envelope, how: str, data: LoginPassword) -> AuthResult:
        """Take the password `p@ss`."""
        self.logins.append(data.login)
        return AuthResult(success=data.password == b"p@ss", handled=False)


@asynccontextmanager
async def mail_server(
    mailbox: Mailbox,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: bool = False,
) -> AsyncIterator[str]:
    """A server for a mailbox; yields `host:port`. Started again, it keeps its port."""
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        return SMTP(
            mailbox,
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
