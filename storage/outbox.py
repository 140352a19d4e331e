"""The outbox: what became of deliveries, and what is late."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, exists, func, literal_column, or_, select, tuple_, union_all, update

from core.errors import StoreError
from core.gathering import FAILED_FOR
from core.model import Backlog, ChangeKind, Delivery, DeliveryCursor, DeliveryState
from core.source import SourceId
from storage.chunks import chunks
from storage.columns import Moment
from storage.rows import delivery_from, delivery_values
from storage.tables import CHANGE, DELIVERY, PAGE

_OURS = or_(
    # What was sent stays sent, whoever comes late with another opinion.
    (bindparam("outcome") == DeliveryState.SENT.value) & (DELIVERY.c.state != DeliveryState.SENT.value),
    # Whoever claims it later counts one attempt more: our lease has run out, and it is theirs to settle.
    (DELIVERY.c.state == DeliveryState.CLAIMED.value) & (DELIVERY.c.attempts == bindparam("attempt")),
)
_SETTLE = update(DELIVERY).where(DELIVERY.c.id == bindparam("settled"), _OURS)
# Written out: an index of the failed ones answers no question in which the state is a parameter.
_FAILED = DELIVERY.c.state == literal_column(f"'{DeliveryState.FAILED.value}'")
_UNSETTLED = DELIVERY.c.claimable_at.is_not(None)
_PROMISED = select(
    DELIVERY.c.id, DELIVERY.c.channel, DELIVERY.c.state, DELIVERY.c.promised_at, DELIVERY.c.last_error
).where(DELIVERY.c.promised_at <= bindparam("late_since", type_=Moment()))
# Each half has an index of its own; to one question with OR both engines read all that was ever sent.
_IS_LATE = union_all(
    _PROMISED.where(_UNSETTLED),
    _PROMISED.where(
        _FAILED, DELIVERY.c.attempts > 0, DELIVERY.c.settled_at > bindparam("failed_since", type_=Moment())
    ),
).subquery()
_LATE = (
    select(
        _IS_LATE.c.channel,
        func.count().label("deliveries"),
        func.count().filter(_IS_LATE.c.state == DeliveryState.FAILED.value).label("failed"),
        func.min(_IS_LATE.c.promised_at).label("since"),
    )
    .group_by(_IS_LATE.c.channel)
    .order_by(_IS_LATE.c.channel)
)
_WHY_LATE = (
    select(_IS_LATE.c.last_error)
    # Not the bare column: SQLite would look for the late ones among all that the channel was ever given.
    .where(func.coalesce(_IS_LATE.c.channel, "") == bindparam("channel"), _IS_LATE.c.last_error.is_not(None))
    .order_by(_IS_LATE.c.promised_at, _IS_LATE.c.id)
    .limit(1)
)

# Two messages under one id: who got the first would drop the second.
_PART = (
    update(DELIVERY)
    .where(
        DELIVERY.c.id.in_(bindparam("parted", expanding=True)),
        DELIVERY.c.state == DeliveryState.OWED.value,
        DELIVERY.c.letter.in_(select(DELIVERY.c.letter).where(_FAILED, DELIVERY.c.letter.is_not(None))),
    )
    .values(letter=None)
)
_WITHDRAWN = "not sent: half of its source changed at once, as the change of kind layout says"
_WITHDRAW = (
    update(DELIVERY)
    .where(
        DELIVERY.c.state == DeliveryState.OWED.value,
        DELIVERY.c.attempts == 0,
        _UNSETTLED,
        exists().where(
            CHANGE.c.id == DELIVERY.c.change_id,
            CHANGE.c.kind == ChangeKind.EDITED.value,
            CHANGE.c.at >= bindparam("since", type_=Moment()),
            PAGE.c.id == CHANGE.c.page_id,
            PAGE.c.source_id == bindparam("source"),
        ),
    )
    .values(state=DeliveryState.FAILED.value, claimable_at=None, last_error=_WITHDRAWN)
)


def withdraw(connection: Connection, source_id: SourceId, since: datetime, now: datetime | None) -> None:
    """Take back what is owed of edits of a source and was never tried; it stays among what failed, with the reason."""
    connection.execute(_WITHDRAW.values(settled_at=now), {"source": source_id, "since": since})


def settle(connection: Connection, settled: Sequence[Delivery]) -> None:
    """Store what became of claimed deliveries, unless they were sent or claimed by another since."""
    for delivery in settled:
        row = delivery_values(delivery)
        moved = {name: row[name] for name in ("state", "due_at", "claimable_at", "settled_at", "last_error")}
        ours = {"settled": delivery.id, "outcome": delivery.state.value, "attempt": delivery.attempts}
        if connection.execute(_SETTLE, ours | moved).rowcount == 0:
            _must_exist(connection, delivery.id)


def undelivered(connection: Connection, late_since: datetime) -> list[Backlog]:
    """What is late, by channel."""
    asked = {"late_since": late_since, "failed_since": late_since - FAILED_FOR}
    rows = connection.execute(_LATE, asked).all()
    return [
        Backlog(
            channel=row.channel,
            deliveries=row.deliveries,
            since=row.since,
            why=connection.scalar(_WHY_LATE, asked | {"channel": row.channel}),
            failed=row.failed,
        )
        for row in rows
    ]


def deliveries(
    connection: Connection, *, state: DeliveryState | None, after: DeliveryCursor | None, limit: int
) -> list[Delivery]:
    """The outbox, newest first."""
    found = select(DELIVERY).order_by(DELIVERY.c.created_at.desc(), DELIVERY.c.id).limit(limit)
    if after is not None:
        of_then = and_(DELIVERY.c.created_at == after.created_at, DELIVERY.c.id > after.id)
        found = found.where(
            DELIVERY.c.created_at <= after.created_at, or_(DELIVERY.c.created_at < after.created_at, of_then)
        )
    if state is DeliveryState.FAILED:
        # Few: found by their own index and put in order, not met on the way through all that was ever owed.
        found = found.where(DELIVERY.c.id.in_(select(DELIVERY.c.id).where(_FAILED)))
    elif state is not None:
        found = found.where(DELIVERY.c.state == state.value)
    if state in (DeliveryState.OWED, DeliveryState.CLAIMED):
        found = found.where(_UNSETTLED)
    return [delivery_from(row) for row in connection.execute(found)]


def deliveries_of(connection: Connection, change_id: str) -> list[Delivery]:
    """What is or was owed because of a change."""
    # Found by the change's page and number, which the unique key of deliveries begins with.
    of_it = select(CHANGE.c.page_id, CHANGE.c.number).where(CHANGE.c.id == change_id)
    found = select(DELIVERY).where(tuple_(DELIVERY.c.page_id, DELIVERY.c.number).in_(of_it))
    ordered = found.order_by(DELIVERY.c.rule, DELIVERY.c.channel, DELIVERY.c.recipient)
    return [delivery_from(row) for row in connection.execute(ordered)]


def retry(connection: Connection, delivery_ids: Sequence[str], now: datetime) -> int:
    """Make failed deliveries, all or those named, owed at `now`; of a letter that goes on in part, without its id."""
    failed = update(DELIVERY).where(_FAILED)
    named = failed.where(DELIVERY.c.id.in_(delivery_ids)) if delivery_ids else failed
    owed = named.values(state=DeliveryState.OWED.value, due_at=now, promised_at=now, claimable_at=now, settled_at=None)
    count = connection.execute(owed).rowcount
    for some in chunks(delivery_ids):
        connection.execute(_PART, {"parted": some})
    return count


def _must_exist(connection: Connection, delivery_id: str) -> None:
    if connection.execute(select(DELIVERY.c.id).where(DELIVERY.c.id == delivery_id)).first() is None:
        raise StoreError(f"there is no delivery {delivery_id}")
