"""What documents do to each other: stored, and a repeal made known to whom it concerns, whichever was read first."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Row, bindparam, case, delete, func, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from core.model import Features, PageId, PolicyId, Related, RelationKind, Stage
from storage.chunks import chunks
from storage.columns import Moment
from storage.pages import LATEST
from storage.rows import Values, features_from
from storage.tables import PAGE, RELATION, VERSION

_FORGET = delete(RELATION).where(RELATION.c.page_id == bindparam("page"))
_IS_PROPOSED = or_(PAGE.c.is_draft, func.coalesce(VERSION.c.stage, "") == Stage.DRAFT.value)
_SPEAKER = (
    select(_IS_PROPOSED.label("is_proposed"), PAGE.c.feature_day)
    .outerjoin(VERSION, LATEST)
    .where(PAGE.c.id == bindparam("page"))
)
_OF_OTHERS = PAGE.c.policy_id.is_distinct_from(bindparam("policy"))
FEATURES = (PAGE.c.number_key, PAGE.c.name_key, PAGE.c.is_draft, PAGE.c.feature_day)
"""What `features_from` reads."""

_REPEALABLE = select(PAGE.c.id, *FEATURES).where(PAGE.c.repealed_by.is_(None), _OF_OTHERS)
_SAID = (
    select(*RELATION.columns, PAGE.c.feature_day.label("said"))
    .join(PAGE, PAGE.c.id == RELATION.c.page_id)
    .outerjoin(VERSION, LATEST)
    .where(RELATION.c.kind == RelationKind.REPEALS.value, ~_IS_PROPOSED, _OF_OTHERS)
    .where(or_(RELATION.c.number_key == bindparam("number"), RELATION.c.name_key == bindparam("name")))
    .order_by(RELATION.c.page_id, RELATION.c.place)
)
_AT_ONCE = func.coalesce(bindparam("at", type_=Moment()), PAGE.c.next_check_at)
_MARK = (
    update(PAGE)
    .where(PAGE.c.id == bindparam("page"), PAGE.c.repealed_by.is_(None))
    .values(
        repealed_by=bindparam("evidence"),
        relisted=True,
        next_check_at=case((PAGE.c.next_check_at.is_not(None), _AT_ONCE)),
        revision=PAGE.c.revision + bindparam("grown"),
    )
)


def relate(
    connection: Connection, page_id: PageId, policy_id: PolicyId, said: Sequence[Related], at: datetime | None
) -> None:
    """Store what a page's document does to others, in place of what it did, and tell whom it repeals."""
    connection.execute(_FORGET, {"page": page_id})
    if not said:
        return
    connection.execute(insert(RELATION), [_row(page_id, place, one) for place, one in enumerate(said)])
    repeals = [one for one in said if one.kind is RelationKind.REPEALS]
    speaker = connection.execute(_SPEAKER, {"page": page_id}).one()
    if repeals and not speaker.is_proposed:
        _repeal(connection, policy_id, repeals, speaker.feature_day, at)


def be_repealed(
    connection: Connection, page_id: PageId, policy_id: PolicyId, features: Features, at: datetime | None
) -> None:
    """Let a document know of the repeal that was read before it was, in the commit that brings it."""
    named = {"policy": policy_id, "number": features.number, "name": features.name}
    for row in connection.execute(_SAID, named):
        said = related_from(row)
        if said.means(features, row.said):
            # The commit has moved the page's revision already.
            connection.execute(_MARK, {"page": page_id, "evidence": said.evidence, "at": at, "grown": 0})
            return


def related_from(row: Row[*tuple[object, ...]]) -> Related:
    """A relation from the columns of `relation`."""
    return Related(
        kind=RelationKind(row.kind),
        number=row.number_key,
        name=row.name_key,
        title=row.title,
        evidence=row.evidence,
    )


def _row(page_id: PageId, place: int, said: Related) -> Values:
    return {
        "page_id": page_id,
        "place": place,
        "kind": said.kind.value,
        "number_key": said.number,
        "name_key": said.name,
        "title": said.title,
        "evidence": said.evidence,
    }


def _repeal(
    connection: Connection, policy_id: PolicyId, repeals: Iterable[Related], said: date | None, at: datetime | None
) -> None:
    by_number = {one.number: one for one in repeals if one.number is not None}
    by_name = {one.name: one for one in repeals if one.number is None and one.name is not None}
    marks: dict[int, Values] = {}
    for row in _repealable(connection, policy_id, PAGE.c.number_key, by_number):
        one = by_number[row.number_key]
        marks[row.id] = {"page": row.id, "evidence": one.evidence, "at": at, "grown": 1}
    for row in _repealable(connection, policy_id, PAGE.c.name_key, by_name):
        one = by_name[row.name_key]
        if one.means(features_from(row), said):
            marks.setdefault(row.id, {"page": row.id, "evidence": one.evidence, "at": at, "grown": 1})
    if marks:
        connection.execute(_MARK, [marks[page_id] for page_id in sorted(marks)])


def _repealable(
    connection: Connection, policy_id: PolicyId, column: ColumnElement[str], keys: Iterable[str]
) -> Iterator[Row[*tuple[object, ...]]]:
    for some in chunks(sorted(keys)):
        yield from connection.execute(_REPEALABLE.where(column.in_(some)), {"policy": policy_id}).all()
