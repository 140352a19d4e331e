"""What scrapbooks hold: the newest changes of a rule, and the changes that say the days of its pages."""

from datetime import datetime

from sqlalchemy import CTE, BindParameter, Connection, Row, bindparam, exists, func, select, tuple_, union

from core.model import OF_SOURCES, Clipping, Cursor, PageId, PolicyId, Stage
from core.source import SourceId
from storage.tables import CHANGE, CLIPPING, DEADLINE, PAGE, POLICY

_PLACE = (CLIPPING.c.at, CLIPPING.c.page_id, CLIPPING.c.number)
_BOOK: BindParameter[str] = bindparam("book")
_SINCE = bindparam("since", type_=CLIPPING.c.at.type)
_LIMIT: BindParameter[int] = bindparam("most")
_OF_IT = (CLIPPING.c.page_id == CHANGE.c.page_id) & (CLIPPING.c.number == CHANGE.c.number)
_COLUMNS = (CHANGE.c.id, CHANGE.c.page_id, CHANGE.c.number, CHANGE.c.at, CHANGE.c.source_id, CHANGE.c.policy_id)

_LEADER, _LEADING, _JOINED = CHANGE.alias("leader"), CLIPPING.alias("leading"), CHANGE.alias("joined")
_SPOKEN_FOR = exists().where(
    _LEADER.c.id == CHANGE.c.joined_to,
    _LEADING.c.book == _BOOK,
    _LEADING.c.at == _LEADER.c.at,
    _LEADING.c.page_id == _LEADER.c.page_id,
    _LEADING.c.number == _LEADER.c.number,
)
_COUNT = select(func.count()).where(_JOINED.c.joined_to == CHANGE.c.id).scalar_subquery()
_CLIPPINGS = (
    select(*_COLUMNS, _COUNT.label("joined"))
    .select_from(CLIPPING.join(CHANGE, _OF_IT))
    .where(CLIPPING.c.book == _BOOK, CLIPPING.c.at >= _SINCE, ~_SPOKEN_FOR)
    .order_by(*(column.desc() for column in _PLACE))
    .limit(_LIMIT)
)


def _pages() -> CTE:
    """The pages whose days count."""
    wanted = (
        select(CLIPPING.c.page_id).where(CLIPPING.c.book == _BOOK, CLIPPING.c.at >= _SINCE).distinct().cte("wanted")
    )
    ours = select(wanted.c.page_id)
    dated = (
        select(DEADLINE.c.page_id)
        .where(DEADLINE.c.page_id.in_(ours))
        .group_by(DEADLINE.c.page_id)
        .order_by(func.max(DEADLINE.c.day).desc(), DEADLINE.c.page_id)
        .limit(_LIMIT)
        .cte("dated")
    )
    # A repealed document awaits no day any more; its events are to be cancelled all the same.
    repealed = (
        select(CHANGE.c.page_id)
        .where(CHANGE.c.at >= _SINCE, CHANGE.c.stage == Stage.REPEALED.value, CHANGE.c.page_id.in_(ours))
        .group_by(CHANGE.c.page_id)
        .order_by(func.max(CHANGE.c.at).desc(), CHANGE.c.page_id)
        .limit(_LIMIT)
        .cte("repealed")
    )
    chosen = union(select(dated.c.page_id), select(repealed.c.page_id)).cte("chosen")
    # Where a policy's own page says no day, no other page of it is asked.
    canonical = select(POLICY.c.canonical_page_id.label("page_id")).where(
        POLICY.c.id.in_(select(PAGE.c.policy_id).join(chosen, chosen.c.page_id == PAGE.c.id)),
        POLICY.c.canonical_page_id.in_(ours),
    )
    return union(select(chosen.c.page_id), canonical).cte("pages")


_PAGES = _pages()
_LAST = (
    select(CHANGE.c.page_id, func.max(CHANGE.c.number).label("number"))
    .join(_PAGES, _PAGES.c.page_id == CHANGE.c.page_id)
    .where(
        CHANGE.c.kind.not_in([kind.value for kind in OF_SOURCES]),
        func.coalesce(CHANGE.c.after, CHANGE.c.before).is_not(None),
    )
    .group_by(CHANGE.c.page_id)
    .cte("last")
)
_DAYS = select(*_COLUMNS).join(_LAST, (_LAST.c.page_id == CHANGE.c.page_id) & (_LAST.c.number == CHANGE.c.number))


def clippings(connection: Connection, book: str, since: datetime, after: Cursor | None, limit: int) -> list[Clipping]:
    """What a scrapbook holds, newest first, from behind the cursor on."""
    found = _CLIPPINGS if after is None else _CLIPPINGS.where(tuple_(*_PLACE) < tuple_(*after))
    rows = connection.execute(found, {"book": book, "since": since, "most": limit})
    return [_clipping(row, row.joined) for row in rows]


def days(connection: Connection, book: str, since: datetime, limit: int) -> list[Clipping]:
    """The latest changes of the pages whose days count, by page."""
    rows = connection.execute(_DAYS, {"book": book, "since": since, "most": limit})
    return sorted((_clipping(row) for row in rows), key=lambda one: one.page_id)


def _clipping(row: Row[*tuple[object, ...]], joined: int = 0) -> Clipping:
    return Clipping(
        change_id=row.id,
        page_id=PageId(row.page_id),
        number=row.number,
        at=row.at,
        source_id=SourceId(row.source_id),
        policy_id=PolicyId(row.policy_id) if row.policy_id else None,
        joined=joined,
    )
