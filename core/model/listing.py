"""What is known of the places where sources list their documents."""

import datetime as dt
from dataclasses import dataclass

from core.model.page import Page
from core.model.sight import NO_VALIDATORS, Validators
from core.source import SourceId


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a document, as a listing shows it."""

    url: str
    title: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What we know of the place where a source lists its documents.

    Args:
        rules: digest of the discovery rules under which its baseline was taken; None before the first.
        items: references found at the last successful look.
    """

    source_id: SourceId
    next_look_at: dt.datetime
    validators: Validators = NO_VALIDATORS
    rules: str | None = None
    failures: int = 0
    items: int = 0
    revision: int = 0
    last_looked_at: dt.datetime | None = None
    last_success_at: dt.datetime | None = None
    last_outcome: str | None = None
    last_error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a look at a listing leads to: committed together or not at all.

    Args:
        listing: as it will be.
        pages: to be followed or noted; `id` is 0 until the store gives one.
    """

    listing: Listing
    pages: tuple[Page, ...] = ()
