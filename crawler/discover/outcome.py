"""What goes into a kind of listing, and what comes out."""

from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo

from core.model import Ask, Reference
from core.source import JsonApi, Paging, SourceKind

NO_PAGING = Paging()
BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A decoded answer to a request of a listing.

    Args:
        url: where it came from, after redirects.
        ask: the request that it answers.
        number: 1 for the first page of a listing, 2 for the next …
    """

    text: str = field(repr=False)
    url: str
    ask: Ask
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Which links are documents, and how the listing is read.

    Args:
        include, exclude: searched in the absolute address; without `include`, each kind decides.
        rows: CSS selector of the rows of an HTML list.
        itself: addresses of the listing, which is never its own document.
        zone: in which moments become days.
    """

    include: str | None = None
    exclude: str | None = None
    rows: str | None = None
    itself: tuple[str, ...] = ()
    api: JsonApi | None = None
    paging: Paging = NO_PAGING
    zone: tzinfo = BEIJING


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that a listing names, in its own order; none is a fact too.

    Args:
        further: where the listing goes on; None at its end.
        kind: what it was read as.
    """

    references: tuple[Reference, ...]
    further: Ask | None = None
    kind: SourceKind = SourceKind.LIST


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The documents stand at another address: the answer is only the door to it.

    Args:
        why: the mark that says so, in words for an operator.
    """

    kind: SourceKind
    ask: Ask
    why: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The listing could not be understood: `why`, in words for an operator."""

    why: str


Outcome = Found | Elsewhere | Unreadable
