"""Text -> an address that may be asked: http or https, no credentials, one spelling per place. Pure."""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import SplitResult, quote_from_bytes, urljoin, urlsplit

from w3lib.url import safe_url_string

PORTS = {"http": 80, "https": 443}

LONGEST_URL = 8192
"""Characters; servers refuse longer request lines (RFC 9110 §4.1 asks for 8000)."""

HOST_NAME = re.compile(r"(?=.{1,253}\.?$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*\.?")
ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$")


class InvalidAddress(ValueError):
    """The text is no address that may be asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to ask.

    Args:
        url: percent-encoded, without fragment and dot segments, safe to send.
        host: lower-case ASCII; an IP literal stands in its one canonical form, without brackets.
    """

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port: what robots.txt speaks for (RFC 9309 §2.3)."""
        return f"{self.scheme}://{_bracketed(self.host)}:{self.port}"

    @property
    def place(self) -> tuple[str, int]:
        """Host and port: whom politeness is owed."""
        return self.host, self.port

    @property
    def target(self) -> str:
        """Path and query, as robots.txt rules see them."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def trusts(self, other: "Address") -> bool:
        """Whether what was meant for this address may be sent to the other: same host, no loss of TLS."""
        return self.host == other.host and (self.scheme, other.scheme) != ("https", "http")


def parse(text: str) -> Address:
    """An address from what an operator or a page wrote, spelled as a browser would (WHATWG URL).

    Raises:
        InvalidAddress: it is none, or one we do not ask.

    >>> parse(" HTTP://Example.com/政策?a=1#top").url
    'http://example.com/%E6%94%BF%E7%AD%96?a=1'
    >>> parse("http://0x7f.1/").host
    '127.0.0.1'
    """
    parts = _split(text)
    if parts.scheme not in PORTS:
        raise InvalidAddress(f"only http and https are asked, not {parts.scheme or 'a relative address'!r}")
    if "@" in parts.netloc:
        raise InvalidAddress("an address with user name or password is not asked")
    host = _host(parts.hostname or "")
    port = parts.port or PORTS[parts.scheme]
    netloc = _bracketed(host) + ("" if port == PORTS[parts.scheme] else f":{port}")
    base = f"{parts.scheme}://{netloc}/"
    # The dots may be encoded (WHATWG URL §4.2); robots.txt must be asked about the path that is really sent.
    path = urljoin(base, re.sub("%2e", ".", "/" + parts.path.lstrip("/"), flags=re.IGNORECASE))
    url = path + (f"?{parts.query}" if parts.query else "")
    if len(url) > LONGEST_URL:
        raise InvalidAddress(f"address longer than {LONGEST_URL} characters")
    return Address(url=url, scheme=parts.scheme, host=host.rstrip("."), port=port)


def redirected(address: Address, location: bytes) -> Address:
    """Where a Location header leads, from the address that sent it.

    Raw bytes beyond ASCII are percent-encoded as they are, whatever charset they were meant in.

    Raises:
        InvalidAddress: nowhere we go.
    """
    text = quote_from_bytes(location.strip(), safe="".join(map(chr, range(0x21, 0x7F))))
    try:
        return parse(urljoin(address.url, text))
    except ValueError as error:
        raise InvalidAddress(f"redirect to an address that is not asked: {error}") from error


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(safe_url_string(text))
        _ = parts.port
    except ValueError as error:
        raise InvalidAddress(f"invalid address: {error}") from error
    return parts


def _host(host: str) -> str:
    if ":" in host:
        return _ipv6(host)
    host = host.lower()
    if not HOST_NAME.fullmatch(host):
        raise InvalidAddress(f"invalid host name {host[:80]!r}")
    if not ENDS_IN_NUMBER.search(host):
        return host
    try:
        # 2130706433, 0177.0.0.1 and 0x7f.1 are all 127.0.0.1 to the resolver: spell them so.
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except OSError as error:
        raise InvalidAddress(f"invalid IPv4 address {host[:80]!r}") from error


def _ipv6(host: str) -> str:
    try:
        address = IPv6Address(host)
    except ValueError as error:
        raise InvalidAddress(f"invalid IPv6 address {host[:80]!r}") from error
    if address.scope_id:
        raise InvalidAddress("an IPv6 address with a zone is not asked")
    return str(address)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
