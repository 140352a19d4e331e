"""Files that belong to a document."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urljoin, urlsplit

from core.model import Attachment
from crawler.extract.lines import Link

_KINDS = r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|ceb|csv|txt)"
_FILE = re.compile(rf"{_KINDS}$", re.IGNORECASE)
_IN_QUERY = re.compile(rf"=[^&=]*{_KINDS}(?:&|$)", re.IGNORECASE)
_NAMED = re.compile(rf"{_KINDS}\s*(?:[(（\[【][^()（）\[\]【】]{{0,20}}[)）\]】]|下载)?\s*$", re.IGNORECASE)
_HINT = re.compile(_KINDS, re.IGNORECASE)


def attachments_of(links: Iterable[Link], url: str | None) -> tuple[Attachment, ...]:
    """Linked files, each once, absolute where `url` is known.

    A file is known by the end of its path, by a file name in its query (`?file=a.pdf`), or by one in its label, behind
    which a download script may stand (`down.jsp?id=7` labelled 申请表.docx).
    """
    found: dict[str, Attachment] = {}
    for link in links:
        if not (_HINT.search(link.href) or _HINT.search(link.text)):
            continue
        address = _absolute(link.href.strip(), url)
        if address is None or not _is_file(address, link.text):
            continue
        found.setdefault(address, Attachment(link.text or _file_name(address), address))
    return tuple(found.values())


def _is_file(address: str, label: str) -> bool:
    path, query = _parts(address)
    return any((_FILE.search(path), _IN_QUERY.search(f"={query}" if query else ""), _NAMED.search(label)))


def _file_name(address: str) -> str:
    path, query = _parts(address)
    if _FILE.search(path) or not query:
        return path.rpartition("/")[2]
    return next((value for item in query.split("&") if _FILE.search(value := item.rpartition("=")[2])), path)


def _absolute(href: str, url: str | None) -> str | None:
    try:
        return urljoin(url, href) if url else href
    except ValueError:
        return None


def _parts(address: str) -> tuple[str, str]:
    try:
        split = urlsplit(address)
    except ValueError:
        return "", ""
    return unquote(split.path), unquote(split.query)
