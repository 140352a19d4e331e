"""The list of changes of the store in plain dictionaries."""

from datetime import datetime

from core.model import EVERY_CHANGE, Change, ChangeFilter, Cursor, Delivery, Glance, Mark
from tests.fakes.remarks import RememberedRemarks


class RememberedGlances(RememberedRemarks):
    """Reads `recorded` and `outbox`."""

    async def changes_page(
        self, wanted: ChangeFilter = EVERY_CHANGE, after: Cursor | None = None, limit: int = 50
    ) -> list[Glance]:
        """See `Archive`."""
        leading = [self._glance(change) for place, change in self.recorded.items() if place not in self.joined]
        found = [one for one in leading if self._fits(one, wanted) and (after is None or one.cursor < after)]
        return sorted(found, key=lambda one: one.cursor, reverse=True)[:limit]

    async def deliveries_of(self, change_id: str) -> list[Delivery]:
        """See `Archive`."""
        ours = [one for one in self.outbox.values() if one.change_id == change_id]
        return sorted(ours, key=lambda one: (one.rule, one.channel, one.recipient))

    def _fits(self, one: Glance, wanted: ChangeFilter) -> bool:
        change = self.recorded[one.page_id, one.number]
        rules = {owed.rule for owed in self.outbox.values() if owed.change_id == change.id}
        return (
            (not wanted.kinds or one.kind in wanted.kinds)
            and (wanted.sources is None or one.source_id in wanted.sources)
            and (not wanted.stages or one.stage in wanted.stages)
            and (wanted.rule is None or wanted.rule in rules)
            and (not wanted.marks or one.mark in wanted.marks)
            and _within(one.at, wanted.since, wanted.until)
            and wanted.page_id in (None, one.page_id)
            and wanted.policy_id in (None, change.policy_id)
        )

    def _glance(self, change: Change) -> Glance:
        told = self.tell(change)
        document = told.document
        return Glance(
            id=change.id,
            page_id=change.page_id,
            number=change.number,
            kind=change.kind,
            at=change.at,
            source_id=change.source_id,
            source_name=told.source_name,
            tier=told.tier,
            url=change.url,
            headline=change.headline,
            title=document.title if document else None,
            doc_number=document.doc_number if document else None,
            stage=document.stage if document else None,
            nature=change.nature,
            pages=len(told.change.pages),
            mark=marked[-1].mark if (marked := self.triaged.get(change.id)) else Mark.UNSEEN,
        )


def _within(at: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or at >= since) and (until is None or at < until)
