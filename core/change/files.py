"""The files of a document, however their addresses are decorated."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from core.model import Attachment, Document

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|ceb|csv|txt)$", re.IGNORECASE)
_NOTE = re.compile(
    r"[(（\[【][^()（）\[\]【】]*(?:\d\s*[kmg]?b|下载|点击|次)[^()（）\[\]【】]*[)）\]】]", re.IGNORECASE
)
"""（23.5KB）, （下载次数：3）"""


def files(document: Document) -> dict[str, Attachment]:
    """A document's files by what tells them apart: the file's own name, not host, folder, session or signature.

    Of a document without words the files are its text already.
    """
    return {_own_name(file): file for file in document.attachments} if document.blocks else {}


def named(known: Iterable[tuple[str, Attachment]]) -> str | None:
    """Files as they are told: the label, and the file's own name where that says more; None for none."""
    told = (file.name if name in file.name else f"{file.name} ({name})" for name, file in known)
    return "; ".join(told) or None


def _own_name(file: Attachment) -> str:
    """The name of the file itself: of its path, else of its query, else as its label calls it."""
    try:
        parts = urlsplit(file.url)
    except ValueError:
        return "".join(_NOTE.sub("", file.name).split())
    last = unquote(parts.path.partition(";")[0]).rpartition("/")[2]
    asked = (unquote(item.partition("=")[2]).rpartition("/")[2] for item in parts.query.split("&"))
    own = next((name for name in (last, *asked) if _FILE.search(name)), None)
    return own or "".join(_NOTE.sub("", file.name).split())
