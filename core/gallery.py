"""What the dashboard asks of the store beside lists of changes; each answer is one transaction, and reads few texts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from core.model import (
    EVERY_PARCEL,
    Backlog,
    Deadline,
    DeadlineFilter,
    DeadlinePlace,
    Dossier,
    HealthTurn,
    Hits,
    Leaf,
    Noticed,
    PageId,
    Parcel,
    ParcelFilter,
    ParcelPlace,
    PolicyId,
    Position,
    Presence,
    Relative,
    Room,
    Version,
)
from core.search import Query
from core.source import SourceId


class Gallery(Protocol):
    """The read side of the store, as pages show it."""

    async def dossier(self, policy_id: PolicyId) -> Dossier | None:
        """A policy with its pages and their versions; None for an id that is none, or no longer is.

        At most `MOST_LEAVES` pages, and of each the newest `MOST_EDITIONS` versions.
        """

    async def leaf(self, page_id: PageId) -> Leaf | None:
        """A page that publishes or may publish a document; None for an id that is none."""

    async def leaf_at(self, url: str) -> Leaf | None:
        """The page at an address, in whatever form, that was read; of several the most authoritative one."""

    async def version(self, page_id: PageId, number: int) -> Version | None:
        """One version of a page; None where there is none."""

    async def relatives(self, policy_id: PolicyId) -> list[Relative]:
        """What a policy does to other documents, then what others do to it; each once."""

    async def deadlines(
        self, wanted: DeadlineFilter, after: DeadlinePlace | None = None, limit: int = 100
    ) -> list[Deadline]:
        """Days that are awaited of the canonical pages of policies that are there and not repealed, earliest first.

        Args:
            after: where the page before ended.
        """

    async def parcels(
        self, wanted: ParcelFilter = EVERY_PARCEL, after: ParcelPlace | None = None, limit: int = 50
    ) -> list[Parcel]:
        """A page of the outbox: what failed, then what waits, then what was sent (see `ParcelPlace`).

        Args:
            after: where the page before ended.
        """

    async def undelivered(self, late_since: datetime) -> list[Backlog]:
        """See `core.ports.Memory`."""

    async def search(
        self,
        query: Query,
        *,
        limit: int = 20,
        after: Position | None = None,
        source_id: SourceId | None = None,
        since: date | None = None,
    ) -> Hits:
        """Pages whose latest text meets the query, removed ones too; see `Position` for the order.

        A page is found with the commit of its version. A query that wants nothing finds nothing.

        Args:
            after: `further` of the hits before.
            since: only pages of this day and later; the day is that of publication, else of the listing, else that
                on which the page was seen first.
        """

    async def room(self) -> Room:
        """Where all this is kept, and how much room there is."""

    async def tallies(self) -> Mapping[SourceId, Mapping[Presence, int]]:
        """How many pages each source has, without those that stand for listings."""

    async def rhythm(
        self, starts: Sequence[datetime], sources: Sequence[SourceId] | None = None
    ) -> Mapping[SourceId, tuple[int, ...]]:
        """How many changes of each source fell into each stretch of time; sources without any are left out.

        Changes that joined another, and those that speak of a source's own health, are not counted.

        Args:
            starts: ascending; each moment but the last begins a stretch, and the last one ends the last.
        """

    async def turns(self, sources: Sequence[SourceId] | None = None) -> list[HealthTurn]:
        """How the health of sources turned, oldest first; the newest `MOST_TURNS` of them."""

    async def noticed(self, since: datetime, limit: int, source_id: SourceId | None = None) -> list[Noticed]:
        """Documents first seen at or after a moment that were new and say when they were published, newest first."""


MOST_LEAVES = 100
MOST_EDITIONS = 200
MOST_TURNS = 2_000
