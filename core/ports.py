"""The seams: what the roads need of the world. Every implementation and every fake passes the contract suite."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from core.model import (
    ChangeKind,
    Delivery,
    DeliveryState,
    Due,
    Finding,
    Known,
    Listing,
    Owed,
    Page,
    PageId,
    Reading,
    Sight,
    Told,
    Twin,
    Validators,
    Verdict,
    Version,
)
from core.source import Manners, Source, SourceId


class Web(Protocol):
    """The one door to the network."""

    async def look(
        self,
        url: str,
        manners: Manners,
        validators: Validators | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
        content_type: str | None = None,
    ) -> Sight:
        """See what stands at an address, politely.

        Args:
            validators: from the last look; None asks unconditionally.

        Returns:
            A value for everything the network can do; never raises for what the world did.
        """


class Memory(Protocol):
    """What the main road and the side roads remember. Each method is one transaction."""

    async def register(self, sources: Sequence[Source], now: datetime) -> None:
        """Make the stored sources equal to the configured ones.

        A new source gets a listing due at `now`; a known one keeps its history; one that is no longer
        configured or is disabled is never due. The page of a source of kind `page` is created here, with
        `announce` according to its baseline; for every other source, the page that stands for its listing,
        which is never followed, and to which `page_id` of the listing refers.
        """

    async def listing(self, source_id: SourceId) -> Listing:
        """Recall a listing. Raises `StoreError` for a source that was not registered."""

    async def due_listings(self, now: datetime, limit: int) -> list[SourceId]:
        """Sources (other than kind `page`) whose listing is due, longest due first."""

    async def known(self, source_id: SourceId, urls: Sequence[str]) -> dict[str, Known]:
        """Those of `urls`, as given, that the source has a page for under this or another form of the address."""

    async def commit_finding(self, before: Listing, finding: Finding) -> list[PageId]:
        """Store a listing, its new pages, what it shows differently and what is told of it; returns the new pages' ids.

        A page whose source already knows its address, in whatever form, is left as it is. A relisted page that
        is followed is due at the listing's `last_looked_at`, and its revision grows. The weight of the source
        is estimated anew. Raises `StaleWrite` if the listing's revision is no longer `before.revision`.
        """

    async def page(self, page_id: PageId) -> Page:
        """Recall a page with its latest version. Raises `StoreError` if there is none."""

    async def due_pages(self, now: datetime, limit: int, sources: Sequence[SourceId] | None = None) -> list[Due]:
        """Pages of enabled sources (of the given ones only, if given) that are due, longest due first."""

    async def followed_pages(self, sources: Sequence[SourceId]) -> list[Due]:
        """All pages of the enabled ones of the sources that have a `next_check_at`, due or not."""

    async def raw(self, digest: str) -> bytes:
        """Bytes behind a version. Raises `StoreError` if they are not kept."""

    async def twins(self, page: Page, reading: Reading) -> tuple[Twin, ...]:
        """Other present pages whose latest version says exactly what the reading says; official first, then oldest."""

    async def commit(self, before: Page, verdict: Verdict) -> None:
        """All of the verdict or none of it; `StaleWrite` if the revision is no longer `before.revision`."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Owed]:
        """Take deliveries that are due, oldest first, at most `limit`; nobody else gets them before `now + lease`.

        A claimed delivery whose lease has run out (its process died) is due again. Counts an attempt.
        """

    async def settle_delivery(self, delivery: Delivery) -> None:
        """Store what became of a claimed delivery: `sent`, `failed`, or `owed` again at its `due_at`."""


class Archive(Protocol):
    """The read side of the same store."""

    async def changes(
        self,
        *,
        since: datetime | None = None,
        source_id: SourceId | None = None,
        kind: ChangeKind | None = None,
        limit: int = 100,
    ) -> list[Told]:
        """What changed, newest first."""

    async def told(self, change_ids: Sequence[str]) -> list[Told]:
        """The changes with these ids, in the order of the ids; unknown ones are left out."""

    async def versions(self, url: str) -> list[Version]:
        """Versions of the page at an address, in whatever form, oldest first; empty for an unknown address."""

    async def deliveries(self, *, state: DeliveryState | None = None, limit: int = 100) -> list[Delivery]:
        """The outbox, newest first."""

    async def retry(self, delivery_ids: Sequence[str], now: datetime) -> int:
        """Make failed deliveries (all of them when no id is given) owed at `now`; returns how many."""

    async def listings(self) -> list[Listing]:
        """State of every registered source that has a listing."""

    async def pulse(self, since: datetime) -> dict[SourceId, int]:
        """Documents first seen at or after `since` that are no baseline, by source; sources without are left out."""

    async def source_pages(self, source_id: SourceId) -> list[Page]:
        """Every page of a source but the one that stands for its listing, without versions, oldest first."""


class Store(Memory, Archive, Protocol):
    """The whole memory: SQLite for one process, PostgreSQL for many."""

    async def close(self) -> None:
        """Finish what is running and let the database go."""


class Courier(Protocol):
    """One channel: it sends, or says why not."""

    async def send(self, owed: Owed) -> None:
        """Deliver one message; returns when the receiver has taken it.

        Raises:
            DeliveryDelayed: not now.
            DeliveryRefused: never.
        """
