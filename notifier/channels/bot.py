"""What the bots of chat groups share: a secret address at their vendor, a limit of bytes, answers that are codes."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from core.errors import DeliveryDelayed, DeliveryError, DeliveryRefused
from notifier.channels.post import ANSWER_BYTES, Answer, Post, retry_after
from notifier.channels.secret import blotted, pieces, secret
from notifier.plain import plain

T = TypeVar("T", int, str)

MINUTE = timedelta(minutes=1)

SHORTEST_SECRET = 16
"""Parts of a bot's address that are shorter are the vendor's (`robot`, `access_token`), not the bot's."""

SAID_LENGTH = 200
ATTEMPTS = 12
LONGEST_LINK = 2_000

TOO_MANY = re.compile(r"too many|too fast|freq|限流|频率", re.IGNORECASE)
"""How vendors say it under codes that they do not document, or under those of something else."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code of a vendor means.

    Args:
        why: what is wrong and what to do, one clause.
        pause: how long to send nothing; None leaves it to our back-off.
        final: whether no other attempt can help.
    """

    why: str
    pause: timedelta | None = None
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """Who runs a kind of bot.

    Args:
        hosts: where bots of its public service live.
        code, said: keys of the answer under which the code and its words stand; of several, the first counts.
        pause: how long it wants nothing once it got too much.
    """

    name: str
    hosts: tuple[str, ...]
    code: tuple[str, ...]
    said: tuple[str, ...]
    pause: timedelta
    meanings: Mapping[int, Meaning]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A bot of one group. Its address is a secret, and so is what it signs with.

    Args:
        url_env: name of the variable that holds the whole address.
        secret_env: name of the variable that holds the signing secret; None signs nothing.
        environ: read anew for every message.
    """

    vendor: Vendor
    url_env: str | None
    environ: Mapping[str, str] = field(repr=False)
    post: Post
    secret_env: str | None = None

    def address(self) -> str:
        """Its address. Raises `DeliveryDelayed` where there is none, or one that is not at the vendor's."""
        if not self.url_env:
            raise DeliveryDelayed("the channel names no url_env, the variable with the address of the bot")
        url = secret(self.environ, self.url_env)
        if wrong := self._wrong(url):
            raise DeliveryDelayed(f"{self.url_env} cannot be used: {wrong}")
        return url

    def key(self) -> str | None:
        """Its signing secret; None where it has none. Raises `DeliveryDelayed` where that is not set."""
        return secret(self.environ, self.secret_env) if self.secret_env else None

    async def say(self, url: str, body: bytes, now: datetime) -> None:
        """Post a message.

        Args:
            url: the bot's address, with what the vendor wants added to it.

        Raises:
            DeliveryDelayed, DeliveryRefused: what the vendor answered, by the table of its codes.
        """
        headers = {"content-type": "application/json; charset=utf-8"}
        answer = await self.post.send(url, body, headers, keep=ANSWER_BYTES)
        if refusal := self._judged(answer, now):
            raise refusal

    def _wrong(self, url: str) -> str | None:
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            return "it is not an address"
        if parts.scheme not in ("http", "https") or not host:
            return "it is not an address"
        if self.post.private:
            return None
        if host not in self.vendor.hosts:
            return (
                f"its host is not {' or '.join(self.vendor.hosts)}; "
                "a deployment of your own takes `allow_private_networks: true` in settings"
            )
        return None if parts.scheme == "https" else "it is not https"

    def _judged(self, answer: Answer, now: datetime) -> DeliveryError | None:
        told = _told(answer.body)
        code = _first(told, self.vendor.code, int)
        if code is None or (code == 0 and not 200 <= answer.status < 300):
            return self._by_status(answer, now)
        if code == 0:
            return None
        said = plain(_first(told, self.vendor.said, str))
        meaning = self.vendor.meanings.get(code, Meaning("a code that we do not know"))
        if TOO_MANY.search(said):
            meaning = Meaning("too many messages", pause=self.vendor.pause)
        sentence = f"{self.vendor.name} answered {code} ({self._blotted(said)[:SAID_LENGTH]}): {meaning.why}"
        if meaning.final:
            return DeliveryRefused(sentence)
        return DeliveryDelayed(sentence, retry_after=retry_after(answer, now) or meaning.pause)

    def _by_status(self, answer: Answer, now: datetime) -> DeliveryError:
        """An answer without a code is not the vendor's own word; but for a body too long it passes or can be mended."""
        sentence = f"{self.vendor.name} answered HTTP {answer.status}, and no code"
        if answer.status == 413:
            return DeliveryRefused(f"{sentence}: the message is too long")
        pause = self.vendor.pause if answer.status == 429 else None
        return DeliveryDelayed(sentence, retry_after=retry_after(answer, now) or pause)

    def _blotted(self, said: str) -> str:
        values = [secret(self.environ, name) for name in (self.url_env, self.secret_env) if name]
        return blotted(said, [*values, *(part for value in values for part in pieces(value, shortest=SHORTEST_SECRET))])


def longest(write: Callable[[int], str], measure: Callable[[str], int], limit: int) -> str:
    """The longest text that keeps to a limit in the form in which it is sent.

    Args:
        write: the text within so many bytes.
        measure: bytes of a text in that form, in which it may be longer (escapes) and has other things around it.

    Raises:
        DeliveryRefused: not even a short text fits.
    """
    around = measure("")
    room = limit - around
    for _ in range(ATTEMPTS):
        if room <= 0:
            break
        text = write(room)
        if (size := measure(text)) <= limit:
            return text
        written = len(text.encode("utf-8", "replace"))
        room = min(room - 1, written - 1, written * (limit - around) // (size - around))
    raise DeliveryRefused(f"the message cannot be made shorter than {limit} bytes")


def encoded(body: Mapping[str, object]) -> bytes:
    """A body as JSON; Chinese as it is, which is half as long as its escapes."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def link(url: str | None) -> str | None:
    """An address as a button may carry it; None for anything but http and https, and for one too long."""
    clean = plain(url)
    try:
        fit = urlsplit(clean).scheme in ("http", "https") and len(clean) <= LONGEST_LINK
    except ValueError:
        return None
    return clean if fit else None


def _told(body: bytes) -> Mapping[str, object]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _first(told: Mapping[str, object], names: tuple[str, ...], kind: type[T]) -> T | None:
    # `True` is an int to isinstance, and no code.
    found = (told.get(name) for name in names)
    return next((value for value in found if isinstance(value, kind) and not isinstance(value, bool)), None)
