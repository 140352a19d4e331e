"""The outbox in a list: each rank is asked by an index of its own, in the order in which it is shown."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, func, literal_column, select, tuple_

from core.model import ChangeKind, DeliveryState, Parcel, ParcelFilter, ParcelPlace
from core.model.parcel import FAILED, SENT, WAITING
from storage.rows import delivery_from
from storage.tables import CHANGE, DELIVERY, VERSION


class _Order(NamedTuple):
    """Which deliveries are of a rank, and how they follow each other."""

    which: ColumnElement[bool]
    at: ColumnElement[object]
    newest_first: bool


def _is(state: DeliveryState) -> ColumnElement[bool]:
    # Written out: a partial index answers no question in which the state is a parameter.
    return DELIVERY.c.state == literal_column(f"'{state.value}'")


IS_FAILED = _is(DeliveryState.FAILED)
_ORDERS: Mapping[int, _Order] = {
    FAILED: _Order(IS_FAILED, DELIVERY.c.settled_at, newest_first=True),
    WAITING: _Order(DELIVERY.c.claimable_at.is_not(None), DELIVERY.c.due_at, newest_first=False),
    SENT: _Order(_is(DeliveryState.SENT), DELIVERY.c.created_at, newest_first=True),
}
_OF_ITS_TIME = (VERSION.c.page_id == CHANGE.c.page_id) & (
    VERSION.c.number == func.coalesce(CHANGE.c.after, CHANGE.c.before)
)
_PARCELS = select(
    *DELIVERY.columns,
    CHANGE.c.kind,
    CHANGE.c.url,
    CHANGE.c.headline,
    VERSION.c.title,
).select_from(
    DELIVERY.join(CHANGE, (CHANGE.c.page_id == DELIVERY.c.page_id) & (CHANGE.c.number == DELIVERY.c.number)).outerjoin(
        VERSION, _OF_ITS_TIME
    )
)


def parcels(connection: Connection, wanted: ParcelFilter, after: ParcelPlace | None, limit: int) -> list[Parcel]:
    """The deliveries that are wanted, rank by rank, from behind the place on."""
    found: list[Parcel] = []
    for rank, order in _ORDERS.items():
        if wanted.rank in (None, rank) and (after is None or rank >= after.rank) and len(found) < limit:
            begun = after if after is not None and after.rank == rank else None
            found += _of_rank(connection, order, wanted, begun, limit - len(found))
    return found


def _of_rank(
    connection: Connection, order: _Order, wanted: ParcelFilter, after: ParcelPlace | None, limit: int
) -> Iterator[Parcel]:
    place = (order.at, DELIVERY.c.id)
    asked = _PARCELS.where(order.which, *_conditions(wanted))
    if after is not None:
        behind = tuple_(after.at, after.id)
        asked = asked.where(tuple_(*place) < behind if order.newest_first else tuple_(*place) > behind)
        # The same once more, of the first column alone: by it the index is entered.
        asked = asked.where(order.at <= after.at if order.newest_first else order.at >= after.at)
    asked = asked.order_by(*(column.desc() if order.newest_first else column for column in place)).limit(limit)
    return (_parcel(row) for row in connection.execute(asked))


def _conditions(wanted: ParcelFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.channel is not None:
        yield DELIVERY.c.channel == wanted.channel
    if wanted.rule is not None:
        yield DELIVERY.c.rule == wanted.rule


def _parcel(row: Row[*tuple[object, ...]]) -> Parcel:
    return Parcel(
        delivery=delivery_from(row),
        kind=ChangeKind(row.kind),
        url=row.url,
        headline=row.headline,
        title=row.title,
    )
