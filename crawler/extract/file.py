"""A file that a row of a listing leads straight to: a document without words, under the title of its row."""

from urllib.parse import unquote, urlsplit

from core.identity import standing_of
from core.model import Attachment, Document, PageKind

_BEGINNINGS = (b"%PDF-", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"Rar!", b"{\\rtf")
"""PDF, the old and the new kinds of office files, OFD and archives."""


def is_document_file(body: bytes) -> bool:
    """Whether bytes are a file of a kind in which documents are published."""
    return body.startswith(_BEGINNINGS)


def file_document(url: str, title: str) -> Document:
    """The document that a file is, as far as its row tells."""
    name = unquote(urlsplit(url).path).rpartition("/")[2]
    standing = standing_of(title)
    return Document(
        page_kind=PageKind.EMPTY,
        title=title,
        stage=standing.stage if standing else None,
        attachments=(Attachment(name or url, url),),
        flags=("file",),
        evidence={"stage": standing.words} if standing else {},
    )
