"""The channel `webhook`: a signed POST of a change as JSON (Standard Webhooks)."""

import asyncio
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook as Signer
from standardwebhooks.webhooks import EmptyWebhookSecretError

from core.bodies import dispatch_bytes
from core.errors import DeliveryDelayed, DeliveryRefused
from core.model import Dispatch, digest_of
from notifier.channels.post import Post, judge
from notifier.channels.secret import pieces, secret

GONE = 410
GO_ON = "to go on, mend the receiver, save sources.yaml or restart, then `policywatch deliveries retry`"

SHORTEST_SECRET = 8
"""Parts of a secret address that are shorter are no secret by themselves."""


class Webhook:
    """Posts what is told to one address; once that answers 410 Gone, it is left in peace.

    Args:
        url: the address; an empty one is looked for under `url_env`.
        secret_env: name of the variable that holds the signing secret.
        environ: read anew for every message.
        url_env: name of the variable that holds the address, where that is a secret.
    """

    def __init__(
        self,
        url: str,
        secret_env: str | None,
        environ: Mapping[str, str],
        *,
        clock: Callable[[], datetime],
        post: Post,
        url_env: str | None = None,
        dashboard: str | None = None,
    ) -> None:
        self._url = url
        self._url_env = url_env
        self._secret_env = secret_env
        self._environ = environ
        self._clock = clock
        self._post = post
        self._dashboard = dashboard
        self._gone: str | None = None

    async def send(self, dispatch: Dispatch) -> None:
        """Post one message; any 2xx answer settles it.

        Raises:
            DeliveryDelayed: no answer, an answer that another attempt may change, or no secret or address yet.
            DeliveryRefused: 410 (now, or before while address and secret were the same) and other final answers, or
                an address that must not be asked.
        """
        url, hide = self._address()
        sign = signer(self._secret_env, self._environ)
        receiver = _receiver(url, sign)
        if receiver == self._gone:
            raise DeliveryRefused(f"not asked: the receiver answered {GONE} to another message; {GO_ON}")
        body = await asyncio.to_thread(dispatch_bytes, dispatch, dashboard=self._dashboard)
        now = self._clock()
        headers = {
            "content-type": "application/json",
            "webhook-id": dispatch.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": sign.sign(dispatch.id, now.astimezone(UTC), body.decode()),
        }
        answer = await self._post.send(url, body, headers)
        if answer.status == GONE:
            self._gone = receiver
            raise DeliveryRefused(f"the receiver answered {GONE}: it wants no more of these; {GO_ON}")
        if refusal := judge(answer, now, hide=hide):
            raise refusal

    def _address(self) -> tuple[str, tuple[str, ...]]:
        """The address, and what of it must not be repeated."""
        if self._url or not self._url_env:
            return self._url, ()
        url = secret(self._environ, self._url_env)
        return url, tuple(pieces(url, shortest=SHORTEST_SECRET))


def _receiver(url: str, sign: Signer) -> str:
    """Address and key in one; what signs nothing at no time tells two keys apart without keeping either."""
    return digest_of(url, sign.sign("", datetime.fromtimestamp(0, UTC), ""))


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
    except (ValueError, EmptyWebhookSecretError):
        fault = DeliveryDelayed(f"{secret_env} holds no signing secret; expected whsec_ and base64")
    # Raised here and not there: what the decoder raised may repeat what it could not decode.
    raise fault
