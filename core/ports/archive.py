"""The read side of the store."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.gallery import Gallery
from core.model import (
    EVERY_CHANGE,
    ChangeFilter,
    ChangeKind,
    Cursor,
    Delivery,
    DeliveryCursor,
    DeliveryState,
    Figures,
    Glance,
    Listing,
    Page,
    PolicyId,
    PolicyPages,
    Relative,
    Told,
    Triage,
    Version,
)
from core.source import SourceId


class Archive(Gallery, Protocol):
    """The read side of the same store."""

    async def changes(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        source_id: SourceId | None = None,
        kind: ChangeKind | None = None,
        limit: int = 100,
    ) -> list[Told]:
        """What changed at or after `since` and before `until`, newest first."""

    async def changes_page(
        self, wanted: ChangeFilter = EVERY_CHANGE, after: Cursor | None = None, limit: int = 50
    ) -> list[Glance]:
        """A page of the list of changes, newest first; loads no document.

        A change that joined another is left out: the other one speaks for it.

        Args:
            after: where the page before ended; what was stored since moves nothing on this one.
        """

    async def told(self, change_ids: Sequence[str]) -> list[Told]:
        """The changes with these ids, in the order of the ids; unknown ones are left out."""

    async def versions(self, url: str) -> list[Version]:
        """Versions of the page at an address, in whatever form, oldest first; empty for an unknown address."""

    async def policy(self, url: str) -> PolicyPages | None:
        """The policy that the page at an address publishes; None for a page unknown or never read."""

    async def policy_by_id(self, policy_id: PolicyId) -> PolicyPages | None:
        """The policy with this id; None for one that no page publishes (any more)."""

    async def related(self, url: str) -> list[Relative]:
        """What the policy at an address does to other documents, then what others do to it; each once."""

    async def deliveries(
        self, *, state: DeliveryState | None = None, after: DeliveryCursor | None = None, limit: int = 100
    ) -> list[Delivery]:
        """The outbox, newest first, from behind the cursor on."""

    async def deliveries_of(self, change_id: str) -> list[Delivery]:
        """What is or was owed because of a change, by rule, channel and recipient."""

    async def raw(self, digest: str) -> bytes:
        """Bytes behind a version. Raises `StoreError` if they are not kept."""

    async def retry(self, delivery_ids: Sequence[str], now: datetime) -> int:
        """Make failed deliveries (all of them when no id is given) owed at `now`; returns how many."""

    async def listings(self) -> list[Listing]:
        """State of every registered source that has a listing."""

    async def pulse(self, since: datetime) -> dict[SourceId, int]:
        """Documents first seen at or after `since` that are no baseline, by source; sources without are left out."""

    async def source_pages(self, source_id: SourceId) -> list[Page]:
        """Every page of a source but the one that stands for its listing, without versions, oldest first."""

    async def figures(self, now: datetime) -> Figures:
        """How much there is, and what is due at `now`."""

    async def overdue_since(self, now: datetime) -> datetime | None:
        """Since when the longest due look, of listings and pages of watched sources, is due; None: nothing is."""

    async def beats(self) -> dict[str, datetime]:
        """When whoever beats did so last."""

    async def mark(self, triage: Triage) -> None:
        """Add a mark to a change. The same again as the latest, in mark, note and name, adds nothing.

        Raises:
            StaleWrite: somebody else made the mark with this number.
            StoreError: there is no such change.
        """

    async def marks(self, change_ids: Sequence[str]) -> dict[str, tuple[Triage, ...]]:
        """All marks of these changes, oldest first; changes without any are left out."""
