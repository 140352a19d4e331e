"""What the store in plain dictionaries finds: every page is asked."""

from datetime import date

from core.model import IN_HEADING, IN_TEXT, Hit, Hits, Page, Position, Version
from core.search import Marks, Query, entry, excerpt, marked, of_heading
from core.source import SourceId
from storage.columns import storable
from tests.fakes.remembered import Remembered


class RememberedTexts(Remembered):
    """A fake of what is searched."""

    def be_found(self, page: Page, version: Version, folded: str | None) -> None:
        """Have a page found by a version of it."""
        made = entry(page, version, None if folded is None else storable(folded))
        self.entries[page.id] = made, made.grams(page.source_id, version.document)

    async def search(
        self,
        query: Query,
        *,
        limit: int = 20,
        after: Position | None = None,
        source_id: SourceId | None = None,
        since: date | None = None,
    ) -> Hits:
        """See `Archive`."""
        if not query.wanted or limit < 1:
            return Hits()
        found = [
            hit
            for page in self.pages.values()
            if page.id in self.entries and source_id in (None, page.source_id)
            if (hit := self._hit(page, query)) and (since is None or hit.position.day >= since)
        ]
        found.sort(key=lambda hit: _order(hit.position))
        left = [hit for hit in found if after is None or _order(hit.position) > _order(after)]
        return Hits(hits=tuple(left[:limit]), further=left[limit - 1].position if len(left) > limit else None)

    def _hit(self, page: Page, query: Query) -> Hit | None:
        made, grams = self.entries[page.id]
        version = next(one for one in self.histories[page.id] if one.number == made.number)
        document = version.document
        if not grams.issuperset(query.grams) or not grams.isdisjoint(query.unwanted_grams):
            return None
        if not query.is_met(made.heading, [block.folded for block in document.blocks]):
            return None
        rank = IN_HEADING if grams.issuperset(map(of_heading, query.grams)) else IN_TEXT
        title, marks = document.title or page.listed_title, Marks(query.wanted)
        source = self.sources[page.source_id]
        return Hit(
            url=page.url,
            title=title,
            source_id=page.source_id,
            source_name=source.name,
            tier=source.tier,
            policy_id=page.policy_id,
            published=document.dates.published,
            stage=document.stage,
            doc_number=document.doc_number,
            presence=page.presence,
            version=version.number,
            heading=marked(title or "", made.heading.partition("\n")[0], marks),
            excerpt=excerpt(document.blocks, marks),
            position=Position(rank, made.day, page.id),
        )


def _order(position: Position) -> tuple[int, int, int]:
    return position.rank, -position.day.toordinal(), -position.page_id
