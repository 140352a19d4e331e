"""Deliveries claimed: what is due, in the order of its line, gathered into letters (`core.gathering`)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, bindparam, distinct, exists, func, select, tuple_, update

from core.errors import StoreError
from core.gathering import Group, first_places, gather
from core.model import Delivery, DeliveryState, Letter, Owed, Told, letter_id
from core.source import Allowance
from storage.changes import told_of
from storage.chunks import chunks
from storage.columns import Moment
from storage.engine import claims_in_turn
from storage.rows import delivery_from
from storage.tables import DELIVERY
from storage.versions import Key

MOST_WAITING = 5_000
"""Deliveries of one recipient that are looked at for what to gather; the rest has its turn when these are gone."""

_NOW = bindparam("now", type_=Moment())
_EARLIER = DELIVERY.alias("earlier")
_IS_FIRST = ~(
    select(_EARLIER.c.id)
    .where(
        _EARLIER.c.line == DELIVERY.c.line,
        _EARLIER.c.claimable_at.is_not(None),
        tuple_(_EARLIER.c.created_at, _EARLIER.c.page_id, _EARLIER.c.number)
        < tuple_(DELIVERY.c.created_at, DELIVERY.c.page_id, DELIVERY.c.number),
    )
    .exists()
)
# Not the bare column: by an index of it all that is due would be read and sorted before the oldest were known.
_MAY_BE_TAKEN = DELIVERY.c.claimable_at.is_not(None) & (func.coalesce(DELIVERY.c.claimable_at, _NOW) <= _NOW)
_OLDEST_FIRST = (DELIVERY.c.due_at, DELIVERY.c.created_at, DELIVERY.c.id)
_FIRST_OF_LINES = (
    select(DELIVERY)
    .where(
        _MAY_BE_TAKEN,
        DELIVERY.c.channel.not_in(bindparam("resting", expanding=True)),
        _IS_FIRST,
    )
    .order_by(*_OLDEST_FIRST)
    .limit(bindparam("most"))
    # SQLite has the whole database locked by now and leaves this clause out.
    .with_for_update(skip_locked=True)
)
_OWES = select(exists().where(DELIVERY.c.claimable_at <= _NOW))
_WAITING = (
    select(DELIVERY)
    .where(
        DELIVERY.c.claimable_at.is_not(None),
        DELIVERY.c.channel == bindparam("channel"),
        DELIVERY.c.recipient == bindparam("recipient"),
    )
    .order_by(DELIVERY.c.claimable_at, *_OLDEST_FIRST)
    .limit(MOST_WAITING)
)
_THEIRS = _WAITING.limit(None).where(DELIVERY.c.letter.in_(bindparam("letters", expanding=True)))
_STILL_DUE = select(DELIVERY.c.id).where(DELIVERY.c.claimable_at <= _NOW).order_by(DELIVERY.c.id).with_for_update()
_GOT = select(
    func.count(distinct(func.coalesce(DELIVERY.c.letter, DELIVERY.c.id))).label("letters"),
    func.min(DELIVERY.c.settled_at).label("first"),
).where(
    DELIVERY.c.channel == bindparam("channel"),
    DELIVERY.c.recipient == bindparam("recipient"),
    DELIVERY.c.state == DeliveryState.SENT.value,
    DELIVERY.c.settled_at > bindparam("since", type_=Moment()),
)
_UNDER_WAY = select(func.count(distinct(func.coalesce(DELIVERY.c.letter, DELIVERY.c.id)))).where(
    DELIVERY.c.channel == bindparam("channel"),
    DELIVERY.c.recipient == bindparam("recipient"),
    DELIVERY.c.state == DeliveryState.CLAIMED.value,
    DELIVERY.c.claimable_at > _NOW,
)
_HOLD = update(DELIVERY).where(
    DELIVERY.c.channel == bindparam("held_channel"),
    DELIVERY.c.recipient == bindparam("held_recipient"),
    DELIVERY.c.state == DeliveryState.OWED.value,
    DELIVERY.c.claimable_at <= _NOW,
    DELIVERY.c.letter.is_(None),
    DELIVERY.c.gather.is_(None),
)

Recipient = tuple[str, str]
"""Channel and recipient."""


def claim(
    connection: Connection,
    now: datetime,
    lease: timedelta,
    limit: int,
    *,
    allowances: Mapping[str, Allowance] | None = None,
    resting: Collection[str] = (),
) -> list[Letter]:
    """Take what is due, oldest first; nobody else gets it before the lease has run out."""
    claims_in_turn(connection)
    rows = connection.execute(_FIRST_OF_LINES, {"now": now, "most": limit, "resting": list(resting)}).all()
    firsts = [delivery_from(row) for row in rows]
    groups = list(_groups(connection, firsts, allowances or {}, now))
    return _taken(connection, *_sound(connection, groups, now), now + lease)


def owes(connection: Connection, now: datetime) -> bool:
    """Whether anything is due, though it may have to wait for what is before it."""
    return bool(connection.scalar(_OWES, {"now": now}))


def _groups(
    connection: Connection, firsts: Iterable[Delivery], allowances: Mapping[str, Allowance], now: datetime
) -> Iterator[Group]:
    """The letters to send: those who may get several deliveries in one are looked at as a whole."""
    whole: dict[Recipient, None] = {}
    for one in firsts:
        if one.gather is None and one.letter is None and one.channel not in allowances:
            yield (one,)
        else:
            whole[one.channel, one.recipient] = None
    for recipient in whole:
        yield from _gathered(connection, recipient, allowances.get(recipient[0]), now)


def _gathered(
    connection: Connection, recipient: Recipient, allowance: Allowance | None, now: datetime
) -> Iterator[Group]:
    waiting = _waiting(connection, recipient)
    due = _unmoved(connection, [delivery_from(row) for row in waiting if row.claimable_at <= now], now)
    ahead = first_places([delivery_from(row) for row in waiting if row.claimable_at > now])
    free, until = _free(connection, recipient, allowance, now) if allowance else (None, now)
    yield from gather(due, ahead, free)
    if free is not None and free <= 0:
        _hold(connection, recipient, until, now)


def _waiting(connection: Connection, recipient: Recipient) -> list[Row[*tuple[object, ...]]]:
    """What a recipient is owed; of a letter all or nothing, for it may have arrived as it is and goes by one id."""
    asked = {"channel": recipient[0], "recipient": recipient[1]}
    found = {row.id: row for row in connection.execute(_WAITING, asked)}
    if len(found) == MOST_WAITING:
        letters = sorted({row.letter for row in found.values() if row.letter is not None})
        for some in chunks(letters):
            found |= {row.id: row for row in connection.execute(_THEIRS, asked | {"letters": some})}
    return list(found.values())


def _unmoved(connection: Connection, due: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """Those that nobody has taken back since they were read, and nobody can before they are claimed."""
    if connection.dialect.name == "sqlite":
        return list(due)  # the whole database is locked by now
    ids = sorted(one.id for one in due)
    still = {
        row.id
        for some in chunks(ids)
        for row in connection.execute(_STILL_DUE.where(DELIVERY.c.id.in_(some)), {"now": now})
    }
    return [one for one in due if one.id in still]


def _free(connection: Connection, recipient: Recipient, allowance: Allowance, now: datetime) -> tuple[int, datetime]:
    """How many letters the recipient may get now, and when the next may go once that is none."""
    asked = {"channel": recipient[0], "recipient": recipient[1], "now": now, "since": now - allowance.per}
    got = connection.execute(_GOT, asked).one()
    under_way = connection.scalar(_UNDER_WAY, asked) or 0
    return max(0, allowance.messages - got.letters - under_way), (got.first or now) + allowance.per


def _hold(connection: Connection, recipient: Recipient, until: datetime, now: datetime) -> None:
    """Make what is loose wait: it was promised for no earlier."""
    held = _HOLD.values(due_at=until, claimable_at=until, promised_at=until)
    connection.execute(held, {"held_channel": recipient[0], "held_recipient": recipient[1], "now": now})


def _sound(connection: Connection, groups: Sequence[Group], now: datetime) -> tuple[Sequence[Group], dict[Key, Told]]:
    """What can be told, and all that is to be said of it.

    One version that cannot be read back keeps nothing from going out but what speaks of it: that is given up, with the
    reason, until a backup is restored and it is retried.
    """
    keys = {(one.page_id, one.number) for group in groups for one in group}
    try:
        return groups, told_of(connection, keys)
    except StoreError:
        told = dict[Key, Told]()
    for key in sorted(keys):
        try:
            told |= told_of(connection, [key])
        except StoreError as damage:
            _give_up(connection, [one.id for group in groups for one in group if _key(one) == key], str(damage), now)
    sound = [tuple(one for one in group if _key(one) in told) for group in groups]
    return [group for group in sound if group], told


def _give_up(connection: Connection, ids: Sequence[str], why: str, now: datetime) -> None:
    failed = {"state": DeliveryState.FAILED.value, "attempts": DELIVERY.c.attempts + 1, "settled_at": now}
    for some in chunks(ids):
        given_up = update(DELIVERY).where(DELIVERY.c.id.in_(some))
        connection.execute(given_up.values(failed | {"claimable_at": None, "last_error": why}))


def _key(delivery: Delivery) -> Key:
    return delivery.page_id, delivery.number


def _taken(connection: Connection, groups: Sequence[Group], told: Mapping[Key, Told], until: datetime) -> list[Letter]:
    letters = []
    for group in groups:
        name = _name(group)
        taken = [replace(one, state=DeliveryState.CLAIMED, attempts=one.attempts + 1, letter=name) for one in group]
        owed = tuple(Owed(delivery=one, told=told[_key(one)]) for one in taken)
        letters.append(Letter(id=name or group[0].id, owed=owed))
    _mark(connection, groups, until)
    return letters


def _name(group: Group) -> str | None:
    """Under which name a group travels from now on; a delivery that travels alone has its own id."""
    first = group[0]
    if first.letter is not None or (len(group) == 1 and first.gather is None):
        return first.letter
    return letter_id([one.id for one in group])


def _mark(connection: Connection, groups: Sequence[Group], until: datetime) -> None:
    taken = {"state": DeliveryState.CLAIMED.value, "attempts": DELIVERY.c.attempts + 1, "claimable_at": until}
    alone = [group[0].id for group in groups if _name(group) is None]
    for some in chunks(alone):
        connection.execute(update(DELIVERY).where(DELIVERY.c.id.in_(some)).values(taken))
    for group in groups:
        if (name := _name(group)) is not None:
            for some in chunks([one.id for one in group]):
                connection.execute(update(DELIVERY).where(DELIVERY.c.id.in_(some)).values(taken | {"letter": name}))
