"""All that is kept of a policy and of its pages, without their texts."""

from dataclasses import dataclass
from datetime import date, datetime

from core.model.document import Stage
from core.model.identifiers import PageId
from core.model.page import Presence
from core.model.policy import PolicyId
from core.source import SourceId, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version in a list: what can be said without reading its document."""

    number: int
    captured_at: datetime
    title: str | None = None
    doc_number: str | None = None
    stage: Stage | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A page, with its versions in a list.

    Args:
        title: of its latest version; else as its listing has it.
        editions: the newest, oldest first.
        versions: how many there are.
        repealed_by: the words of another document that repeal this one.
    """

    page_id: PageId
    policy_id: PolicyId | None
    url: str
    source_id: SourceId
    source_name: str
    tier: Tier
    presence: Presence
    first_seen_at: datetime
    title: str | None = None
    gone_since: datetime | None = None
    repealed_by: str | None = None
    last_looked_at: datetime | None = None
    next_check_at: datetime | None = None
    last_error: str | None = None
    versions: int = 0
    editions: tuple[Edition, ...] = ()

    @property
    def latest(self) -> Edition | None:
        """The newest version."""
        return self.editions[-1] if self.editions else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A policy and the pages that publish it.

    Args:
        pages: the canonical one first, then the most authoritative.
        more: how many further pages there are.
    """

    id: PolicyId
    founded_at: datetime
    pages: tuple[Leaf, ...]
    more: int = 0

    @property
    def canonical(self) -> Leaf:
        """The page that speaks for the policy."""
        return self.pages[0]
