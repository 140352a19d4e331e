"""The lock of the dashboard: its token, and the keys that are made from it."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What is needed to come in.

    Args:
        token: what a person types and a program sends; None leaves the door open, on a loopback address alone.
        secret: random bytes of this server; a new secret ends all sessions.
        address: public address of the dashboard, if one is configured.
    """

    secret: bytes = field(repr=False)
    token: str | None = field(default=None, repr=False)
    address: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing is asked for."""
        return self.token is None

    @property
    def is_secure(self) -> bool:
        """Whether the public address is one of https."""
        return self.address is not None and urlsplit(self.address).scheme == "https"

    def fits(self, candidate: str) -> bool:
        """Whether this is the token; takes the same time for every candidate."""
        return self.token is not None and hmac.compare_digest(_digest(candidate), _digest(self.token))

    def key(self, purpose: str) -> bytes:
        """A key for one purpose; it ends with the token and with the server's secret."""
        return hmac.digest(self.secret, _digest(self.token or "") + purpose.encode(), "sha256")


def is_loopback(host: str) -> bool:
    """Whether a host, as it is bound to or asked for, can be reached from this machine alone.

    >>> [is_loopback(host) for host in ("localhost", "127.0.0.1", "::1", "[::1]", "0.0.0.0", "localhost.example.org")]
    [True, True, True, True, False, False]
    """
    name = host.removeprefix("[").removesuffix("]").removesuffix(".").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
