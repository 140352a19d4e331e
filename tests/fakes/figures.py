"""How much the store in plain dictionaries holds."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from core.model import Figures, Queue
from core.source import SourceKind
from tests.fakes.remembered import Remembered


def figures_of(store: Remembered, now: datetime) -> Figures:
    """How much there is, and what is due at `now`."""
    listings = {source_id: one for source_id, one in store.looked_at.items() if not _is_page(store, one.source_id)}
    stand_for_them = {one.page_id for one in listings.values()}
    looks = [one.last_looked_at for one in store.looked_at.values()]
    looks += [page.last_looked_at for page in store.pages.values()]
    return Figures(
        pages=Counter(page.presence for page in store.pages.values() if page.id not in stand_for_them),
        versions=sum(len(history) for history in store.histories.values()),
        changes=Counter(change.kind for change in store.recorded.values()),
        deliveries=Counter((one.channel, one.state) for one in store.outbox.values()),
        listings=_queue((one.next_look_at for one in listings.values() if store.watched(one.source_id)), now),
        followed=_queue((one.next_check_at for one in store.pages.values() if store.watched(one.source_id)), now),
        last_look_at=max(filter(None, looks), default=None),
    )


def _is_page(store: Remembered, source_id: str) -> bool:
    return any(source.kind is SourceKind.PAGE for source in store.sources.values() if source.id == source_id)


def _queue(times: Iterable[datetime | None], now: datetime) -> Queue:
    due = [at for at in times if at is not None and at <= now]
    return Queue(len(due), min(due, default=None))
