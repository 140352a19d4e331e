"""Where a request comes from, and where an answer may lead: this dashboard, and no other place."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from web.access.lock import is_loopback

_OURS = ("same-origin", "none")
_VIA_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


def is_ours(headers: Mapping[str, str], address: str | None) -> bool:
    """Whether an unsafe request was sent by a page of this dashboard, or by no browser at all.

    Browsers say where it came from in `Sec-Fetch-Site` (Fetch Metadata) and `Origin` (RFC 6454); both must fit.

    Args:
        address: public address of the dashboard; behind a proxy it differs from the host that is asked for.
    """
    if headers.get("sec-fetch-site", "none") not in _OURS:
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    ours = {headers.get("host", "").lower()} | ({_authority(address)} if address else set())
    return _authority(origin) in ours - {""}


def asks_for_this_machine(headers: Mapping[str, str]) -> bool:
    """Whether a request names a loopback host, and came through no proxy that says so.

    A page of the world whose name was made to mean 127.0.0.1 (DNS rebinding) still names itself in `Host`. A proxy that
    rewrites `Host` and adds no header of its own, as nginx does unless told otherwise, cannot be told from a browser.
    """
    if any(name in headers for name in _VIA_PROXY):
        return False
    try:
        return is_loopback(urlsplit(f"//{headers.get('host', '')}").hostname or "")
    except ValueError:
        return False


def within(address: str) -> str:
    r"""An address of this dashboard, whatever was asked for.

    >>> [within(one) for one in ("/changes/1?a=b", "//evil.example", r"/\evil.example", "https://evil.example/", "x")]
    ['/changes/1?a=b', '/', '/', '/', '/']
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    elsewhere = parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//")
    return "/" if elsewhere or "\\" in address or not address.isprintable() else address


def _authority(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
