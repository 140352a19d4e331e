"""What of a page is searched: its latest text, under a heading, on a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from core.identity.script import plain
from core.model.document import Document
from core.model.page import Page, Version
from core.search.segment import grams, of_source
from core.source import SourceId


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the index.

    Args:
        number: of the version that is searched.
        day: by which the newest come first.
        heading: folded, a line each; what stands here comes before what stands in the text.
    """

    number: int
    day: date
    heading: str

    def grams(self, source_id: SourceId, document: Document) -> frozenset[str]:
        """All that the page is found by."""
        text = "\n".join(block.folded for block in document.blocks)
        return grams(self.heading, text) | {of_source(source_id)}


def entry(page: Page, version: Version, folded_heading: str | None) -> Entry:
    """The entry of a version of a page.

    Args:
        folded_heading: see `heading`; None makes one as like it as can be without the whole fold.
    """
    if folded_heading is None:
        # A title mostly stands in the text once more, where it was folded.
        folded = {block.text: block.folded for block in version.document.blocks}
        folded_heading = heading(version.document, page.listed_title, lambda words: folded.get(words) or plain(words))
    return Entry(version.number, _day(page, version), folded_heading)


def heading(document: Document, listed_title: str | None, fold: Callable[[str], str]) -> str:
    """Title, or what the listing calls it, and 文号 of a document, folded, a line each."""
    said = (document.title or listed_title, document.doc_number)
    return "\n".join(" ".join(fold(words).split()) for words in said if words)


def _day(page: Page, version: Version) -> date:
    """When it was published, else listed, else first seen; a date in the future does not stay on top for ever."""
    dated = version.document.dates.published or page.listed_date or page.first_seen_at.date()
    # China's day begins before that of UTC.
    return min(dated, version.captured_at.date() + timedelta(days=1))
