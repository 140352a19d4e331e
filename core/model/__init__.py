"""The frozen nouns of the main road: what was seen, what it says, what changed, whom to tell.

Every time is an aware UTC `datetime`; every similarity lies in 0..1; every digest is lower-case hex.
"""

from core.model.change import ACTIONABLE, Change, ChangeKind, Delivery, DeliveryState, Due, Verdict
from core.model.document import Attachment, Block, BlockKind, Dates, Document, Fingerprint, PageKind, Stage
from core.model.identifiers import Fields, PageId, digest_of
from core.model.listing import Finding, Listing, Reference
from core.model.page import Page, Presence, Twin, Version
from core.model.sight import Blocked, Doubtful, Failed, Fresh, Gone, Reading, Sight, Text, Unchanged, Validators
from core.model.told import Owed, Told

__all__ = [
    "ACTIONABLE",
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
    "Failed",
    "Fields",
    "Finding",
    "Fingerprint",
    "Fresh",
    "Gone",
    "Listing",
    "Owed",
    "Page",
    "PageId",
    "PageKind",
    "Presence",
    "Reading",
    "Reference",
    "Sight",
    "Stage",
    "Text",
    "Told",
    "Twin",
    "Unchanged",
    "Validators",
    "Verdict",
    "Version",
    "digest_of",
]
