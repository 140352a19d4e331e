"""The channel `webhook`: a signed POST of the change as JSON (Standard Webhooks)."""

import asyncio
import json
import ssl
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from standardwebhooks import Webhook as Signer
from standardwebhooks.webhooks import EmptyWebhookSecretError

from core.errors import DeliveryDelayed, DeliveryError, DeliveryRefused
from core.model import Dispatch, Letter
from core.serialise import change_json
from notifier.channels.door import ForbiddenAddress, open_socket
from notifier.channels.secret import secret
from notifier.plain import plain

DEADLINE = timedelta(seconds=15)

FOR_EVER = frozenset({301, 308})
NOT_NOW = frozenset({408, 409, 425, 429})
"""Answers of the 4xx class that another attempt may change."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said; its body is left unread."""

    status: int
    headers: Mapping[str, str]


class Webhook:
    """Posts changes to one address.

    Args:
        environ: holds the signing secret under `secret_env`; read anew for every message.
        tls: how servers are verified; None trusts what the system trusts.
        deadline: of one delivery, name resolution and answer included.
        allow_private_networks: whether the address may lead to a loopback or private one.
    """

    def __init__(
        self,
        url: str,
        secret_env: str | None,
        environ: Mapping[str, str],
        *,
        clock: Callable[[], datetime],
        dashboard: str | None = None,
        allow_private_networks: bool = False,
        tls: ssl.SSLContext | None = None,
        deadline: timedelta = DEADLINE,
    ) -> None:
        self._url = url
        self._secret_env = secret_env
        self._environ = environ
        self._clock = clock
        self._dashboard = dashboard
        self._private = allow_private_networks
        self._tls = tls
        self._deadline = deadline

    async def send(self, dispatch: Dispatch) -> None:
        """Post one change; any 2xx answer settles it.

        Raises:
            DeliveryDelayed: no answer, an answer that another attempt may change, or no secret yet.
            DeliveryRefused: 410 and other final answers, or an address that must not be asked.
        """
        assert isinstance(dispatch, Letter)
        sign = signer(self._secret_env, self._environ)
        document = await asyncio.to_thread(change_json, dispatch.told[0], dashboard=self._dashboard)
        body = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
        now = self._clock()
        headers = {
            "content-type": "application/json",
            "user-agent": "policywatch/1",
            "webhook-id": dispatch.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": sign.sign(dispatch.id, now.astimezone(UTC), body.decode()),
        }
        try:
            async with asyncio.timeout(self._deadline.total_seconds()):
                answer = await self._post(body, headers)
        except TimeoutError as fault:
            raise DeliveryDelayed(f"no answer within {self._deadline.total_seconds():g} s") from fault
        except (aiohttp.ClientError, OSError) as fault:
            raise _mapped(fault) from fault
        if refusal := judge(answer, now):
            raise refusal

    async def _post(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        connector = aiohttp.TCPConnector(
            ssl=self._tls or True, force_close=True, socket_factory=None if self._private else open_socket
        )
        async with (
            aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.post(self._url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            return Answer(response.status, response.headers.copy())


def signer(secret_env: str | None, environ: Mapping[str, str]) -> Signer:
    """What signs the messages of a channel; nothing is ever posted unsigned.

    Raises:
        DeliveryDelayed: the secret is missing or is none.
    """
    if not secret_env:
        raise DeliveryDelayed("the channel names no secret_env, and nothing is posted unsigned")
    key = secret(environ, secret_env).removeprefix("whsec_")
    try:
        return Signer(b64decode(key + "=" * (-len(key) % 4), validate=True))
    except (ValueError, EmptyWebhookSecretError) as fault:
        raise DeliveryDelayed(f"{secret_env} holds no signing secret; expected whsec_ and base64") from fault


def judge(answer: Answer, now: datetime) -> DeliveryError | None:
    """What an answer means for the delivery; None when the receiver has taken it.

    Source: Standard Webhooks, "Deliverability and reliability"; RFC 9110 §15.
    """
    status, said = answer.status, f"the receiver answered {answer.status}"
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        where = plain(answer.headers.get("location"))[:200] or "nowhere"
        sentence = f"{said} and points to {where}; redirects are not followed"
        return DeliveryRefused(sentence) if status in FOR_EVER else DeliveryDelayed(sentence)
    if 400 <= status < 500 and status not in NOT_NOW:
        return DeliveryRefused(f"{said}: it wants no more of these" if status == 410 else said)
    return DeliveryDelayed(said, retry_after=_retry_after(answer.headers.get("retry-after"), now))


def _retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Seconds or a date (RFC 9110 §10.2.3)."""
    if value is None:
        return None
    try:
        wait = timedelta(seconds=int(value)) if value.strip().isdigit() else parsedate_to_datetime(value) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return wait if wait > timedelta() else None


def _mapped(fault: aiohttp.ClientError | OSError) -> DeliveryError:
    if isinstance(fault, aiohttp.ClientConnectorCertificateError):
        why = getattr(fault.certificate_error, "verify_message", "") or type(fault.certificate_error).__name__
        return DeliveryDelayed(
            f"the certificate of {fault.host} cannot be verified ({why}); "
            "where it is signed by an authority of your own, name that in SSL_CERT_FILE"
        )
    if isinstance(fault, aiohttp.ClientConnectorError) and isinstance(fault.os_error, ForbiddenAddress):
        return DeliveryRefused(str(fault.os_error))
    if isinstance(fault, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return DeliveryRefused(f"the url cannot be used: {plain(str(fault))}")
    return DeliveryDelayed(plain(str(fault)) or type(fault).__name__)
