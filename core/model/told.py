"""The read side: changes and deliveries with all that is said of them."""

from dataclasses import dataclass

from core.model.change import Change, Delivery
from core.model.document import Document
from core.model.page import Version
from core.source import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A change with all that a message, a screen or a webhook says of it."""

    change: Change
    source_name: str
    tier: Tier
    before: Version | None = None
    after: Version | None = None

    @property
    def document(self) -> Document | None:
        """The document it is about: as it is, or as it last was."""
        version = self.after or self.before
        return version.document if version else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A claimed delivery, with what is to be said."""

    delivery: Delivery
    told: Told
