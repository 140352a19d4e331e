"""Files that belong to a document."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urljoin, urlsplit

from core.model import Attachment
from crawler.extract.lines import Link

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|ceb|csv|txt)$", re.IGNORECASE)


def attachments_of(links: Iterable[Link], url: str | None) -> tuple[Attachment, ...]:
    """Linked files by the end of their path or of their label, each once, absolute where `url` is known."""
    found: dict[str, Attachment] = {}
    for link in links:
        address = _absolute(link.href.strip(), url)
        if address is None or not (_FILE.search(_path(address)) or _FILE.search(link.text)):
            continue
        name = link.text or unquote(_path(address).rpartition("/")[2])
        found.setdefault(address, Attachment(name, address))
    return tuple(found.values())


def _absolute(href: str, url: str | None) -> str | None:
    try:
        return urljoin(url, href) if url else href
    except ValueError:
        return None


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
