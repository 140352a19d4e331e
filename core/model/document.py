"""What a page says: a document, its blocks, its dates and its fingerprint."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class PageKind(StrEnum):
    """What a page turned out to be (CONTRACT, `extract --json`)."""

    ARTICLE = "article"
    LIST = "list"
    BLOCKED = "blocked"
    MISSING = "missing"
    EMPTY = "empty"


class Stage(StrEnum):
    """Where in its life a policy stands (handbook §2.4)."""

    DRAFT = "draft"
    TRIAL = "trial"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPEALED = "repealed"
    INTERPRETATION = "interpretation"
    NEWS = "news"


class BlockKind(StrEnum):
    """What a block of a body is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a body.

    Args:
        text: as published, without line breaks.
        folded: the text that is compared; see `crawler.normalise`.
        place: 第五条, 一、（二） … where the structure says so.
    """

    text: str
    folded: str
    kind: BlockKind = BlockKind.PARAGRAPH
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a document; `url` is absolute when the page's own URL was known."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dates of a document, never mixed up (handbook §2.2).

    Args:
        published_at: the moment of publication, where the page gives one (aware).
    """

    written: date | None = None
    published: date | None = None
    published_at: datetime | None = None
    effective: date | None = None
    deadline: date | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a page says, noise removed, in the script and wording published.

    Args:
        evidence: fact -> the words of the page that prove it (`deadline` -> 请于2026年3月20日前反馈).
        continuation: addresses of the further pages of a document that its site spreads over several.
    """

    page_kind: PageKind
    title: str | None = None
    blocks: tuple[Block, ...] = ()
    dates: Dates = Dates()
    agency: str | None = None
    source_label: str | None = None
    doc_number: str | None = None
    index_number: str | None = None
    stage: Stage | None = None
    attachments: tuple[Attachment, ...] = ()
    charset: str = "utf-8"
    flags: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    continuation: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The paragraphs, joined by line feeds."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Digests of the folded text.

    Args:
        exact: SHA-256 of the folded text, 64 hex digits.
        near: MinHash signature; texts alike have signatures alike.
        recipe: digest of the recipe under which the text was read.
    """

    exact: str
    near: str
    recipe: str
