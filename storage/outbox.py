"""The outbox: owed, claimed by one, settled once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, exists, or_, select, update

from core.errors import StoreError
from core.model import ChangeKind, Delivery, DeliveryState, Owed
from core.source import SourceId
from storage.changes import told_of
from storage.columns import Moment
from storage.rows import delivery_from, delivery_values
from storage.tables import CHANGE, DELIVERY, PAGE

_CLAIMABLE = (
    select(DELIVERY)
    .where(DELIVERY.c.claimable_at <= bindparam("now"))
    .order_by(DELIVERY.c.due_at, DELIVERY.c.created_at, DELIVERY.c.id)
    .limit(bindparam("most"))
    # SQLite has the whole database locked by now and leaves this clause out.
    .with_for_update(skip_locked=True)
)
_OURS = or_(
    # What was sent stays sent, whoever comes late with another opinion.
    (bindparam("outcome") == DeliveryState.SENT.value) & (DELIVERY.c.state != DeliveryState.SENT.value),
    # Whoever claims it later counts one attempt more: our lease has run out, and it is theirs to settle.
    (DELIVERY.c.state == DeliveryState.CLAIMED.value) & (DELIVERY.c.attempts == bindparam("attempt")),
)
_SETTLE = update(DELIVERY).where(DELIVERY.c.id == bindparam("settled"), _OURS)


_WITHDRAWN = "not sent: half of its source changed at once, as the change of kind layout says"
_WITHDRAW = (
    update(DELIVERY)
    .where(
        DELIVERY.c.state == DeliveryState.OWED.value,
        DELIVERY.c.attempts == 0,
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


def claim(connection: Connection, now: datetime, lease: timedelta, limit: int) -> list[Owed]:
    """Take what is due, oldest first; nobody else gets it before the lease has run out."""
    rows = connection.execute(_CLAIMABLE, {"now": now, "most": limit}).all()
    claimed = [_claimed(delivery_from(row)) for row in rows]
    if not claimed:
        return []
    taken = update(DELIVERY).where(DELIVERY.c.id.in_([row.id for row in rows]))
    connection.execute(
        taken.values(state=DeliveryState.CLAIMED.value, attempts=DELIVERY.c.attempts + 1, claimable_at=now + lease)
    )
    told = told_of(connection, [(delivery.page_id, delivery.number) for delivery in claimed])
    return [Owed(delivery=delivery, told=told[delivery.page_id, delivery.number]) for delivery in claimed]


def settle_delivery(connection: Connection, delivery: Delivery) -> None:
    """Store what became of a claimed delivery, unless it was sent or claimed by another since."""
    row = delivery_values(delivery)
    moved = {name: row[name] for name in ("state", "due_at", "claimable_at", "settled_at", "last_error")}
    ours = {"settled": delivery.id, "outcome": delivery.state.value, "attempt": delivery.attempts}
    if connection.execute(_SETTLE, ours | moved).rowcount == 0:
        _must_exist(connection, delivery.id)


def deliveries(connection: Connection, *, state: DeliveryState | None, limit: int) -> list[Delivery]:
    """The outbox, newest first."""
    found = select(DELIVERY).order_by(DELIVERY.c.created_at.desc(), DELIVERY.c.id).limit(limit)
    if state is not None:
        found = found.where(DELIVERY.c.state == state.value)
    return [delivery_from(row) for row in connection.execute(found)]


def retry(connection: Connection, delivery_ids: Sequence[str], now: datetime) -> int:
    """Make failed deliveries, all or those named, owed at `now`."""
    failed = update(DELIVERY).where(DELIVERY.c.state == DeliveryState.FAILED.value)
    named = failed.where(DELIVERY.c.id.in_(delivery_ids)) if delivery_ids else failed
    owed = named.values(state=DeliveryState.OWED.value, due_at=now, claimable_at=now, settled_at=None)
    return connection.execute(owed).rowcount


def _claimed(delivery: Delivery) -> Delivery:
    return replace(delivery, state=DeliveryState.CLAIMED, attempts=delivery.attempts + 1)


def _must_exist(connection: Connection, delivery_id: str) -> None:
    if connection.execute(select(DELIVERY.c.id).where(DELIVERY.c.id == delivery_id)).first() is None:
        raise StoreError(f"there is no delivery {delivery_id}")
