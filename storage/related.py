"""Which documents a policy is related to: those its pages speak of, and those that speak of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Row, bindparam, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from core.model import PolicyId, Related, Relative
from storage.chunks import chunks
from storage.pages import document_at
from storage.policies import BEST_FIRST, policy_at
from storage.relations import FEATURES, related_from
from storage.rows import features_from
from storage.tables import PAGE, POLICY, RELATION, SOURCE, VERSION

MOST_INWARD = 500
"""Relations of others to one policy that are shown; thousands of documents cite a law."""

Found = Row[*tuple[object, ...]]

_SAID = (
    select(*RELATION.columns, PAGE.c.feature_day.label("said"))
    .join(PAGE, PAGE.c.id == RELATION.c.page_id)
    .join(SOURCE, SOURCE.c.id == PAGE.c.source_id)
    .where(PAGE.c.policy_id == bindparam("policy"))
    .order_by(*BEST_FIRST, RELATION.c.place)
)
_OURS = select(*FEATURES).where(PAGE.c.policy_id == bindparam("policy"))
_CANONICAL = PAGE.alias("canonical")
_LATEST = (VERSION.c.page_id == _CANONICAL.c.id) & (VERSION.c.number == _CANONICAL.c.latest_number)
_SHOWN = (
    _CANONICAL.c.url.label("shown_url"),
    func.coalesce(VERSION.c.title, _CANONICAL.c.listed_title).label("shown_title"),
)
_WITH_CANONICAL = (
    PAGE.join(SOURCE, SOURCE.c.id == PAGE.c.source_id)
    .join(POLICY, POLICY.c.id == PAGE.c.policy_id)
    .join(_CANONICAL, _CANONICAL.c.id == POLICY.c.canonical_page_id)
    .outerjoin(VERSION, _LATEST)
)
_OF_OTHERS = PAGE.c.policy_id != bindparam("policy")
_OTHERS = (
    select(*FEATURES, PAGE.c.policy_id, *_SHOWN).select_from(_WITH_CANONICAL).where(_OF_OTHERS).order_by(*BEST_FIRST)
)
_SAID_BY_OTHERS = (
    select(*RELATION.columns, PAGE.c.policy_id, PAGE.c.feature_day.label("said"), PAGE.c.feature_day, *_SHOWN)
    .select_from(_WITH_CANONICAL.join(RELATION, RELATION.c.page_id == PAGE.c.id))
    .where(_OF_OTHERS)
    .order_by(RELATION.c.page_id, RELATION.c.place)
    .limit(MOST_INWARD)
)


def related(connection: Connection, url: str) -> list[Relative]:
    """What the policy at an address does to others, then what others do to it; each once."""
    page_id = document_at(connection, url)
    policy_id = None if page_id is None else policy_at(connection, page_id)
    return [] if policy_id is None else relatives(connection, policy_id)


def relatives(connection: Connection, policy_id: PolicyId) -> list[Relative]:
    """What a policy does to others, then what others do to it; each once."""
    return [*_outward(connection, policy_id), *_inward(connection, policy_id)]


def _outward(connection: Connection, policy_id: PolicyId) -> Iterator[Relative]:
    rows = connection.execute(_SAID, {"policy": policy_id}).all()
    said = {(row.kind, row.number_key, row.name_key): row for row in reversed(rows)}
    by_number = _others(connection, policy_id, PAGE.c.number_key, {row.number_key for row in rows})
    by_name = _others(connection, policy_id, PAGE.c.name_key, {row.name_key for row in rows if row.number_key is None})
    for row in reversed(said.values()):
        one = related_from(row)
        candidates = by_number if one.number is not None else by_name
        other = next((other for other in candidates if one.means(features_from(other), row.said)), None)
        yield _relative(one, other, inward=False)


def _others(
    connection: Connection, policy_id: PolicyId, column: ColumnElement[str], keys: Iterable[str | None]
) -> Sequence[Found]:
    named = sorted(key for key in keys if key is not None)
    found = (connection.execute(_OTHERS.where(column.in_(some)), {"policy": policy_id}) for some in chunks(named))
    return [row for rows in found for row in rows]


def _inward(connection: Connection, policy_id: PolicyId) -> Iterator[Relative]:
    ours = [features_from(row) for row in connection.execute(_OURS, {"policy": policy_id})]
    numbers = {one.number for one in ours if one.number is not None}
    names = {one.name for one in ours if one.name is not None}
    meant = or_(RELATION.c.number_key.in_(numbers), RELATION.c.name_key.in_(names))
    told = set()
    for row in connection.execute(_SAID_BY_OTHERS.where(meant), {"policy": policy_id}):
        said = related_from(row)
        if (row.kind, row.policy_id) not in told and any(said.means(one, row.said) for one in ours):
            told.add((row.kind, row.policy_id))
            yield _relative(said, row, inward=True)


def _relative(said: Related, other: Found | None, *, inward: bool) -> Relative:
    stated = Relative(kind=said.kind, inward=inward, title=said.title, number=said.number, evidence=said.evidence)
    if other is None:
        return stated
    return replace(
        stated,
        url=other.shown_url,
        policy_id=PolicyId(other.policy_id) if other.policy_id else None,
        day=other.feature_day,
        title=other.shown_title or (None if inward else said.title),
    )
