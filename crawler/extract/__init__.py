"""From a page to a document: bytes to text, text to lines, lines to title, dates and body."""

from core.nesting import is_too_deep
from crawler.extract.dates import ZONE
from crawler.extract.decode import Decoded, decode, is_binary
from crawler.extract.file import file_document, is_document_file
from crawler.extract.kind import Trust
from crawler.extract.legible import is_garbled
from crawler.extract.lines import MOST_TEXT
from crawler.extract.page import Extract, extract

__all__ = [
    "MOST_TEXT",
    "ZONE",
    "Decoded",
    "Extract",
    "Trust",
    "decode",
    "extract",
    "file_document",
    "is_binary",
    "is_document_file",
    "is_garbled",
    "is_too_deep",
]
