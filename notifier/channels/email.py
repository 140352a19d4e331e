"""The channel `email`: one message to one recipient by SMTP, as text with an HTML alternative."""

import asyncio
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import aiosmtplib

from core.errors import DeliveryDelayed, DeliveryError, DeliveryRefused
from core.model import Dispatch
from notifier.channels.mail import compose
from notifier.channels.secret import blotted
from notifier.channels.smtp import Server, smtp_server
from notifier.plain import plain
from notifier.render import PLAIN_STYLE, Style, render

TIMEOUT = timedelta(seconds=30)
PARTING = timedelta(seconds=5)

TOO_LARGE = 552
"""Said to MAIL FROM too, where the size of the message is announced there (RFC 1870 §6.1)."""

ABOUT_US = frozenset({530, 534, 535, 538})
"""Permanent answers that say our login is wrong, not the message (RFC 4954 §6): mended, it will go out."""

RELAY = re.compile(r"\brelay", re.IGNORECASE)
"""How servers say to a recipient that they send nothing elsewhere for us: without a login, or from our address."""

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
        parting: how long the server may take to say goodbye.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        clock: Callable[[], datetime],
        style: Style = PLAIN_STYLE,
        tls: ssl.SSLContext | None = None,
        timeout: timedelta = TIMEOUT,
        parting: timedelta = PARTING,
    ) -> None:
        self._environ = environ
        self._clock = clock
        self._style = style
        self._tls = tls
        self._timeout = timeout
        self._parting = parting

    async def send(self, dispatch: Dispatch) -> None:
        """Hand over one message; what the server took is taken, however it parts.

        Raises:
            DeliveryDelayed: no connection, no usable certificate, no login, no such sender, or a 4xx answer.
            DeliveryRefused: a 5xx answer to the recipient or the message, or no address.
        """
        server = smtp_server(self._environ)
        message = await asyncio.to_thread(render, dispatch, self._style)
        mail = compose(message, dispatch, server.sender, self._clock())
        client = self._client(server)
        try:
            async with asyncio.timeout(self._timeout.total_seconds()):
                await client.connect()
                await client.send_message(mail)
        except TimeoutError as fault:
            client.close()
            raise DeliveryDelayed(f"{server.host} did not answer in {self._timeout.total_seconds():g} s") from fault
        except (aiosmtplib.SMTPException, OSError) as fault:
            raise _mapped(fault, server) from fault
        finally:
            await self._part(client)

    def _client(self, server: Server) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.tls,
            start_tls=server.starttls,
            tls_context=self._tls,
        )

    async def _part(self, client: aiosmtplib.SMTP) -> None:
        """Say goodbye where somebody listens; the answer changes nothing."""
        with suppress(aiosmtplib.SMTPException, OSError):
            if client.is_connected:
                await client.quit(timeout=self._parting.total_seconds())
        client.close()


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
    words = blotted(plain(answer.message), filter(None, [server.password]))
    said = f"{server.host} answered {answer.code} {words}"
    is_ours = answer.code in ABOUT_US or isinstance(answer, BEFORE_THE_MESSAGE) or _of_us(answer)
    return DeliveryDelayed(said) if answer.code < 500 or is_ours else DeliveryRefused(said)


def _of_us(answer: aiosmtplib.SMTPResponseException) -> bool:
    """Whether it is our sender (often 553) or our right to relay that is wrong: mended, the mail will go out."""
    if isinstance(answer, aiosmtplib.SMTPSenderRefused):
        return answer.code != TOO_LARGE
    return isinstance(answer, aiosmtplib.SMTPRecipientRefused) and RELAY.search(answer.message) is not None


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__
