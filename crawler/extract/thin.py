"""A page with hardly a word: pictures of a document, or a file in a viewer (handbook §3.4)."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.model import Attachment

_VIEWED = re.compile(r"\.(?:pdf|ofd|docx?|xlsx?|wps|ceb)(?:$|[?#&])", re.IGNORECASE)
_SCRIPTED = re.compile(
    r"(?:PDFObject\.embed|pdfh5|pdfjsLib|getDocument|viewer\.html\?file=|(?:pdf|ofd)_?(?:url|path|file|src))"
    r"[^\"'\n]{0,30}[\"'=]\s*[\"']?(?P<file>[^\"'\s<>]{1,300}?\.(?:pdf|ofd))",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\.(?:pdf|ofd|PDF|OFD)")
_REACH = 400
_OUTSIDE = frozenset(("header", "footer", "nav", "aside", "a", "button", "noscript"))
_DECORATION = re.compile(
    r"logo|icon|ico[_./-]|qr|ewm|erweima|weixin|wechat|wx\d*\.|weibo|share|fenxiang|banner|blank|spacer|pixel|button|btn"
    r"|arrow|print|close|loading|default|dzjg|conac|beian|gongan|jiucuo|bg[_.\d]|header|footer|head\.|top\.|foot\.|line\.",
    re.IGNORECASE,
)
_CHROME = re.compile("foot|header|banner|logo|ewm|qrcode|erweima")
_HINTS = (".pdf", ".PDF", ".ofd", ".doc", ".wps")
_SMALL = 120
_MOST_PICTURES = 200
_MOST_FILES = 1_000


def viewed_files(tree: LexborHTMLParser, html: str, url: str | None) -> tuple[Attachment, ...]:
    """Files that a viewer, a frame or an object shows in the page, each once."""
    if not any(kind in html for kind in _HINTS):
        return ()
    return _attached([*_framed(tree), *_scripted(html)], url)


def _scripted(html: str) -> Iterator[str]:
    """Files that a script names for its viewer; sought from their ends, for the beginnings cost ten times as much."""
    for ending in islice(_ENDING.finditer(html), _MOST_FILES):
        match = _SCRIPTED.search(html, max(0, ending.start() - _REACH), ending.end())
        if match is not None:
            yield match["file"]


def pictures_of(tree: LexborHTMLParser, url: str | None) -> tuple[Attachment, ...]:
    """Pictures that are large or unsized, no decoration, and stand in no link, head or foot, each once."""
    nodes = (node for node in tree.css("img")[:_MOST_PICTURES] if _is_large(node) and not _is_outside(node))
    return _attached([source for node in nodes if (source := _source(node))], url)


def _framed(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css("iframe, frame, embed, object, param")[:_MOST_FILES]:
        attributes = node.attributes
        for name in ("src", "data", "value", "data-src", "file"):
            address = attributes.get(name) or ""
            if _VIEWED.search(unquote(address)):
                yield _inner(address.strip())


def _inner(address: str) -> str:
    """viewer.html?file=/a.pdf shows /a.pdf."""
    try:
        query = urlsplit(address).query
    except ValueError:
        return address
    inner = (values[0] for values in parse_qs(query).values() if _VIEWED.search(values[0]))
    return next(inner, address)


def _source(node: LexborNode) -> str | None:
    attributes = node.attributes
    source = (attributes.get("src") or attributes.get("data-src") or attributes.get("data-original") or "").strip()
    if not source or source.startswith("data:") or source.lower().endswith((".gif", ".svg", ".ico")):
        return None
    return None if _DECORATION.search(source.rpartition("/")[2]) else source


def _is_large(node: LexborNode) -> bool:
    for name in ("width", "height"):
        size = re.match(r"\d+", node.attributes.get(name) or "")
        if size and int(size[0]) <= _SMALL:
            return False
    return True


def _is_outside(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        names = f"{parent.attributes.get('class') or ''} {parent.attributes.get('id') or ''}".lower()
        if parent.tag in _OUTSIDE or _CHROME.search(names):
            return True
        parent = parent.parent
    return False


def _attached(addresses: list[str], url: str | None) -> tuple[Attachment, ...]:
    files: dict[str, Attachment] = {}
    for address in addresses:
        try:
            absolute = urljoin(url, address) if url else address
            name = unquote(urlsplit(absolute).path.rpartition("/")[2])
        except ValueError:
            continue
        files.setdefault(absolute, Attachment(name or absolute, absolute))
    return tuple(files.values())
