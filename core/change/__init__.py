"""What happened to a page, if anything did: whether to believe it, what kind of change it is, how it is said."""

from core.change.comparison import compare, elsewhere
from core.change.credence import (
    GONE_SIGHTINGS,
    GONE_SPACING,
    PATIENCE,
    believed,
    gone_sightings,
    is_last_sighting,
    shows_document,
)
from core.change.edit import edit_digest
from core.change.fields import labelled, metadata
from core.change.files import files
from core.change.flapping import is_calm
from core.change.headline import headline
from core.change.known import FLAPS, known_texts, state
from core.change.reminder import reminder
from core.change.strange import is_same_page

__all__ = [
    "FLAPS",
    "GONE_SIGHTINGS",
    "GONE_SPACING",
    "PATIENCE",
    "believed",
    "compare",
    "edit_digest",
    "elsewhere",
    "files",
    "gone_sightings",
    "headline",
    "is_calm",
    "is_last_sighting",
    "is_same_page",
    "known_texts",
    "labelled",
    "metadata",
    "reminder",
    "shows_document",
    "state",
]
