"""What is known of the places where sources list their documents."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from core.model.change import Change, Delivery
from core.model.identifiers import PageId
from core.model.listed import NOTHING_LISTED, Listed
from core.model.page import Page
from core.model.sight import NO_VALIDATORS, Validators
from core.source import SourceId, SourceKind

NO_PAGE = PageId(0)
"""Of a listing that the store has not given its page yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request of a listing.

    Args:
        body: sent with POST, already encoded.
    """

    url: str
    method: str = "GET"
    body: str | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """Where a source's documents were found to stand, and in which form, when that is not what it names itself."""

    kind: SourceKind
    ask: Ask


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a document, as a listing shows it.

    Args:
        listed: what else the listing says of it.
        also: further addresses of the same document.
    """

    url: str
    title: str | None = None
    date: dt.date | None = None
    listed: Listed = NOTHING_LISTED
    also: tuple[str, ...] = ()


class Health(StrEnum):
    """How a source fares, as it was last told."""

    OK = "ok"
    FAILING = "failing"
    LAYOUT = "layout"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What we know of the place where a source lists its documents.

    Args:
        page_id: the page that stands for the listing itself, on which changes of its health hang.
        changes: number of the latest of these.
        rules: digest of the discovery rules under which its baseline was taken; None before the first.
        entrance: where the documents stand, if not at the source's own address.
        items: references found at the last successful look.
        failing_since: first of the failures in a row.
        last_new_at: when it last showed a document that was new to us.
        expected_by: when its next document should have come, judged by how often it publishes; None unknown.
    """

    source_id: SourceId
    next_look_at: dt.datetime
    page_id: PageId = NO_PAGE
    changes: int = 0
    validators: Validators = NO_VALIDATORS
    rules: str | None = None
    entrance: Entrance | None = None
    health: Health = Health.OK
    failures: int = 0
    items: int = 0
    revision: int = 0
    failing_since: dt.datetime | None = None
    last_new_at: dt.datetime | None = None
    expected_by: dt.datetime | None = None
    last_looked_at: dt.datetime | None = None
    last_success_at: dt.datetime | None = None
    last_outcome: str | None = None
    last_error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is remembered of how a listing showed a document."""

    page_id: PageId
    url: str
    title: str | None
    listed: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Relisted:
    """A known document that its listing shows differently now: its page is due at once.

    Args:
        status: whether what it says of the document's standing moved, so that it is told without a look at the page.
    """

    page_id: PageId
    title: str | None
    listed: Listed
    status: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a look at a listing leads to: committed together or not at all.

    Args:
        listing: as it will be.
        pages: to be followed or noted; `id` is 0 until the store gives one.
        change: of the listing's own health.
    """

    listing: Listing
    pages: tuple[Page, ...] = ()
    relisted: tuple[Relisted, ...] = ()
    change: Change | None = None
    deliveries: tuple[Delivery, ...] = ()
