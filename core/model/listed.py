"""What a listing says of a document beside its address, title and day."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from core.model.document import Attachment


class Validity(StrEnum):
    """Whether a listing calls a document valid."""

    IN_FORCE = "in_force"
    REPEALED = "repealed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Facts of a document that stand in its listing; what is None the listing does not say.

    Args:
        modified: when the site says it last touched the document (aware): a hint to look, proof of nothing.
    """

    doc_number: str | None = None
    index_number: str | None = None
    agency: str | None = None
    source_label: str | None = None
    written: dt.date | None = None
    validity: Validity | None = None
    attachments: tuple[Attachment, ...] = ()
    modified: dt.datetime | None = None


NOTHING_LISTED = Listed()
"""Of a listing that shows addresses, titles and days only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """How often a page was looked at and found changed: what its change rate is estimated from.

    Args:
        looks: after the first, each the end of one interval.
        changes: how many of these found the text changed.
        watched: all intervals together.
    """

    looks: int = 0
    changes: int = 0
    watched: dt.timedelta = dt.timedelta()


UNOBSERVED = Observations()
"""Of a page not looked at twice yet."""
