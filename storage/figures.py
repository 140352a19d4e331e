"""How much there is, by what it is, and what is due: read in one transaction, for metrics."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from core.model import ChangeKind, DeliveryState, Figures, Presence, Queue
from core.source import SourceKind
from storage.courses import tallies
from storage.parcels import IS_FAILED
from storage.tables import CHANGE, DELIVERY, LISTING, PAGE, SOURCE, VERSION

_NUMBER = func.count().label("number")
_CHANGES = select(CHANGE.c.kind, _NUMBER).group_by(CHANGE.c.kind)
_DELIVERIES = select(DELIVERY.c.channel, _NUMBER).group_by(DELIVERY.c.channel)
# Not grouped by the bare column: SQLite would look for what failed among all that was ever sent.
_CHANNEL = func.coalesce(DELIVERY.c.channel, "").label("channel")
_UNSENT = [
    select(_CHANNEL, DELIVERY.c.state, _NUMBER).where(which).group_by(_CHANNEL, DELIVERY.c.state)
    for which in (DELIVERY.c.claimable_at.is_not(None), IS_FAILED)
]
_LISTINGS = (
    select(_NUMBER, func.min(LISTING.c.next_look_at).label("since"))
    .select_from(LISTING.join(SOURCE, SOURCE.c.id == LISTING.c.source_id))
    .where(SOURCE.c.watched, SOURCE.c.kind != SourceKind.PAGE.value)
)
_FOLLOWED = (
    select(_NUMBER, func.min(PAGE.c.next_check_at).label("since"))
    .select_from(PAGE.join(SOURCE, SOURCE.c.id == PAGE.c.source_id))
    .where(SOURCE.c.watched)
)


def figures(connection: Connection, now: datetime) -> Figures:
    """How much there is, and what is due at `now`."""
    return Figures(
        pages=_pages(connection),
        versions=connection.scalar(select(func.count()).select_from(VERSION)) or 0,
        changes={ChangeKind(row.kind): row.number for row in connection.execute(_CHANGES)},
        deliveries=_deliveries(connection),
        listings=_queue(connection, _LISTINGS.where(LISTING.c.next_look_at <= now)),
        followed=_queue(connection, _FOLLOWED.where(PAGE.c.next_check_at <= now)),
        last_look_at=max(filter(None, _last_looks(connection)), default=None),
    )


def _pages(connection: Connection) -> Mapping[Presence, int]:
    found: Counter[Presence] = Counter()
    for tally in tallies(connection).values():
        found.update(tally)
    return dict(found)


def _deliveries(connection: Connection) -> Mapping[tuple[str, DeliveryState], int]:
    """What is sent is the rest: that is nearly all, and no index tells it from what is not."""
    unsent = {
        (row.channel, DeliveryState(row.state)): row.number for asked in _UNSENT for row in connection.execute(asked)
    }
    rest = Counter({row.channel: row.number for row in connection.execute(_DELIVERIES)})
    for (channel, _), number in unsent.items():
        rest[channel] -= number
    return unsent | {(channel, DeliveryState.SENT): number for channel, number in rest.items() if number}


def _queue(connection: Connection, found: Select[*tuple[object, ...]]) -> Queue:
    row = connection.execute(found).one()
    return Queue(row.number, row.since)


def _last_looks(connection: Connection) -> list[datetime | None]:
    return [connection.scalar(select(func.max(table.c.last_looked_at))) for table in (LISTING, PAGE)]
