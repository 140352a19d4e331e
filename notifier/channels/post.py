"""Post().send(url, body, headers) -> Answer: the one way by which the notifier speaks HTTP; and what answers mean."""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp

from core.errors import DeliveryDelayed, DeliveryError, DeliveryRefused
from notifier.channels.door import ForbiddenAddress, open_socket
from notifier.channels.secret import blotted
from notifier.plain import plain

DEADLINE = timedelta(seconds=15)

ANSWER_BYTES = 64 * 1024
"""Most that is read of an answer's body."""

OURS = {"user-agent": "policywatch/1", "accept-encoding": "identity"}

FOR_EVER = frozenset({301, 308})
FINAL = frozenset({410, 413, 415, 422})
"""Answers of the 4xx class that are about the message, or for ever; the others speak of an address, a secret, a proxy
or a receiver that is being replaced, which can be mended."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said; `body` is its beginning, where it was asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """How bodies are posted: no redirects, no cookies, a deadline, and no way to private addresses unless allowed.

    Args:
        deadline: of one delivery, name resolution and answer included.
        private: whether an address may lead to the loopback or a private network.
        tls: how servers are verified; None trusts what the system trusts.
    """

    deadline: timedelta = DEADLINE
    private: bool = False
    tls: ssl.SSLContext | None = None

    async def send(self, url: str, body: bytes, headers: Mapping[str, str], *, keep: int = 0) -> Answer:
        """Post a body. No error repeats the address beyond its host.

        Args:
            keep: bytes of the answer's body that are read.

        Raises:
            DeliveryDelayed: no answer in time.
            DeliveryRefused: an address that is none, or that must not be asked.
        """
        if not _is_http(url):
            raise DeliveryRefused("the url cannot be used: it is not an http or https address")
        try:
            async with asyncio.timeout(self.deadline.total_seconds()):
                return await self._posted(url, body, headers, keep)
        except TimeoutError:
            refusal: DeliveryError = DeliveryDelayed(f"no answer within {self.deadline.total_seconds():g} s")
        except (aiohttp.ClientError, OSError) as fault:
            refusal = _mapped(fault)
        # Raised here and not there: what aiohttp raised may name the whole address, and the address be a secret.
        raise refusal

    async def _posted(self, url: str, body: bytes, headers: Mapping[str, str], keep: int) -> Answer:
        connector = aiohttp.TCPConnector(
            ssl=self.tls or True, force_close=True, socket_factory=None if self.private else open_socket
        )
        async with (
            # What is compressed could be a bomb; it is not asked for, and stays as it is.
            aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
            ) as session,
            session.post(url, data=body, headers=OURS | dict(headers), allow_redirects=False) as response,
        ):
            return Answer(response.status, response.headers.copy(), await _beginning(response.content, keep))


async def _beginning(stream: aiohttp.StreamReader, most: int) -> bytes:
    taken = bytearray()
    while len(taken) < most and (piece := await stream.read(most - len(taken))):
        taken += piece
    return bytes(taken)


def judge(answer: Answer, now: datetime, *, hide: Sequence[str] = ()) -> DeliveryError | None:
    """What an answer means for the delivery; None when the receiver has taken it.

    Source: Standard Webhooks, "Deliverability and reliability"; RFC 9110 §15.

    Args:
        hide: what must not be repeated of the place a redirect points to.
    """
    status, said = answer.status, f"the receiver answered {answer.status}"
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        where = blotted(plain(answer.headers.get("location")), hide)[:200] or "nowhere"
        sentence = f"{said} and points to {where}; redirects are not followed"
        return DeliveryRefused(sentence) if status in FOR_EVER else DeliveryDelayed(sentence)
    if status in FINAL:
        return DeliveryRefused(f"{said}: it wants no more of these" if status == 410 else said)
    return DeliveryDelayed(said, retry_after=retry_after(answer, now))


def retry_after(answer: Answer, now: datetime) -> timedelta | None:
    """How long the receiver asks us to wait: seconds or a date (RFC 9110 §10.2.3)."""
    value = answer.headers.get("retry-after")
    if value is None:
        return None
    try:
        wait = timedelta(seconds=int(value)) if value.strip().isdigit() else parsedate_to_datetime(value) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return wait if wait > timedelta() else None


def _is_http(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _mapped(fault: aiohttp.ClientError | OSError) -> DeliveryError:
    match fault:
        case aiohttp.ClientConnectorCertificateError():
            why = getattr(fault.certificate_error, "verify_message", "") or type(fault.certificate_error).__name__
            return DeliveryDelayed(
                f"the certificate of {fault.host} cannot be verified ({why}); "
                "where it is signed by an authority of your own, name that in SSL_CERT_FILE"
            )
        case aiohttp.ClientConnectorError(os_error=ForbiddenAddress()):
            return DeliveryRefused(str(fault.os_error))
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return DeliveryRefused("the url cannot be used: it is not the address of a host")
        case aiohttp.ClientResponseError():  # its own words name the address
            return DeliveryDelayed(f"the answer is not HTTP: {plain(fault.message)[:200]}")
        case _:
            return DeliveryDelayed(plain(str(fault)) or type(fault).__name__)
