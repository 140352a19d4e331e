"""What was cut out of the changes for the rules, in plain dictionaries."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from core.deadlines import awaited
from core.model import (
    OF_SOURCES,
    Change,
    Clipping,
    Cursor,
    Cutting,
    PageId,
    Scrapbook,
    Stage,
    Stretch,
    Told,
)
from tests.fakes.memory_policies import RememberedPolicies


def place(change: Change) -> Cursor:
    """Where a change stands in the list of changes."""
    return Cursor(change.at, change.page_id, change.number)


class RememberedClippings(RememberedPolicies):
    """Open to tests: `books`, `cut`."""

    def __init__(self) -> None:
        super().__init__()
        self.books: dict[str, Scrapbook] = {}
        self.cut: dict[str, set[Cursor]] = {}

    async def scrapbooks(self, rules: Sequence[str]) -> list[Scrapbook]:
        """See `Clippings`."""
        return sorted((one for one in self.books.values() if one.rule in rules), key=lambda one: one.id)

    async def begin(self, books: Sequence[Scrapbook], unused_since: datetime) -> None:
        """See `Clippings`."""
        for unused in [one.id for one in self.books.values() if one.used_at < unused_since]:
            del self.books[unused], self.cut[unused]
        for book in books:
            self.books.setdefault(book.id, book)
            self.cut.setdefault(book.id, set())

    async def keep(self, cuttings: Sequence[Cutting]) -> None:
        """See `Clippings`."""
        for cutting in cuttings:
            known, after = self.books.get(cutting.before.id), cutting.after
            if known is not None and known.facts == cutting.before.facts:
                self.books[known.id] = replace(
                    after,
                    since=min(known.since, after.since),
                    until=max(known.until, after.until),
                    used_at=max(known.used_at, after.used_at),
                )
                self.cut[known.id] |= set(cutting.wanted)

    async def stretch(self, wanted: Stretch, limit: int) -> list[Told]:
        """See `Clippings`."""
        found = sorted((one for one in self.recorded.values() if _within(one, wanted)), key=place)
        if wanted.after is None:
            found.reverse()
        told = [self.tell(change) for change in found[:limit]]
        return told if wanted.whole else [replace(one, before=None, after=None) for one in told]

    async def clippings(self, book: str, since: datetime, after: Cursor | None, limit: int) -> list[Clipping]:
        """See `Clippings`."""
        held = {self.recorded[one.page_id, one.number].id for one in self._held(book)}
        found = [
            self._clipping(one, since_joined=True)
            for one in self._held(book)
            if one.at >= since
            and (after is None or one < after)
            and self.joined.get((one.page_id, one.number)) not in held
        ]
        return sorted(found, key=lambda one: one.cursor, reverse=True)[:limit]

    async def days(self, book: str, since: datetime, limit: int) -> list[Clipping]:
        """See `Clippings`."""
        ours = {one.page_id for one in self._held(book) if one.at >= since}
        pages = {*self._dated(ours, limit), *self._repealed(ours, since, limit)}
        policies = [policy_id for page_id in pages if (policy_id := self.pages[page_id].policy_id)]
        pages |= {self.pages_of(policy_id)[0].id for policy_id in policies} & ours
        return [self._clipping(one) for page_id in sorted(pages) if (one := self._last(page_id))]

    def _dated(self, ours: set[PageId], limit: int) -> list[PageId]:
        latest = {page_id: self.pages[page_id].latest for page_id in ours}
        days = {one: [day for _, day in awaited(version.document)] for one, version in latest.items() if version}
        dated = [page_id for page_id, found in days.items() if found]
        return sorted(dated, key=lambda one: (-max(days[one]).toordinal(), one))[:limit]

    def _repealed(self, ours: set[PageId], since: datetime, limit: int) -> list[PageId]:
        last: dict[PageId, datetime] = {}
        for change in self.recorded.values():
            document = self.tell(change).document
            if change.page_id in ours and change.at >= since and document and document.stage is Stage.REPEALED:
                last[change.page_id] = max(change.at, last.get(change.page_id, change.at))
        return sorted(last, key=lambda one: (-last[one].timestamp(), one))[:limit]

    def _last(self, page_id: PageId) -> Cursor | None:
        said = [one for one in self.recorded.values() if one.page_id == page_id and one.kind not in OF_SOURCES]
        with_document = [one for one in said if one.before or one.after]
        return place(max(with_document, key=lambda one: one.number)) if with_document else None

    def _held(self, book: str) -> Iterator[Cursor]:
        yield from self.cut.get(book, ())

    def _clipping(self, where: Cursor, *, since_joined: bool = False) -> Clipping:
        change = self.recorded[where.page_id, where.number]
        return Clipping(
            change_id=change.id,
            page_id=change.page_id,
            number=change.number,
            at=change.at,
            source_id=change.source_id,
            policy_id=change.policy_id,
            joined=sum(leader == change.id for leader in self.joined.values()) if since_joined else 0,
        )


def _within(change: Change, wanted: Stretch) -> bool:
    where = place(change)
    return (
        change.kind in wanted.kinds
        and (wanted.sources is None or change.source_id in wanted.sources)
        and (wanted.after is None or where > wanted.after)
        and (wanted.before is None or where < wanted.before)
        and (wanted.down_to is None or where >= wanted.down_to)
    )
