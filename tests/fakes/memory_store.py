"""A store in plain dictionaries, for tests of the roads; it passes the same contract suite as the real ones."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.errors import StaleWrite, StoreError
from core.model import (
    Change,
    ChangeKind,
    Delivery,
    DeliveryState,
    Due,
    Finding,
    Listing,
    Owed,
    Page,
    PageId,
    Presence,
    Reading,
    Text,
    Told,
    Twin,
    Validators,
    Verdict,
    Version,
)
from core.ports import Store
from core.source import Baseline, Source, SourceId, SourceKind, Tier

_RANK = {tier: rank for rank, tier in enumerate(Tier)}


class MemoryStore(Store):
    """What it holds is open to tests: `pages`, `histories`, `recorded`, `outbox` …"""

    def __init__(self) -> None:
        self.sources: dict[SourceId, Source] = {}
        self.registered: set[SourceId] = set()
        self.looked_at: dict[SourceId, Listing] = {}
        self.pages: dict[PageId, Page] = {}
        self.histories: dict[PageId, list[Version]] = {}
        self.bytes_kept: dict[str, bytes] = {}
        self.recorded: dict[tuple[PageId, int], Change] = {}
        self.outbox: dict[str, Delivery] = {}
        self.claimable_at: dict[str, datetime] = {}

    async def register(self, sources: Sequence[Source], now: datetime) -> None:
        """See `Memory`."""
        self.registered = {source.id for source in sources}
        for source in sources:
            before = self.sources.get(source.id)
            self.sources[source.id] = source
            if before and (before.url, before.kind) != (source.url, source.kind):
                self._move(before, source, now)
            if source.kind is SourceKind.PAGE:
                self._add([_only_page(source, now)])
            else:
                self.looked_at.setdefault(source.id, Listing(source_id=source.id, next_look_at=now))

    def _move(self, before: Source, source: Source, now: datetime) -> None:
        for page in [page for page in self.pages.values() if page.source_id == source.id]:
            if before.kind is SourceKind.PAGE and page.url == before.url:
                self.pages[page.id] = page = replace(page, next_check_at=None, revision=page.revision + 1)
            if source.kind is SourceKind.PAGE and page.url == source.url and page.next_check_at is None:
                self.pages[page.id] = replace(page, next_check_at=now, revision=page.revision + 1)
        listing = self.looked_at.get(source.id)
        if listing:
            listing = replace(listing, next_look_at=now, validators=Validators(), revision=listing.revision + 1)
            same_place = before.url == source.url
            self.looked_at[source.id] = listing if same_place else replace(listing, rules=None, failures=0)

    async def listing(self, source_id: SourceId) -> Listing:
        """See `Memory`."""
        if source_id not in self.looked_at:
            raise StoreError(f"source {source_id!r} has no listing")
        return self.looked_at[source_id]

    async def due_listings(self, now: datetime, limit: int) -> list[SourceId]:
        """See `Memory`."""
        due = [one for one in await self.listings() if self._watched(one.source_id) and one.next_look_at <= now]
        return [one.source_id for one in sorted(due, key=lambda one: (one.next_look_at, one.source_id))][:limit]

    async def unknown(self, source_id: SourceId, urls: Sequence[str]) -> list[str]:
        """See `Memory`."""
        return [url for url in urls if not self._knows(source_id, url)]

    async def commit_finding(self, before: Listing, finding: Finding) -> list[PageId]:
        """See `Memory`."""
        known = self.looked_at.get(before.source_id)
        if known is None or known.revision != before.revision:
            raise StaleWrite(before.source_id)
        if unregistered := [page.source_id for page in finding.pages if page.source_id not in self.sources]:
            raise StoreError(f"no source {unregistered[0]!r}")
        self.looked_at[before.source_id] = replace(
            finding.listing, source_id=before.source_id, revision=before.revision + 1
        )
        return self._add(finding.pages)

    async def page(self, page_id: PageId) -> Page:
        """See `Memory`."""
        if page_id not in self.pages:
            raise StoreError(f"there is no page {page_id}")
        page = self.pages[page_id]
        return replace(page, tier=self.sources[page.source_id].tier)

    async def due_pages(self, now: datetime, limit: int, sources: Sequence[SourceId] | None = None) -> list[Due]:
        """See `Memory`."""
        due = [page for page in self._followed() if page.next_check_at and page.next_check_at <= now]
        return _dues(page for page in due if sources is None or page.source_id in sources)[:limit]

    async def followed_pages(self, sources: Sequence[SourceId]) -> list[Due]:
        """See `Memory`."""
        return _dues(page for page in self._followed() if page.source_id in sources)

    async def raw(self, digest: str) -> bytes:
        """See `Memory`."""
        if digest not in self.bytes_kept:
            raise StoreError(f"no bytes are kept under digest {digest}")
        return self.bytes_kept[digest]

    async def twins(self, page: Page, reading: Reading) -> tuple[Twin, ...]:
        """See `Memory`."""
        if not isinstance(reading, Text):
            return ()
        same = [
            other
            for other in self.pages.values()
            if other.id != page.id
            and other.presence is Presence.PRESENT
            and other.latest
            and other.latest.fingerprint.exact == reading.fingerprint.exact
        ]
        return tuple(Twin(one.id, one.url, self.sources[one.source_id].tier) for one in self._by_authority(same))

    async def commit(self, before: Page, verdict: Verdict) -> None:
        """See `Memory`."""
        known = self.pages.get(before.id)
        if known is None or known.revision != before.revision:
            raise StaleWrite(before.url)
        self._refuse(before.id, verdict)
        latest = verdict.version or verdict.page.latest
        after = replace(verdict.page, id=before.id, latest=latest, revision=before.revision + 1)
        self.pages[before.id] = replace(
            after, source_id=known.source_id, url=known.url, first_seen_at=known.first_seen_at
        )
        if verdict.version:
            self.histories[before.id].append(verdict.version)
            if verdict.raw is not None:
                self.bytes_kept.setdefault(verdict.version.raw_digest, verdict.raw)
        if verdict.change:
            self.recorded[verdict.change.page_id, verdict.change.number] = verdict.change
        for delivery in verdict.deliveries:
            self._put(delivery)

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Owed]:
        """See `Memory`."""
        due = [self.outbox[delivery_id] for delivery_id, at in self.claimable_at.items() if at <= now]
        due.sort(key=lambda delivery: (delivery.due_at, delivery.created_at, delivery.id))
        claimed = [replace(one, state=DeliveryState.CLAIMED, attempts=one.attempts + 1) for one in due[:limit]]
        for delivery in claimed:
            self.outbox[delivery.id] = delivery
            self.claimable_at[delivery.id] = now + lease
        return [Owed(delivery=one, told=self._tell(self.recorded[one.page_id, one.number])) for one in claimed]

    async def settle_delivery(self, delivery: Delivery) -> None:
        """See `Memory`."""
        known = self.outbox.get(delivery.id)
        if known is None:
            raise StoreError(f"there is no delivery {delivery.id}")
        sent = delivery.state is DeliveryState.SENT and known.state is not DeliveryState.SENT
        if sent or (known.state is DeliveryState.CLAIMED and known.attempts == delivery.attempts):
            self._put(replace(delivery, attempts=known.attempts))

    async def changes(
        self,
        *,
        since: datetime | None = None,
        source_id: SourceId | None = None,
        kind: ChangeKind | None = None,
        limit: int = 100,
    ) -> list[Told]:
        """See `Archive`."""
        wanted = [
            change
            for change in self.recorded.values()
            if (since is None or change.at >= since)
            and source_id in (None, change.source_id)
            and kind in (None, change.kind)
        ]
        wanted.sort(key=lambda change: (change.at, change.page_id, change.number), reverse=True)
        return [self._tell(change) for change in wanted[:limit]]

    async def told(self, change_ids: Sequence[str]) -> list[Told]:
        """See `Archive`."""
        by_id = {change.id: change for change in self.recorded.values()}
        return [self._tell(by_id[change_id]) for change_id in change_ids if change_id in by_id]

    async def versions(self, url: str) -> list[Version]:
        """See `Archive`."""
        found = self._by_authority([page for page in self.pages.values() if page.url == url and page.latest])
        return list(self.histories[found[0].id]) if found else []

    async def deliveries(self, *, state: DeliveryState | None = None, limit: int = 100) -> list[Delivery]:
        """See `Archive`."""
        wanted = sorted(self.outbox.values(), key=lambda one: one.id)
        wanted.sort(key=lambda one: one.created_at, reverse=True)
        return [one for one in wanted if state in (None, one.state)][:limit]

    async def retry(self, delivery_ids: Sequence[str], now: datetime) -> int:
        """See `Archive`."""
        failed = [one for one in self.outbox.values() if one.state is DeliveryState.FAILED]
        again = [one for one in failed if not delivery_ids or one.id in delivery_ids]
        for delivery in again:
            self._put(replace(delivery, state=DeliveryState.OWED, due_at=now, settled_at=None))
        return len(again)

    async def listings(self) -> list[Listing]:
        """See `Archive`."""
        shown = [one for one in self.registered if self.sources[one].kind is not SourceKind.PAGE]
        return [self.looked_at[one] for one in sorted(shown)]

    async def source_pages(self, source_id: SourceId) -> list[Page]:
        """See `Archive`."""
        found = [await self.page(page.id) for page in self.pages.values() if page.source_id == source_id]
        return [replace(page, latest=None) for page in sorted(found, key=lambda page: (page.first_seen_at, page.id))]

    async def close(self) -> None:
        """See `Store`."""

    def _watched(self, source_id: SourceId) -> bool:
        return source_id in self.registered and self.sources[source_id].disabled is None

    def _followed(self) -> list[Page]:
        return [page for page in self.pages.values() if page.next_check_at and self._watched(page.source_id)]

    def _knows(self, source_id: SourceId, url: str) -> bool:
        return any(page.source_id == source_id and page.url == url for page in self.pages.values())

    def _add(self, pages: Iterable[Page]) -> list[PageId]:
        created = []
        for page in pages:
            if not self._knows(page.source_id, page.url):
                page_id = PageId(len(self.pages) + 1)
                self.pages[page_id] = replace(page, id=page_id, latest=None)
                self.histories[page_id] = []
                created.append(page_id)
        return created

    def _refuse(self, page_id: PageId, verdict: Verdict) -> None:
        """What the real stores' keys refuse."""
        change, version = verdict.change, verdict.version
        new = (change.page_id, change.number) if change else None
        if new in self.recorded:
            raise StoreError(f"change {new} is there already")
        if version and any(known.number == version.number for known in self.histories[page_id]):
            raise StoreError(f"version {version.number} is there already")
        ids = [delivery.id for delivery in verdict.deliveries]
        if len(set(ids)) < len(ids) or self.outbox.keys() & set(ids):
            raise StoreError("a delivery is there already")
        for delivery in verdict.deliveries:
            if (delivery.page_id, delivery.number) not in {new, *self.recorded}:
                raise StoreError(f"delivery {delivery.id} is of no change")

    def _put(self, delivery: Delivery) -> None:
        self.outbox[delivery.id] = delivery
        self.claimable_at.pop(delivery.id, None)
        if delivery.state is DeliveryState.OWED:
            self.claimable_at[delivery.id] = delivery.due_at

    def _tell(self, change: Change) -> Told:
        source = self.sources[change.source_id]
        versions = {version.number: version for version in self.histories[change.page_id]}
        return Told(
            change=change,
            source_name=source.name,
            tier=source.tier,
            before=versions.get(change.before or 0),
            after=versions.get(change.after or 0),
        )

    def _by_authority(self, pages: list[Page]) -> list[Page]:
        return sorted(pages, key=lambda page: (_RANK[self.sources[page.source_id].tier], page.first_seen_at, page.id))


def _only_page(source: Source, now: datetime) -> Page:
    return Page(
        id=PageId(0),
        source_id=source.id,
        url=source.url,
        first_seen_at=now,
        next_check_at=now,
        announce=source.baseline is Baseline.ANNOUNCE,
    )


def _dues(pages: Iterable[Page]) -> list[Due]:
    ordered = sorted(pages, key=lambda page: (page.next_check_at, page.id))
    return [Due(page.id, page.source_id, page.url) for page in ordered]
