"""What goes through the door and what comes back: one request, one answer, or the trouble instead."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from core.model import Blocked
from crawler.fetch.addresses import Address

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Route:
    """By what way a host is reached; one connection pool each.

    Args:
        proxy: URL of an HTTP proxy.
        ca: path of the pinned authority of a server with outdated TLS.
        guarded: only public addresses are connected to.
    """

    proxy: str | None = None
    ca: str | None = None
    guarded: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, redirects not followed.

    Args:
        jar: name of the cookie jar that keeps what the answer sets; None keeps nothing.
        limit: inflated bytes of the body.
        truncates: a larger body is cut instead of refused.
    """

    address: Address
    route: Route
    method: str = "GET"
    headers: Headers = ()
    body: bytes | None = field(default=None, repr=False)
    jar: str | None = None
    limit: int
    truncates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said; the body of a redirect is left unread."""

    address: Address
    status: int
    raw_headers: tuple[tuple[bytes, bytes], ...]
    body: bytes = field(default=b"", repr=False)

    @property
    def headers(self) -> Headers:
        """Names and values as text: UTF-8 where it is, else Latin-1 (RFC 9110 §5.5)."""
        return tuple((name.decode("latin-1"), _text(value)) for name, value in self.raw_headers)

    def header(self, name: str) -> bytes | None:
        """The first value of a header, by lower-case name."""
        wanted = name.encode()
        return next((value for key, value in self.raw_headers if key.lower() == wanted), None)


class Reach(Enum):
    """How far a request came that has no answer."""

    NOWHERE = "no connection was made"
    HOST = "the host was reached and gave no usable answer"
    ASTRAY = "redirects led nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why there is no answer, in plain words.

    Args:
        retry_after: what the host asked for.
    """

    reason: str
    reach: Reach = Reach.HOST
    retry_after: timedelta | None = None


Outcome = Answer | Trouble | Blocked
"""What comes of a request; `Blocked` when robots.txt forbids it."""


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
