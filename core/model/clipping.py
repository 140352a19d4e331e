"""Clippings: the changes that a rule wants, cut out of all there are and kept, so that each is judged once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.model.change import ChangeKind
from core.model.glance import Cursor
from core.model.identifiers import PageId
from core.model.policy import PolicyId
from core.source import SourceId

Facts = Mapping[SourceId, str]
"""By source a digest of what a rule looks at of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrapbook:
    """What is cut out for all rules that ask for the same, and how far all changes were read for it.

    Args:
        id: the same for whoever begins it on the same facts.
        rule: digest of what its rules ask for.
        facts: of the sources under which it was judged, those that are gone too; nothing where rules ask none.
        since, until: what is not older than `since` and came by `until` is judged.
        used_at: when it was last read for.
    """

    id: str
    rule: str
    facts: Facts = field(default_factory=dict)
    since: Cursor
    until: datetime
    used_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """What one reading of some changes brought to a scrapbook.

    Args:
        before: the scrapbook as it was recalled.
        after: as it is with this; `since` and `until` take in what was judged.
        wanted: the changes that its rules want.
    """

    before: Scrapbook
    after: Scrapbook
    wanted: tuple[Cursor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clipping:
    """A change that a rule wants, or that says the days of a page of which it wants one; and what may still move of it.

    Args:
        policy_id: which grows into another when two policies turn out to be one.
        joined: how many changes it has come to speak for.
    """

    change_id: str
    page_id: PageId
    number: int
    at: datetime
    source_id: SourceId
    policy_id: PolicyId | None = None
    joined: int = 0

    @property
    def cursor(self) -> Cursor:
        """Where in the list of changes it stands."""
        return Cursor(self.at, self.page_id, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Changes that are read in a row: those after a place, the oldest first, or those before it, the newest first.

    Args:
        after: None reads backwards.
        before, down_to: between which is read backwards; the first is not read itself, the other is.
        kinds: only of these.
        sources: only of these; None is every source.
        whole: with the documents.
    """

    after: Cursor | None = None
    before: Cursor | None = None
    down_to: Cursor | None = None
    kinds: tuple[ChangeKind, ...]
    sources: tuple[SourceId, ...] | None = None
    whole: bool = True
