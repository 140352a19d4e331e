"""What the store in plain dictionaries holds, and what the real stores' keys refuse."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from statistics import fmean
from typing import TypedDict, Unpack

from core.address_key import address_key
from core.errors import StoreError
from core.model import Change, Delivery, Listed, Listing, Page, PageId, Told, Validators, Version
from core.search import Entry
from core.source import Source, SourceId, Tier
from tests.fakes.claims import Claims

RANK = {tier: rank for rank, tier in enumerate(Tier)}
"""Tiers stand in the order in which they count."""


class Moved(TypedDict, total=False):
    """What of a page a listing or the configuration moves."""

    url: str
    next_check_at: datetime | None
    announce: bool
    validators: Validators
    changes: int
    listed: Listed
    listed_title: str | None
    relisted: bool


def key(url: str) -> str:
    """What the forms of one address have in common."""
    return address_key(url) or url


class Remembered(Claims):
    """Open to tests: `pages`, `histories`, `recorded`, `outbox` …"""

    def __init__(self) -> None:
        super().__init__()
        self.alarmed: dict[str, datetime] = {}
        self.sources: dict[SourceId, Source] = {}
        self.registered: set[SourceId] = set()
        self.weights: dict[SourceId, float | None] = {}
        self.looked_at: dict[SourceId, Listing] = {}
        self.pages: dict[PageId, Page] = {}
        self.places: dict[tuple[SourceId, str], PageId] = {}
        self.histories: dict[PageId, list[Version]] = {}
        self.bytes_kept: dict[str, bytes] = {}
        self.entries: dict[PageId, tuple[Entry, frozenset[str]]] = {}
        self.recorded: dict[tuple[PageId, int], Change] = {}

    def watched(self, source_id: SourceId) -> bool:
        """Whether a source is configured and enabled."""
        return source_id in self.registered and self.sources[source_id].disabled is None

    def page_at(self, source_id: SourceId, url: str) -> Page | None:
        """The page that a source has for an address."""
        page_id = self.places.get((source_id, key(url)))
        return None if page_id is None else self.pages[page_id]

    def add(self, pages: Iterable[Page]) -> list[PageId]:
        """Create the pages that their sources do not know yet."""
        created = []
        for page in pages:
            page_id = PageId(len(self.pages) + 1)
            if self.places.setdefault((page.source_id, key(page.url)), page_id) == page_id:
                self.pages[page_id] = replace(page, id=page_id, latest=None, source_weight=None)
                self.histories[page_id] = []
                created.append(page_id)
        return created

    def move(self, page: Page, **moved: Unpack[Moved]) -> Page:
        """Change a page, so that who read it before comes late."""
        self.pages[page.id] = after = replace(page, **moved, revision=page.revision + 1)
        return after

    def weigh(self, source_id: SourceId) -> None:
        """Estimate the weight of a source by that of its followed pages."""
        followed = [page for page in self.pages.values() if page.source_id == source_id and page.next_check_at]
        weights = [page.weight for page in followed if page.weight is not None]
        self.weights[source_id] = fmean(weights) if weights else None

    def refuse(self, change: Change | None, deliveries: Sequence[Delivery]) -> None:
        """What the real stores' keys refuse."""
        new = (change.page_id, change.number) if change else None
        if new in self.recorded:
            raise StoreError(f"change {new} is there already")
        if change and change.page_id not in self.pages:
            raise StoreError(f"there is no page {change.page_id}")
        ids = [delivery.id for delivery in deliveries]
        if len(set(ids)) < len(ids) or self.outbox.keys() & set(ids):
            raise StoreError("a delivery is there already")
        for delivery in deliveries:
            if (delivery.page_id, delivery.number) not in {new, *self.recorded}:
                raise StoreError(f"delivery {delivery.id} is of no change")

    def record(self, change: Change | None, deliveries: Sequence[Delivery]) -> None:
        """Remember what changed and what is owed because of it."""
        if change:
            self.recorded[change.page_id, change.number] = change
        for delivery in deliveries:
            self.put(delivery)

    def tell(self, change: Change) -> Told:
        """A change with all that is said of it."""
        source = self.sources[change.source_id]
        versions = {version.number: version for version in self.histories[change.page_id]}
        return Told(
            change=change,
            source_name=source.name,
            tier=source.tier,
            before=versions.get(change.before or 0),
            after=versions.get(change.after or 0),
        )

    def by_authority(self, pages: Iterable[Page], url: str | None = None) -> list[Page]:
        """Official ones first, then those at exactly this address, then the oldest."""

        def rank(page: Page) -> tuple[int, bool, datetime, int]:
            return RANK[self.sources[page.source_id].tier], page.url != url, page.first_seen_at, page.id

        return sorted(pages, key=rank)
