"""What the dashboard asks of the store, answered from plain dictionaries."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from core.deadlines import awaited
from core.gallery import MOST_EDITIONS, MOST_LEAVES, MOST_TURNS
from core.model import (
    EVERY_PARCEL,
    OF_SOURCES,
    Backlog,
    Deadline,
    DeadlineFilter,
    DeadlinePlace,
    Document,
    Dossier,
    Edition,
    HealthTurn,
    Leaf,
    Noticed,
    Page,
    PageId,
    Parcel,
    ParcelFilter,
    ParcelPlace,
    PolicyId,
    Presence,
    Relative,
    Room,
    Version,
)
from core.model.parcel import SENT, WAITING
from core.source import SourceId, SourceKind
from tests.fakes.claims import backlogs
from tests.fakes.glances import RememberedGlances


class RememberedGallery(RememberedGlances):
    """Reads all that is remembered."""

    async def dossier(self, policy_id: PolicyId) -> Dossier | None:
        """See `Gallery`."""
        pages = self.pages_of(policy_id)
        if not pages:
            return None
        founded_at = min(page.first_seen_at for page in pages)
        shown = tuple(self._leaf(page) for page in pages[:MOST_LEAVES])
        return Dossier(id=policy_id, founded_at=founded_at, pages=shown, more=len(pages) - len(shown))

    async def leaf(self, page_id: PageId) -> Leaf | None:
        """See `Gallery`."""
        page = self.pages.get(page_id)
        return self._leaf(page) if page else None

    async def leaf_at(self, url: str) -> Leaf | None:
        """See `Gallery`."""
        page = self.document_at(url)
        return self._leaf(page) if page else None

    async def version(self, page_id: PageId, number: int) -> Version | None:
        """See `Gallery`."""
        return next((one for one in self.histories.get(page_id, ()) if one.number == number), None)

    async def relatives(self, policy_id: PolicyId) -> list[Relative]:
        """See `Gallery`."""
        return self.relatives_of(policy_id)

    async def deadlines(
        self, wanted: DeadlineFilter, after: DeadlinePlace | None = None, limit: int = 100
    ) -> list[Deadline]:
        """See `Gallery`."""
        found = [one for one in self._deadlines() if self._awaits(one, wanted)]
        found = [one for one in found if after is None or one.place > after]
        return sorted(found, key=lambda one: one.place)[:limit]

    async def parcels(
        self, wanted: ParcelFilter = EVERY_PARCEL, after: ParcelPlace | None = None, limit: int = 50
    ) -> list[Parcel]:
        """See `Gallery`."""
        found: list[Parcel] = []
        for rank in range(SENT + 1):
            ours = [one for one in self._parcels() if one.place.rank == rank and _fits(one, wanted)]
            found += sorted(ours, key=lambda one: one.place, reverse=rank != WAITING)
        begins = next((at for at, one in enumerate(found) if after is None or _behind(one.place, after)), len(found))
        return found[begins : begins + limit]

    async def undelivered(self, late_since: datetime) -> list[Backlog]:
        """See `Gallery`."""
        return backlogs(self, late_since)

    async def room(self) -> Room:
        """See `Gallery`."""
        return Room(database="memory", revision="", newest="")

    async def tallies(self) -> Mapping[SourceId, Mapping[Presence, int]]:
        """See `Gallery`."""
        found: dict[SourceId, Counter[Presence]] = {}
        for page in self.pages.values():
            if page.id not in self._places():
                found.setdefault(page.source_id, Counter())[page.presence] += 1
        return {name: dict(tally) for name, tally in found.items()}

    async def rhythm(
        self, starts: Sequence[datetime], sources: Sequence[SourceId] | None = None
    ) -> Mapping[SourceId, tuple[int, ...]]:
        """See `Gallery`."""
        counted = [
            one for place, one in self.recorded.items() if place not in self.joined and one.kind not in OF_SOURCES
        ]
        found = {}
        for name in sorted({one.source_id for one in counted if sources is None or one.source_id in sources}):
            times = [one.at for one in counted if one.source_id == name]
            counts = tuple(sum(start <= at < end for at in times) for start, end in pairwise(starts))
            if any(counts):
                found[name] = counts
        return found

    async def turns(self, sources: Sequence[SourceId] | None = None) -> list[HealthTurn]:
        """See `Gallery`."""
        places = {one.page_id for one in self.looked_at.values()}
        places |= {page.id for page in self.pages.values() if self.sources[page.source_id].kind is SourceKind.PAGE}
        found = [
            one
            for one in self.recorded.values()
            if one.kind in OF_SOURCES and one.page_id in places and (sources is None or one.source_id in sources)
        ]
        found.sort(key=lambda one: (one.at, one.page_id, one.number))
        return [HealthTurn(source_id=one.source_id, kind=one.kind, at=one.at) for one in found[-MOST_TURNS:]]

    async def noticed(self, since: datetime, limit: int, source_id: SourceId | None = None) -> list[Noticed]:
        """See `Gallery`."""
        new = [page for page in self.pages.values() if page.announce and page.first_seen_at >= since]
        new.sort(key=lambda page: (page.first_seen_at, page.id), reverse=True)
        found = []
        for page in new:
            first = next(iter(self.histories[page.id]), None)
            published = (first.document.dates.published if first else None) or page.listed_date
            if published and source_id in (None, page.source_id):
                found.append(Noticed(source_id=page.source_id, published=published, seen_at=page.first_seen_at))
        return found[:limit]

    def _leaf(self, page: Page) -> Leaf:
        source, history = self.sources[page.source_id], self.histories[page.id]
        title = page.latest.document.title if page.latest else None
        return Leaf(
            page_id=page.id,
            policy_id=page.policy_id,
            url=page.url,
            source_id=page.source_id,
            source_name=source.name,
            tier=source.tier,
            presence=page.presence,
            first_seen_at=page.first_seen_at,
            title=title or page.listed_title,
            gone_since=page.gone_since,
            repealed_by=page.repealed_by,
            last_looked_at=page.last_looked_at,
            next_check_at=page.next_check_at,
            last_error=page.last_error,
            versions=len(history),
            editions=tuple(_edition(version) for version in history[-MOST_EDITIONS:]),
        )

    def _deadlines(self) -> Iterator[Deadline]:
        for page in self.pages.values():
            if page.presence is not Presence.PRESENT or page.repealed_by or not page.latest or not page.policy_id:
                continue
            if self.pages_of(page.policy_id)[0].id == page.id:
                yield from self._days_of(page, page.policy_id, page.latest.document)

    def _days_of(self, page: Page, policy_id: PolicyId, document: Document) -> Iterator[Deadline]:
        for what, day in awaited(document):
            yield Deadline(
                what=what,
                day=day,
                page_id=page.id,
                policy_id=policy_id,
                source_id=page.source_id,
                source_name=self.sources[page.source_id].name,
                url=page.url,
                title=document.title or page.listed_title,
                doc_number=document.doc_number,
                stage=document.stage,
                evidence=document.evidence.get(what.value),
            )

    def _awaits(self, one: Deadline, wanted: DeadlineFilter) -> bool:
        rules = {owed.rule for owed in self.outbox.values() if owed.page_id == one.page_id}
        return (
            wanted.since <= one.day
            and (wanted.until is None or one.day < wanted.until)
            and (not wanted.kinds or one.what in wanted.kinds)
            and (wanted.sources is None or one.source_id in wanted.sources)
            and (wanted.rule is None or wanted.rule in rules)
            and wanted.policy_id in (None, one.policy_id)
        )

    def _parcels(self) -> Iterator[Parcel]:
        for one in self.outbox.values():
            told = self.tell(self.recorded[one.page_id, one.number])
            title = told.document.title if told.document else None
            change = told.change
            yield Parcel(delivery=one, kind=change.kind, url=change.url, headline=change.headline, title=title)

    def _places(self) -> set[PageId]:
        listed = [one for one, source in self.sources.items() if source.kind is not SourceKind.PAGE]
        return {self.looked_at[one].page_id for one in listed if one in self.looked_at}


def _edition(version: Version) -> Edition:
    document = version.document
    return Edition(
        number=version.number,
        captured_at=version.captured_at,
        title=document.title,
        doc_number=document.doc_number,
        stage=document.stage,
        published=document.dates.published,
    )


def _fits(one: Parcel, wanted: ParcelFilter) -> bool:
    return (
        wanted.rank in (None, one.place.rank)
        and wanted.channel in (None, one.delivery.channel)
        and wanted.rule in (None, one.delivery.rule)
    )


def _behind(place: ParcelPlace, after: ParcelPlace) -> bool:
    if place.rank != after.rank:
        return place.rank > after.rank
    return place > after if place.rank == WAITING else place < after
