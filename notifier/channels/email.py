"""The channel `email`: one message to one recipient by SMTP, as text with an HTML alternative."""

import asyncio
import ssl
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import aiosmtplib

from core.errors import DeliveryDelayed, DeliveryError, DeliveryRefused
from core.model import Dispatch
from notifier.channels.smtp import VARIABLE, Server, smtp_server
from notifier.plain import plain
from notifier.render import PLAIN_STYLE, Message, Style, render

TIMEOUT = timedelta(seconds=30)

ABOUT_US = frozenset({530, 534, 535, 538})
"""Permanent answers that say our login is wrong, not the message (RFC 4954 §6): mended, it will go out."""

BEFORE_THE_MESSAGE = (
    aiosmtplib.SMTPConnectResponseError,
    aiosmtplib.SMTPHeloError,
    aiosmtplib.SMTPAuthenticationError,
)


class Email:
    """Hands messages to the mail server that POLICYWATCH_SMTP_URL names.

    Args:
        environ: read anew for every message.
        tls: how servers are verified; None trusts what the system trusts.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        clock: Callable[[], datetime],
        style: Style = PLAIN_STYLE,
        tls: ssl.SSLContext | None = None,
        timeout: timedelta = TIMEOUT,
    ) -> None:
        self._environ = environ
        self._clock = clock
        self._style = style
        self._tls = tls
        self._timeout = timeout

    async def send(self, dispatch: Dispatch) -> None:
        """Hand over one message.

        Raises:
            DeliveryDelayed: no connection, no usable certificate, no login, or a 4xx answer.
            DeliveryRefused: a 5xx answer to the message, or no address.
        """
        server = smtp_server(self._environ)
        message = await asyncio.to_thread(render, dispatch, self._style)
        mail = compose(message, dispatch.id, dispatch.recipient, server.sender, self._clock())
        try:
            async with asyncio.timeout(self._timeout.total_seconds()):
                await self._hand_over(mail, server)
        except TimeoutError as fault:
            raise DeliveryDelayed(f"{server.host} did not answer in {self._timeout.total_seconds():g} s") from fault
        except (aiosmtplib.SMTPException, OSError) as fault:
            raise _mapped(fault, server) from fault

    async def _hand_over(self, mail: EmailMessage, server: Server) -> None:
        await aiosmtplib.send(
            mail,
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.tls,
            start_tls=server.starttls,
            tls_context=self._tls,
        )


def compose(message: Message, delivery_id: str, recipient: str, sender: str, now: datetime) -> EmailMessage:
    """The message as mail (RFC 5322); the same delivery has the same Message-ID however often it is sent.

    Raises:
        DeliveryRefused: the recipient is no address.
        DeliveryDelayed: the sender is none; that can be mended.
    """
    origin = _address(sender)
    if origin is None:
        raise DeliveryDelayed(f"{VARIABLE} cannot be used: the sender {plain(sender)!r} is not an address")
    to = _address(recipient)
    if to is None:
        raise DeliveryRefused(f"{plain(recipient)!r} is not an address")
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = plain(message.subject)
    mail["From"] = Address("PolicyWatch", origin.username, origin.domain)
    mail["To"] = to
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{delivery_id}@{origin.domain}>"
    mail["List-Id"] = f"PolicyWatch <policywatch.{origin.domain}>"  # RFC 2919
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation replies, please
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail


def _address(text: str) -> Address | None:
    try:
        address = Address(addr_spec=text)
    except (ValueError, MessageError, IndexError):
        return None
    return address if address.username and address.domain else None


def _mapped(fault: aiosmtplib.SMTPException | OSError, server: Server) -> DeliveryError:
    """What went wrong, as ours; the first certificate or answer in the chain of causes decides."""
    for cause in _causes(fault):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return DeliveryDelayed(
                f"the certificate of {server.host} cannot be verified ({cause.verify_message}); "
                "where it is signed by an authority of your own, name that in SSL_CERT_FILE"
            )
    answer = fault.recipients[0] if isinstance(fault, aiosmtplib.SMTPRecipientsRefused) else fault
    if not isinstance(answer, aiosmtplib.SMTPResponseException):
        return DeliveryDelayed(f"{server.host}:{server.port}: {plain(str(fault)) or type(fault).__name__}")
    said = f"{server.host} answered {answer.code} {plain(answer.message)}"
    if answer.code < 500 or answer.code in ABOUT_US or isinstance(answer, BEFORE_THE_MESSAGE):
        return DeliveryDelayed(said)
    return DeliveryRefused(said)


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__
