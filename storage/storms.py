"""The same edit on many pages of a source, and a source whose pages all change at once."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, distinct, exists, func, select
from sqlalchemy.sql.selectable import Exists

from core.model import LAYOUT, UNCONFIRMED, ChangeKind, DeliveryState, Echo, Turmoil
from core.source import SourceId
from storage.columns import Moment
from storage.tables import CHANGE, DELIVERY, PAGE

_JOINED = CHANGE.alias("joined")
_OTHERS = (
    select(func.count(distinct(_JOINED.c.page_id)))
    .where(_JOINED.c.joined_to == CHANGE.c.id, _JOINED.c.page_id != CHANGE.c.page_id)
    .scalar_subquery()
)
_SINCE = bindparam("since", type_=Moment())
_OF_SOURCE = select(PAGE.c.id).where(PAGE.c.source_id == bindparam("source"))
# Not joined: SQLite would begin with the changes that joined none, which are nearly all there are.
_LED = select(CHANGE.c.id).where(CHANGE.c.page_id.in_(_OF_SOURCE), CHANGE.c.joined_to.is_(None), CHANGE.c.at >= _SINCE)


def _has(*states: DeliveryState) -> Exists:
    return exists().where(
        DELIVERY.c.page_id == CHANGE.c.page_id,
        DELIVERY.c.number == CHANGE.c.number,
        DELIVERY.c.state.in_([state.value for state in states]),
    )


_ECHOES = (
    _LED.with_only_columns(
        CHANGE.c.id,
        CHANGE.c.page_id,
        CHANGE.c.number,
        CHANGE.c.url,
        CHANGE.c.pages,
        _OTHERS.label("others"),
        (_has(DeliveryState.OWED) & ~_has(DeliveryState.SENT, DeliveryState.CLAIMED)).label("waiting"),
        maintain_column_froms=True,
    )
    .where(CHANGE.c.edit == bindparam("edit"))
    .order_by(CHANGE.c.at.desc(), CHANGE.c.page_id.desc(), CHANGE.c.number.desc())
)
_OWED_TO = select(DELIVERY.c.channel, DELIVERY.c.recipient).where(
    DELIVERY.c.page_id == bindparam("page"), DELIVERY.c.number == bindparam("nth")
)
_EDITED = _LED.with_only_columns(
    func.count(distinct(func.coalesce(CHANGE.c.edit, CHANGE.c.id))), maintain_column_froms=True
).where(CHANGE.c.kind == ChangeKind.EDITED.value)
_SEEN = select(func.count(), func.count().filter(PAGE.c.last_outcome == LAYOUT)).where(
    PAGE.c.source_id == bindparam("source"),
    PAGE.c.last_looked_at >= _SINCE,
    PAGE.c.last_outcome.in_(["text", "unchanged", UNCONFIRMED, LAYOUT]),
)


def echoes(connection: Connection, source_id: SourceId, edit: str, since: datetime) -> tuple[Echo, ...]:
    """Changes of the source with this edit that joined no other, newest first."""
    rows = connection.execute(_ECHOES, {"source": source_id, "edit": edit, "since": since})
    return tuple(
        Echo(
            change_id=row.id,
            url=row.url,
            waiting=bool(row.waiting),
            pages=1 + row.others + len(row.pages or ()),
            owed_to=_owed_to(connection, row.page_id, row.number),
        )
        for row in rows.all()
    )


def _owed_to(connection: Connection, page_id: int, number: int) -> frozenset[tuple[str, str]]:
    owed = connection.execute(_OWED_TO, {"page": page_id, "nth": number})
    return frozenset((one.channel, one.recipient) for one in owed)


def turmoil(connection: Connection, source_id: SourceId, since: datetime) -> Turmoil:
    """How many pages of a source were read, and how many different edits were found."""
    asked = {"source": source_id, "since": since}
    read, held = connection.execute(_SEEN, asked).one()
    return Turmoil(read=read, edited=held + connection.execute(_EDITED, asked).scalar_one())
