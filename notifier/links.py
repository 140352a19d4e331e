"""address(url): an address as a message may link it: of the web, and with nothing in it that ends or opens markup."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from notifier.plain import inert, plain

_HOST = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,252}[0-9A-Za-z])?(?::\d{1,5})?")
_KEPT = "%/?#:;,=&+$@!-._"
"""What stays as it is; brackets, quotes, stars and the like would be markup somewhere (RFC 3986 §2.4)."""

LONGEST = 2_000
"""Characters of an address that is linked; programs cut longer ones, and then they lead elsewhere."""


class Href(str):
    """An address that needs no escaping but that of HTML: http or https, ASCII, without brackets, quotes and blanks."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it is shown, and as a link carries it; no link for anything but http and https."""

    text: str
    href: Href | None


def address(url: str | None) -> Address:
    """The address of a page.

    >>> address("https://www.example.gov.cn/政策 (1).html").text
    'https://www.example.gov.cn/%E6%94%BF%E7%AD%96%20%281%29.html'
    >>> address("javascript:alert(1)")
    Address(text='javascript[:]alert(1)', href=None)
    """
    link = href(url)
    return Address(link or inert(url), link)


def href(url: str | None) -> Href | None:
    """The address as a link may carry it; None for what is no address of the web."""
    clean = plain(url)
    try:
        parts = urlsplit(clean)
    except ValueError:
        return None
    host = _ascii(parts.netloc)
    if parts.scheme not in ("http", "https") or host is None:
        return None
    rest = quote(parts._replace(scheme="", netloc="").geturl(), safe=_KEPT).replace("~", "%7E")
    link = Href(f"{parts.scheme}://{host}{rest}")
    return link if len(link) <= LONGEST else None


def _ascii(host: str) -> str | None:
    """The host in ASCII (RFC 5891); None where it is none, or names a user, who is no part of a page's address."""
    name, colon, port = host.partition(":")
    try:
        plain_host = (name if name.isascii() else name.encode("idna").decode()) + colon + port
    except UnicodeError:
        return None
    return plain_host if _HOST.fullmatch(plain_host) else None
