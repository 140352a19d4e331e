"""Addresses as listings write them, made absolute, comparable and safe to ask for."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

LONGEST_URL = 2000
DEFAULT_PORTS = {"http": 80, "https": 443}
NOT_IN_ADDRESSES = re.compile(r"[\x00-\x1f\x7f]")
TRACKING = re.compile(r"(?:utm_\w+|spm|gclid|fbclid|share_?token|from_?wechat|isappinstalled)(?:=|$)", re.IGNORECASE)
CLOCKS = re.compile(r"(?:_|t|_t|v|ts|timestamp|rnd|random)=[0-9.]{9,}", re.IGNORECASE)
SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
MOBILE_POST = re.compile(r"/mpost_(?=\d+\.)")
INDEX = re.compile(r"/(?:index|default)\.s?html?$", re.IGNORECASE)


def absolute(href: str, base: str) -> str | None:
    """The address behind a link; None for what is no page of the web, or nobody should ask for.

    Fragments, session ids, tracking parameters and cache-busters are dropped; a link to the same host takes the
    listing's https, which just worked.

    >>> absolute(" ../content/post_1.html?utm_source=x#top ", "https://a.gov.cn/tz/index.html")
    'https://a.gov.cn/content/post_1.html'
    >>> absolute("javascript:void(0)", "https://a.gov.cn/") is None
    True
    """
    written = NOT_IN_ADDRESSES.sub("", href.strip()).replace("&amp;", "&").replace("\\", "/")
    if not written or len(written) > LONGEST_URL:
        return None
    try:
        parts = urlsplit(urljoin(base, written))
        url = urlunsplit(_plain(parts, urlsplit(base))) if _is_of_the_web(parts) else ""
    except ValueError:
        return None
    return url if url and len(url) <= LONGEST_URL else None


def identity(url: str) -> str:
    """What two addresses of one document have in common: not the scheme, nor the mobile form (handbook §1, trap 6).

    >>> identity("http://a.gov.cn/content/mpost_7.html") == identity("https://a.gov.cn/content/post_7.html")
    True
    """
    bare = MOBILE_POST.sub("/post_", url.partition("://")[2])
    return INDEX.sub("/", bare)


def same_site(url: str, base: str) -> bool:
    """Whether two addresses share a host; `www.` makes no difference.

    >>> same_site("http://www.gz.gov.cn/a", "https://gz.gov.cn/b"), same_site("http://wjw.gz.gov.cn/", "http://gz.gov.cn/")
    (True, False)
    """
    return _site(url) == _site(base)


def host_ends(url: str) -> int:
    """Where the path begins: a match before it speaks of the host."""
    start = url.index("://") + 3
    slash = url.find("/", start)
    return len(url) if slash < 0 else slash


def _site(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def _is_of_the_web(parts: SplitResult) -> bool:
    return parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and "@" not in parts.netloc


def _plain(parts: SplitResult, base: SplitResult) -> SplitResult:
    host, scheme = _host(parts), parts.scheme
    if scheme == "http" and base.scheme == "https" and host == _host(base):
        scheme = "https"
    query = "&".join(part for part in parts.query.split("&") if part and not _is_tracking(part))
    path = SESSION.sub("", parts.path) or "/"
    return urlsplit(safe_url_string(urlunsplit((scheme, host, path, query, ""))))


def _host(parts: SplitResult) -> str:
    name = parts.hostname or ""
    name = f"[{name}]" if ":" in name else name
    port = parts.port
    return name if port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{name}:{port}"


def _is_tracking(part: str) -> bool:
    return TRACKING.match(part) is not None or CLOCKS.fullmatch(part) is not None
