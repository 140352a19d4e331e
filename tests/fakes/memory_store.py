"""A store in plain dictionaries, for tests of the roads; it passes the same contract suite as the real ones."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.errors import StaleWrite, StoreError
from core.model import (
    ChangeKind,
    Delivery,
    DeliveryCursor,
    DeliveryState,
    Due,
    Figures,
    Finding,
    Health,
    Known,
    Letter,
    Listing,
    Owed,
    Page,
    PageId,
    Relisted,
    Told,
    Tour,
    Validators,
    Verdict,
    Version,
)
from core.ports import Store
from core.source import Allowance, Baseline, Source, SourceId, SourceKind
from tests.fakes.figures import figures_of
from tests.fakes.memory_gallery import RememberedGallery
from tests.fakes.memory_hosts import RememberedHosts
from tests.fakes.memory_search import RememberedTexts


class MemoryStore(RememberedHosts, RememberedGallery, RememberedTexts, Store):
    """A store that forgets with its process."""

    async def register(self, sources: Sequence[Source], now: datetime) -> None:
        """See `Memory`."""
        self.registered = {source.id for source in sources}
        for source in sources:
            before = self.sources.get(source.id)
            self.sources[source.id] = source
            if before and (before.url, before.kind) != (source.url, source.kind):
                self._leave(before, source, now)
            self._arrive(source, now)

    def _leave(self, before: Source, source: Source, now: datetime) -> None:
        old = self.page_at(source.id, before.url)
        if old and before.kind is SourceKind.PAGE:
            self.move(old, next_check_at=None)
        own = self.page_at(source.id, source.url)
        if own and source.kind is SourceKind.PAGE and own.next_check_at is None:
            self.move(own, next_check_at=now, announce=source.baseline is Baseline.ANNOUNCE)
        listing = self.looked_at.get(source.id)
        if listing:
            again = replace(listing, revision=listing.revision + 1)
            again = replace(again, next_look_at=now, validators=Validators(), entrance=None)
            self.looked_at[source.id] = again if before.url == source.url else _started_again(again)

    def _arrive(self, source: Source, now: datetime) -> None:
        self.add([_own_page(source, now)])
        own = self.page_at(source.id, source.url)
        if own and own.url != source.url:
            own = self.move(own, url=source.url, validators=Validators())
        if own and source.kind is not SourceKind.PAGE:
            if own.next_check_at:
                self.move(own, next_check_at=None)
            fresh = Listing(source_id=source.id, next_look_at=now)
            self.looked_at[source.id] = replace(self.looked_at.get(source.id, fresh), page_id=own.id)

    async def listing(self, source_id: SourceId) -> Listing:
        """See `Memory`."""
        if source_id not in self.looked_at:
            raise StoreError(f"source {source_id!r} has no listing")
        listing = self.looked_at[source_id]
        return replace(listing, changes=self.pages[listing.page_id].changes)

    async def due_listings(self, now: datetime, limit: int) -> list[SourceId]:
        """See `Memory`."""
        due = [one for one in await self.listings() if self.watched(one.source_id) and one.next_look_at <= now]
        return [one.source_id for one in sorted(due, key=lambda one: (one.next_look_at, one.source_id))][:limit]

    async def known(self, source_id: SourceId, urls: Sequence[str]) -> dict[str, Known]:
        """See `Memory`."""
        found = {url: self.page_at(source_id, url) for url in urls}
        return {
            url: Known(page_id=page.id, url=page.url, title=page.listed_title, listed=page.listed)
            for url, page in found.items()
            if page
        }

    async def commit_finding(self, before: Listing, finding: Finding) -> list[PageId]:
        """See `Memory`."""
        known = self.looked_at.get(before.source_id)
        if known is None or known.revision != before.revision:
            raise StaleWrite(before.source_id)
        if unregistered := [page.source_id for page in finding.pages if page.source_id not in self.sources]:
            raise StoreError(f"no source {unregistered[0]!r}")
        self.refuse(finding.change, finding.deliveries)
        self.weigh(before.source_id)
        after = replace(finding.listing, source_id=before.source_id, page_id=known.page_id)
        self.looked_at[before.source_id] = replace(after, revision=before.revision + 1)
        created = self.add(finding.pages)
        for relisted in finding.relisted:
            self._relist(before.source_id, relisted, finding.listing.last_looked_at)
        if finding.change:
            self.move(self.pages[finding.change.page_id], changes=finding.change.number)
        self.record(finding.change, finding.deliveries)
        return created

    def _relist(self, source_id: SourceId, relisted: Relisted, at: datetime | None) -> None:
        page = self.pages.get(relisted.page_id)
        if page and page.source_id == source_id:
            self.move(
                page,
                listed=relisted.listed,
                listed_title=page.listed_title if relisted.title is None else relisted.title,
                relisted=page.relisted or relisted.status,
                next_check_at=(at or page.next_check_at) if page.next_check_at else None,
            )

    async def page(self, page_id: PageId) -> Page:
        """See `Memory`."""
        if page_id not in self.pages:
            raise StoreError(f"there is no page {page_id}")
        page = self.pages[page_id]
        weight = self.weights.get(page.source_id)
        return replace(page, tier=self.sources[page.source_id].tier, source_weight=weight)

    async def due_pages(self, now: datetime, limit: int, sources: Sequence[SourceId] | None = None) -> list[Due]:
        """See `Memory`."""
        due = [page for page in self._followed() if page.next_check_at and page.next_check_at <= now]
        return _dues(page for page in due if sources is None or page.source_id in sources)[:limit]

    async def followed_pages(self, sources: Sequence[SourceId]) -> list[Due]:
        """See `Memory`."""
        return _dues(page for page in self._followed() if page.source_id in sources)

    async def due_tours(self, now: datetime, sources: Sequence[SourceId] | None = None) -> list[Tour]:
        """See `Memory`."""
        due = await self.due_pages(now, len(self.pages), sources)
        return list(dict.fromkeys(_tour(one) for one in due))

    async def due_at(self, tour: Tour, now: datetime, limit: int) -> list[Due]:
        """See `Memory`."""
        due = [one for one in await self.due_pages(now, len(self.pages)) if _tour(one) == tour]
        newest = sorted(due, key=lambda one: one.page_id)
        newest.sort(key=lambda one: self.pages[one.page_id].next_check_at or now, reverse=True)
        return newest[:limit]

    async def raw(self, digest: str) -> bytes:
        """See `Memory`."""
        if digest not in self.bytes_kept:
            raise StoreError(f"no bytes are kept under digest {digest}")
        return self.bytes_kept[digest]

    async def commit(self, before: Page, verdict: Verdict) -> None:
        """See `Memory`."""
        known = self.pages.get(before.id)
        if known is None or known.revision != before.revision:
            raise StaleWrite(before.url)
        self.refuse(verdict.change, verdict.deliveries)
        self.refuse_joining(verdict)
        self._refuse_version(before.id, verdict.version)
        latest = verdict.version or verdict.page.latest
        after = replace(verdict.page, id=before.id, latest=latest, revision=before.revision + 1)
        after = replace(after, source_id=known.source_id, url=known.url, first_seen_at=known.first_seen_at)
        self.pages[before.id] = replace(after, policy_id=known.policy_id)
        if verdict.version:
            self.histories[before.id].append(verdict.version)
            self.be_found(before, verdict.version, verdict.heading)
            if verdict.raw is not None:
                self.bytes_kept.setdefault(verdict.version.raw_digest, verdict.raw)
        self.remember_policy(known, verdict)
        self.record(verdict.change, verdict.deliveries)
        self.join(verdict.change, verdict.joins)
        if verdict.withdraws is not None:
            self.withdraw(known.source_id, verdict.withdraws, verdict.page.last_looked_at)

    async def claim(
        self,
        now: datetime,
        lease: timedelta,
        limit: int,
        *,
        allowances: Mapping[str, Allowance] | None = None,
        resting: Collection[str] = (),
    ) -> list[Letter]:
        """See `Memory`."""
        return [
            Letter(
                id=name,
                owed=tuple(
                    [Owed(delivery=one, told=self.tell(self.recorded[one.page_id, one.number])) for one in group]
                ),
            )
            for name, group in self.take(now, now + lease, limit, allowances or {}, resting)
        ]

    async def owes(self, now: datetime) -> bool:
        """See `Memory`."""
        return any(at <= now for at in self.claimable_at.values())

    async def settle(self, deliveries: Sequence[Delivery]) -> None:
        """See `Memory`."""
        for delivery in deliveries:
            if delivery.id not in self.outbox:
                raise StoreError(f"there is no delivery {delivery.id}")
            self.settle_claimed(delivery)

    async def alarms(self) -> dict[str, datetime]:
        """See `Memory`."""
        return dict(self.alarmed)

    async def raise_alarm(self, channel: str, now: datetime) -> None:
        """See `Memory`."""
        self.alarmed[channel] = now

    async def end_alarm(self, channel: str) -> None:
        """See `Memory`."""
        self.alarmed.pop(channel, None)

    async def changes(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        source_id: SourceId | None = None,
        kind: ChangeKind | None = None,
        limit: int = 100,
    ) -> list[Told]:
        """See `Archive`."""
        wanted = [
            change
            for change in self.recorded.values()
            if (since is None or change.at >= since)
            and (until is None or change.at < until)
            and source_id in (None, change.source_id)
            and kind in (None, change.kind)
        ]
        wanted.sort(key=lambda change: (change.at, change.page_id, change.number), reverse=True)
        return [self.tell(change) for change in wanted[:limit]]

    async def told(self, change_ids: Sequence[str]) -> list[Told]:
        """See `Archive`."""
        by_id = {change.id: change for change in self.recorded.values()}
        return [self.tell(by_id[change_id]) for change_id in change_ids if change_id in by_id]

    async def versions(self, url: str) -> list[Version]:
        """See `Archive`."""
        found = self.document_at(url)
        return list(self.histories[found.id]) if found else []

    async def deliveries(
        self, *, state: DeliveryState | None = None, after: DeliveryCursor | None = None, limit: int = 100
    ) -> list[Delivery]:
        """See `Archive`."""
        wanted = sorted(self.outbox.values(), key=lambda one: one.id)
        if after is not None:
            at, name = after
            wanted = [one for one in wanted if one.created_at < at or (one.created_at == at and one.id > name)]
        wanted.sort(key=lambda one: one.created_at, reverse=True)
        return [one for one in wanted if state in (None, one.state)][:limit]

    async def retry(self, delivery_ids: Sequence[str], now: datetime) -> int:
        """See `Archive`."""
        failed = [one for one in self.outbox.values() if one.state is DeliveryState.FAILED]
        again = [one for one in failed if not delivery_ids or one.id in delivery_ids]
        for delivery in again:
            self.put(replace(delivery, state=DeliveryState.OWED, due_at=now, promised_at=now, settled_at=None))
        left = {one.letter for one in self.outbox.values() if one.state is DeliveryState.FAILED} - {None}
        for delivery in [self.outbox[one.id] for one in again if one.letter in left]:
            self.put(replace(delivery, letter=None))
        return len(again)

    async def listings(self) -> list[Listing]:
        """See `Archive`."""
        shown = [one for one in self.registered if self.sources[one].kind is not SourceKind.PAGE]
        return [await self.listing(one) for one in sorted(shown)]

    async def pulse(self, since: datetime) -> dict[SourceId, int]:
        """See `Archive`."""
        return dict(
            Counter(page.source_id for page in self.pages.values() if page.announce and page.first_seen_at >= since)
        )

    async def source_pages(self, source_id: SourceId) -> list[Page]:
        """See `Archive`."""
        stands_for_it = {one.page_id for one in await self.listings()}
        ours = [page.id for page in self.pages.values() if page.source_id == source_id]
        found = [await self.page(page_id) for page_id in ours if page_id not in stands_for_it]
        return [replace(page, latest=None) for page in sorted(found, key=lambda page: (page.first_seen_at, page.id))]

    async def figures(self, now: datetime) -> Figures:
        """See `Archive`."""
        return figures_of(self, now)

    async def close(self) -> None:
        """See `Store`."""

    def _followed(self) -> list[Page]:
        return [page for page in self.pages.values() if page.next_check_at and self.watched(page.source_id)]

    def _refuse_version(self, page_id: PageId, version: Version | None) -> None:
        if version and any(known.number == version.number for known in self.histories[page_id]):
            raise StoreError(f"version {version.number} is there already")


def _own_page(source: Source, now: datetime) -> Page:
    only = source.kind is SourceKind.PAGE
    return Page(
        id=PageId(0),
        source_id=source.id,
        url=source.url,
        first_seen_at=now,
        next_check_at=now if only else None,
        announce=only and source.baseline is Baseline.ANNOUNCE,
    )


def _started_again(listing: Listing) -> Listing:
    forgotten = replace(listing, rules=None, health=Health.OK, failures=0, items=0)
    return replace(forgotten, failing_since=None, last_new_at=None, expected_by=None)


def _dues(pages: Iterable[Page]) -> list[Due]:
    ordered = sorted(pages, key=lambda page: (page.next_check_at, page.id))
    return [Due(page.id, page.source_id, page.url) for page in ordered]


def _tour(due: Due) -> Tour:
    return Tour(due.source_id, due.url.split("/")[2].lower())
