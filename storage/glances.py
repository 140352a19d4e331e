"""The list of changes, a page at a time, without their documents."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Row, bindparam, exists, func, select, tuple_

from core.model import ChangeFilter, ChangeKind, Cursor, Glance, Mark, PageId, Stage
from core.source import SourceId, Tier
from storage.columns import Json
from storage.tables import CHANGE, DELIVERY, SOURCE, TRIAGE, VERSION
from storage.triage import latest_mark

_PLACE = (CHANGE.c.at, CHANGE.c.page_id, CHANGE.c.number)
# Written so that no planner takes the index of what joined: nearly nothing has.
LEADS = func.coalesce(CHANGE.c.joined_to, "") == ""
"""Of a change: no other one speaks for it."""

_LISTED = select(CHANGE.c.page_id, CHANGE.c.number).where(LEADS).order_by(*(column.desc() for column in _PLACE))
"""Chosen from one index; at its worst, where nothing fits, all of that is read, and nothing else."""

_VERSION_OF_IT = (VERSION.c.page_id == CHANGE.c.page_id) & (
    VERSION.c.number == func.coalesce(CHANGE.c.after, CHANGE.c.before)
)
_MARK = latest_mark()
_GLANCES = (
    select(
        *(CHANGE.c.id, *_PLACE, CHANGE.c.kind, CHANGE.c.url, CHANGE.c.headline, CHANGE.c.nature, CHANGE.c.pages),
        *(CHANGE.c.source_id, CHANGE.c.stage, SOURCE.c.name.label("source_name"), SOURCE.c.tier),
        *(VERSION.c.title, VERSION.c.doc_number, _MARK.label("mark")),
    )
    .select_from(CHANGE.join(SOURCE, SOURCE.c.id == CHANGE.c.source_id).outerjoin(VERSION, _VERSION_OF_IT))
    .order_by(*(column.desc() for column in _PLACE))
)
FEW = 1_000
"""Changes that are better looked up one by one than met on the way through all of them."""

_OF_RULE = select(DELIVERY.c.change_id).where(DELIVERY.c.rule == bindparam("rule")).distinct().limit(FEW + 1)
_MARKED = select(TRIAGE.c.change_id).distinct().limit(FEW + 1)
_JOINED = select(CHANGE.c.joined_to, CHANGE.c.url)


def changes_page(connection: Connection, wanted: ChangeFilter, after: Cursor | None, limit: int) -> list[Glance]:
    """The changes that are wanted, newest first, from behind the cursor on."""
    few = _few(connection, wanted)
    among = () if few is None else (CHANGE.c.id.in_(few),)
    listed = _LISTED.where(*among, *_conditions(wanted, after)).limit(limit).subquery()
    chosen = (CHANGE.c.page_id == listed.c.page_id) & (CHANGE.c.number == listed.c.number)
    rows = connection.execute(_GLANCES.join(listed, chosen)).all()
    joined = _joined(connection, [row.id for row in rows])
    return [_glance(row, joined.get(row.id, set())) for row in rows]


def _few(connection: Connection, wanted: ChangeFilter) -> list[str] | None:
    """Ids among which all that is wanted is, where they are few: else nearly every change is read to find the next one.

    A mark that is not the latest is among them too; `_conditions` decide.
    """
    found = None
    if wanted.rule is not None:
        found = connection.execute(_OF_RULE, {"rule": wanted.rule}).scalars().all()
    elif wanted.marks and Mark.UNSEEN not in wanted.marks:
        said = _MARKED.where(TRIAGE.c.mark.in_([mark.value for mark in wanted.marks]))
        found = connection.execute(said).scalars().all()
    return None if found is None or len(found) > FEW else list(found)


def _conditions(wanted: ChangeFilter, after: Cursor | None) -> Iterator[ColumnElement[bool]]:
    if wanted.kinds:
        # Not the bare column: nearly all that there is would be read by its index, and then sorted.
        yield func.coalesce(CHANGE.c.kind, "").in_([kind.value for kind in wanted.kinds])
    if wanted.sources is not None:
        yield CHANGE.c.source_id.in_(wanted.sources)
    if wanted.stages:
        yield CHANGE.c.stage.in_([stage.value for stage in wanted.stages])
    if wanted.rule is not None:
        of_it = (DELIVERY.c.page_id == CHANGE.c.page_id) & (DELIVERY.c.number == CHANGE.c.number)
        yield exists().where(of_it, DELIVERY.c.rule == wanted.rule)
    if wanted.marks:
        yield _marked(wanted.marks)
    if wanted.page_id is not None:
        yield CHANGE.c.page_id == wanted.page_id
    if wanted.policy_id is not None:
        yield CHANGE.c.policy_id == wanted.policy_id
    yield from _within(wanted)
    if after is not None:
        yield tuple_(*_PLACE) < tuple_(after.at, after.page_id, after.number)


def _marked(wanted: Collection[Mark]) -> ColumnElement[bool]:
    """Asked for by what is left out where that is little: PostgreSQL takes whatever is asked for to be rare."""
    if Mark.UNSEEN in wanted:
        return _MARK.not_in([mark.value for mark in Mark if mark not in wanted])
    return _MARK.in_([mark.value for mark in wanted])


def _within(wanted: ChangeFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.since is not None:
        yield CHANGE.c.at >= wanted.since
    if wanted.until is not None:
        yield CHANGE.c.at < wanted.until


def _joined(connection: Connection, change_ids: Sequence[str]) -> dict[str, set[str]]:
    """Addresses of the pages whose changes joined these."""
    urls: dict[str, set[str]] = {}
    for row in connection.execute(_JOINED.where(CHANGE.c.joined_to.in_(change_ids))):
        urls.setdefault(row.joined_to, set()).add(row.url)
    return urls


def _glance(row: Row[*tuple[object, ...]], joined: set[str]) -> Glance:
    return Glance(
        id=row.id,
        page_id=PageId(row.page_id),
        number=row.number,
        kind=ChangeKind(row.kind),
        at=row.at,
        source_id=SourceId(row.source_id),
        source_name=row.source_name,
        tier=Tier(row.tier),
        url=row.url,
        headline=row.headline,
        title=row.title,
        doc_number=row.doc_number,
        stage=Stage(row.stage) if row.stage else None,
        nature=row.nature,
        mark=Mark(row.mark),
        pages=len((_addresses(row.pages) | joined) - {row.url}),
    )


def _addresses(pages: Json | None) -> set[str]:
    return {str(url) for url in pages or ()}
