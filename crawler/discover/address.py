"""Addresses as listings write them, made absolute, comparable and safe to ask for."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

LONGEST_URL = 2000
DEFAULT_PORTS = {"http": 80, "https": 443}
SECOND_LEVELS = frozenset({"com", "net", "org", "edu", "ac", "gov"})
NOT_IN_ADDRESSES = re.compile(r"[\x00-\x1f\x7f]")
TRACKING = re.compile(
    r"(?:utm_\w+|spm|gclid|fbclid|share_?token|from_?wechat|isappinstalled|jsessionid|phpsessid)(?:=|$)"
    r"|from=(?:groupmessage|singlemessage|timeline)$",
    re.IGNORECASE,
)
CLOCKS = re.compile(r"(?:_|t|_t|r|v|ts|timestamp|rnd|rand|random|nocache)=(?:[0-9.]{9,}|0\.\d{3,})", re.IGNORECASE)
PLAIN_PATH = re.compile(r"(?:\./|/)?(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?")
SAFE = re.compile(r"https?://[a-z0-9.:-]+/[A-Za-z0-9/._~-]*(?:\?[A-Za-z0-9=&._~-]*)?")
"""Addresses that need no escaping, which is the dear part of reading them."""
SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)


def absolute(href: str, base: str) -> str | None:
    """The address behind a link; None for what is no page of the web, or nobody should ask for.

    Fragments, session ids, tracking parameters and cache-busters are dropped; a link to the same host takes the
    scheme of the listing, which just worked.

    >>> absolute(" ../content/post_1.html?utm_source=x#top ", "https://a.gov.cn/tz/index.html")
    'https://a.gov.cn/content/post_1.html'
    >>> absolute("javascript:void(0)", "https://a.gov.cn/") is None
    True
    """
    written = NOT_IN_ADDRESSES.sub("", href.strip()).replace("&amp;", "&").replace("\\", "/")
    if not written or len(written) > LONGEST_URL:
        return None
    url = _short(written, base) if PLAIN_PATH.fullmatch(written) else _resolved(written, base)
    return url if url and len(url) <= LONGEST_URL else None


def _short(path: str, base: str) -> str | None:
    """The quick way for what most links are: a plain path, to be put behind a folder."""
    folder = _folder("/" if path.startswith("/") else "./", base)
    return folder and folder + path.removeprefix("./").removeprefix("/")


@lru_cache(maxsize=64)
def _folder(path: str, base: str) -> str | None:
    return _resolved(path, base)


def _resolved(written: str, base: str) -> str | None:
    try:
        parts = urlsplit(urljoin(base, written))
        return urlunsplit(_plain(parts, urlsplit(base))) if _is_of_the_web(parts) else None
    except ValueError:
        return None


def same_site(url: str, base: str) -> bool:
    """Whether two addresses share a host; `www.` makes no difference.

    >>> same_site("http://www.gz.gov.cn/a", "https://gz.gov.cn/b"), same_site("http://wjw.gz.gov.cn/", "http://gz.gov.cn/")
    (True, False)
    """
    return site_of(url) == _site_of_page(base)


@lru_cache(maxsize=64)
def _site_of_page(url: str) -> str:
    return site_of(url)


def publishes(url: str, base: str) -> bool:
    """Whether a row of a listing on `base` that leads to `url` is a document we want (handbook §1, trap 5).

    A column of a government site that lists another .gov.cn host passes on a document of another authority, which is
    what its reader came for; an account of a chat network, a school or a newspaper is not an authority, and is left to
    `include`. A site that is none of the government's may lead to its own further hosts.

    >>> publishes("https://wjw.gz.gov.cn/a", "https://www.yuexiu.gov.cn/"), publishes("https://mp.weixin.qq.com/s/a", "https://www.yuexiu.gov.cn/")
    (True, False)
    """
    if same_site(url, base):
        return True
    host, home = urlsplit(url).hostname or "", urlsplit(base).hostname or ""
    return host.endswith(".gov.cn") or _owner(host) == _owner(home) != ""


def _owner(host: str) -> str:
    """The registered part of a host's name; empty for an address in figures."""
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdecimal() or ":" in host:
        return ""
    return ".".join(labels[-3 if labels[-2] in SECOND_LEVELS else -2 :])


def host_ends(url: str) -> int:
    """Where the path begins: a match before it speaks of the host."""
    start = url.index("://") + 3
    slash = url.find("/", start)
    return len(url) if slash < 0 else slash


def site_of(url: str) -> str:
    """The host of an address and its port, without `www.`."""
    return url.partition("://")[2].partition("/")[0].partition("?")[0].lower().removeprefix("www.")


def _is_of_the_web(parts: SplitResult) -> bool:
    return parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and "@" not in parts.netloc


def _plain(parts: SplitResult, base: SplitResult) -> SplitResult:
    host, scheme = _host(parts), parts.scheme
    if host == _host(base):
        scheme = base.scheme  # the one that just worked: some hosts answer on one of the two only
    query = "&".join(part for part in parts.query.split("&") if part and not _is_tracking(part))
    path = SESSION.sub("", parts.path) or "/"
    plain = SplitResult(scheme, host, path, query, "")
    url = urlunsplit(plain)
    return plain if SAFE.fullmatch(url) else urlsplit(safe_url_string(url))


def _host(parts: SplitResult) -> str:
    name = parts.hostname or ""
    name = f"[{name}]" if ":" in name else name
    port = parts.port
    return name if port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{name}:{port}"


def _is_tracking(part: str) -> bool:
    return TRACKING.match(part) is not None or CLOCKS.fullmatch(part) is not None
