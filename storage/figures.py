"""How much there is, by what it is, and what is due: read in one transaction, for metrics."""

from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from core.model import ChangeKind, DeliveryState, Figures, Presence, Queue
from core.source import SourceKind
from storage.pages import STANDS_FOR_LISTING
from storage.tables import CHANGE, DELIVERY, LISTING, PAGE, SOURCE, VERSION

_NUMBER = func.count().label("number")
_PAGES = (
    select(PAGE.c.presence, _NUMBER)
    .select_from(PAGE.join(SOURCE, SOURCE.c.id == PAGE.c.source_id))
    .where(~STANDS_FOR_LISTING)
    .group_by(PAGE.c.presence)
)
_CHANGES = select(CHANGE.c.kind, _NUMBER).group_by(CHANGE.c.kind)
_DELIVERIES = select(DELIVERY.c.channel, DELIVERY.c.state, _NUMBER).group_by(DELIVERY.c.channel, DELIVERY.c.state)
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
        pages={Presence(row.presence): row.number for row in connection.execute(_PAGES)},
        versions=connection.scalar(select(func.count()).select_from(VERSION)) or 0,
        changes={ChangeKind(row.kind): row.number for row in connection.execute(_CHANGES)},
        deliveries={(row.channel, DeliveryState(row.state)): row.number for row in connection.execute(_DELIVERIES)},
        listings=_queue(connection, _LISTINGS.where(LISTING.c.next_look_at <= now)),
        followed=_queue(connection, _FOLLOWED.where(PAGE.c.next_check_at <= now)),
        last_look_at=max(filter(None, _last_looks(connection)), default=None),
    )


def _queue(connection: Connection, found: Select[*tuple[object, ...]]) -> Queue:
    row = connection.execute(found).one()
    return Queue(row.number, row.since)


def _last_looks(connection: Connection) -> list[datetime | None]:
    return [connection.scalar(select(func.max(table.c.last_looked_at))) for table in (LISTING, PAGE)]
