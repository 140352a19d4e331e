"""Days that readers await: kept beside the latest version of each page, and asked for by day."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, exists, func, insert, select, tuple_

from core.deadlines import awaited
from core.model import (
    Awaited,
    Deadline,
    DeadlineFilter,
    DeadlinePlace,
    Document,
    PageId,
    PolicyId,
    Presence,
    Stage,
)
from core.source import SourceId
from storage.pages import LATEST
from storage.rows import Values
from storage.tables import DEADLINE, DELIVERY, PAGE, POLICY, SOURCE, VERSION

_FORGET = delete(DEADLINE).where(DEADLINE.c.page_id == bindparam("page"))
_PLACE = (DEADLINE.c.day, DEADLINE.c.page_id, DEADLINE.c.what)
_AWAITED = (
    select(
        *_PLACE,
        DEADLINE.c.evidence,
        PAGE.c.policy_id,
        PAGE.c.source_id,
        PAGE.c.url,
        SOURCE.c.name.label("source_name"),
        func.coalesce(VERSION.c.title, PAGE.c.listed_title).label("title"),
        VERSION.c.doc_number,
        VERSION.c.stage,
    )
    .select_from(
        DEADLINE.join(PAGE, PAGE.c.id == DEADLINE.c.page_id)
        .join(SOURCE, SOURCE.c.id == PAGE.c.source_id)
        .join(POLICY, (POLICY.c.id == PAGE.c.policy_id) & (POLICY.c.canonical_page_id == PAGE.c.id))
        .outerjoin(VERSION, LATEST)
    )
    .where(PAGE.c.presence == Presence.PRESENT.value, PAGE.c.repealed_by.is_(None))
    .order_by(*_PLACE)
)


def replace_deadlines(connection: Connection, page_id: PageId, document: Document) -> None:
    """Store the days of a page's document in place of those that it had."""
    connection.execute(_FORGET, {"page": page_id})
    if rows := deadline_rows(page_id, document):
        connection.execute(insert(DEADLINE), rows)


def deadline_rows(page_id: PageId, document: Document) -> list[Values]:
    """The days of a document as rows."""
    return [
        {"page_id": page_id, "what": what.value, "day": day, "evidence": document.evidence.get(what.value)}
        for what, day in awaited(document)
    ]


def deadlines(
    connection: Connection, wanted: DeadlineFilter, after: DeadlinePlace | None, limit: int
) -> list[Deadline]:
    """The days that are wanted, earliest first, from behind the place on."""
    found = _AWAITED.where(*_conditions(wanted, after)).limit(limit)
    return [_deadline(row) for row in connection.execute(found)]


def _conditions(wanted: DeadlineFilter, after: DeadlinePlace | None) -> Iterator[ColumnElement[bool]]:
    yield DEADLINE.c.day >= wanted.since
    if wanted.until is not None:
        yield DEADLINE.c.day < wanted.until
    if wanted.kinds:
        yield DEADLINE.c.what.in_([what.value for what in wanted.kinds])
    if wanted.sources is not None:
        # Not the bare column: the days stand in order, those of a source do not.
        yield func.coalesce(PAGE.c.source_id, "").in_(wanted.sources)
    if wanted.rule is not None:
        # Not the bare column: SQLite would read all that was ever owed because of the rule, for each day anew.
        rule = func.coalesce(DELIVERY.c.rule, "")
        yield exists().where(DELIVERY.c.page_id == DEADLINE.c.page_id, rule == wanted.rule)
    if wanted.policy_id is not None:
        yield PAGE.c.policy_id == wanted.policy_id
    if after is not None:
        yield tuple_(*_PLACE) > tuple_(after.day, after.page_id, after.what.value)


def _deadline(row: Row[*tuple[object, ...]]) -> Deadline:
    return Deadline(
        what=Awaited(row.what),
        day=row.day,
        page_id=PageId(row.page_id),
        policy_id=PolicyId(row.policy_id),
        source_id=SourceId(row.source_id),
        source_name=row.source_name,
        url=row.url,
        title=row.title,
        doc_number=row.doc_number,
        stage=Stage(row.stage) if row.stage else None,
        evidence=row.evidence,
    )
