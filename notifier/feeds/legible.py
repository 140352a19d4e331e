"""Text, links and identities as every feed format can hold them."""

import re
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from notifier.plain import plain

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OF_ADDRESSES = "%/:?#[]@!$&'()*+,;=-._~"


def legible(text: str | None, length: int | None = None) -> str:
    r"""Text of a page in one plain line that XML can hold, cut to a length.

    Source: XML 1.0, production 2 (Char): U+FFFE and U+FFFF, which are not control characters, are not among them.

    >>> legible("通知\r\nBEGIN:VEVENT\ufffe", 6)
    '通知 BE…'
    """
    line = _ILLEGAL.sub("", plain(text))
    return line if length is None or len(line) <= length else line[: length - 1] + "…"


def href(url: str | None) -> str | None:
    """The address as a link may carry it, in ASCII (RFC 3986); None for anything but http and https.

    >>> href("https://例.example/通 知"), href("javascript:alert(1)")
    ('https://%E4%BE%8B.example/%E9%80%9A%20%E7%9F%A5', None)
    """
    clean = plain(url)
    try:
        parts = urlsplit(clean)
    except ValueError:
        return None
    return quote(clean, safe=_OF_ADDRESSES) if parts.scheme in ("http", "https") and parts.netloc else None


def urn(*names: str) -> str:
    """The same identity for the same names for ever (RFC 9562, version 5); readers know by it what they have seen.

    >>> urn("change", "chg_1") == urn("change", "chg_1") != urn("rule", "chg_1")
    True
    """
    # A rule's name may hold a half character that UTF-8 has no bytes for.
    said = "/".join(("policywatch", *names)).encode("utf-8", "backslashreplace").decode()
    return uuid5(NAMESPACE_URL, said).urn
