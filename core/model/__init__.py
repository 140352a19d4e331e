"""The frozen nouns of the main road: what was seen, what it says, what changed, whom to tell.

Every time is an aware UTC `datetime`; every similarity lies in 0..1; every digest is lower-case hex.
"""

from core.model.change import ACTIONABLE, OF_SOURCES, Change, ChangeKind, Delivery, DeliveryState, Due, Verdict
from core.model.document import Attachment, Block, BlockKind, Dates, Document, Fingerprint, PageKind, Stage
from core.model.identifiers import Fields, PageId, digest_of
from core.model.listed import NOTHING_LISTED, UNOBSERVED, Listed, Observations, Validity
from core.model.listing import Ask, Entrance, Finding, Health, Known, Listing, Reference, Relisted
from core.model.page import Page, Presence, Twin, Version
from core.model.sight import (
    NO_VALIDATORS,
    Blocked,
    Doubtful,
    Failed,
    Fresh,
    Gone,
    Reading,
    Sight,
    Text,
    Unchanged,
    Validators,
)
from core.model.told import Owed, Told

__all__ = [
    "ACTIONABLE",
    "NOTHING_LISTED",
    "NO_VALIDATORS",
    "OF_SOURCES",
    "UNOBSERVED",
    "Ask",
    "Attachment",
    "Block",
    "BlockKind",
    "Blocked",
    "Change",
    "ChangeKind",
    "Dates",
    "Delivery",
    "DeliveryState",
    "Document",
    "Doubtful",
    "Due",
    "Entrance",
    "Failed",
    "Fields",
    "Finding",
    "Fingerprint",
    "Fresh",
    "Gone",
    "Health",
    "Known",
    "Listed",
    "Listing",
    "Observations",
    "Owed",
    "Page",
    "PageId",
    "PageKind",
    "Presence",
    "Reading",
    "Reference",
    "Relisted",
    "Sight",
    "Stage",
    "Text",
    "Told",
    "Twin",
    "Unchanged",
    "Validators",
    "Validity",
    "Verdict",
    "Version",
    "digest_of",
]
