"""Policies and pages with their versions in lists: no document is read for them."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, Row, bindparam, func, select

from core.gallery import MOST_EDITIONS, MOST_LEAVES
from core.model import Dossier, Edition, Leaf, PageId, PolicyId, Presence, Stage, Version
from core.source import SourceId, Tier
from storage.pages import LATEST, document_at
from storage.policies import BEST_FIRST
from storage.tables import PAGE, POLICY, SOURCE, VERSION
from storage.versions import recall_versions

_LEAVES = select(
    PAGE.c.id,
    PAGE.c.policy_id,
    PAGE.c.url,
    PAGE.c.source_id,
    SOURCE.c.name.label("source_name"),
    SOURCE.c.tier,
    PAGE.c.presence,
    PAGE.c.first_seen_at,
    func.coalesce(VERSION.c.title, PAGE.c.listed_title).label("title"),
    PAGE.c.gone_since,
    PAGE.c.repealed_by,
    PAGE.c.last_looked_at,
    PAGE.c.next_check_at,
    PAGE.c.last_error,
    PAGE.c.latest_number,
).select_from(PAGE.join(SOURCE, SOURCE.c.id == PAGE.c.source_id).outerjoin(VERSION, LATEST))
_OF_POLICY = PAGE.c.policy_id == bindparam("policy")
_CANONICAL = select(POLICY.c.canonical_page_id).where(POLICY.c.id == bindparam("policy")).scalar_subquery()
_ITS_LEAVES = _LEAVES.where(_OF_POLICY).order_by(PAGE.c.id != _CANONICAL, *BEST_FIRST).limit(MOST_LEAVES)
_HOW_MANY = select(func.count()).select_from(PAGE).where(_OF_POLICY)
_FOUNDED = select(POLICY.c.founded_at).where(POLICY.c.id == bindparam("policy"))
_EDITIONS = (
    select(
        VERSION.c.page_id,
        VERSION.c.number,
        VERSION.c.captured_at,
        VERSION.c.title,
        VERSION.c.doc_number,
        VERSION.c.stage,
        VERSION.c.published,
    )
    .join(PAGE, PAGE.c.id == VERSION.c.page_id)
    .where(VERSION.c.number > PAGE.c.latest_number - MOST_EDITIONS)
    .order_by(VERSION.c.page_id, VERSION.c.number)
)

Found = Row[*tuple[object, ...]]


def dossier(connection: Connection, policy_id: PolicyId) -> Dossier | None:
    """A policy with its pages, the canonical one first."""
    founded_at = connection.execute(_FOUNDED, {"policy": policy_id}).scalar_one_or_none()
    rows = connection.execute(_ITS_LEAVES, {"policy": policy_id}).all()
    if founded_at is None or not rows:
        return None
    pages = connection.execute(_HOW_MANY, {"policy": policy_id}).scalar_one()
    return Dossier(id=policy_id, founded_at=founded_at, pages=_leaves(connection, rows), more=pages - len(rows))


def leaf(connection: Connection, page_id: PageId) -> Leaf | None:
    """A page with its versions in a list."""
    rows = connection.execute(_LEAVES.where(PAGE.c.id == page_id)).all()
    return next(iter(_leaves(connection, rows)), None)


def leaf_at(connection: Connection, url: str) -> Leaf | None:
    """The page at an address that was read."""
    page_id = document_at(connection, url)
    return None if page_id is None else leaf(connection, page_id)


def version(connection: Connection, page_id: PageId, number: int) -> Version | None:
    """One version of a page."""
    return recall_versions(connection, [(page_id, number)]).get((page_id, number))


def _leaves(connection: Connection, rows: Iterable[Found]) -> tuple[Leaf, ...]:
    found = list(rows)
    editions: dict[int, list[Edition]] = defaultdict(list)
    wanted = _EDITIONS.where(VERSION.c.page_id.in_([row.id for row in found]))
    for row in connection.execute(wanted):
        editions[row.page_id].append(_edition(row))
    return tuple(_leaf(row, editions[row.id]) for row in found)


def _leaf(row: Found, editions: Iterable[Edition]) -> Leaf:
    return Leaf(
        page_id=PageId(row.id),
        policy_id=PolicyId(row.policy_id) if row.policy_id else None,
        url=row.url,
        source_id=SourceId(row.source_id),
        source_name=row.source_name,
        tier=Tier(row.tier),
        presence=Presence(row.presence),
        first_seen_at=row.first_seen_at,
        title=row.title,
        gone_since=row.gone_since,
        repealed_by=row.repealed_by,
        last_looked_at=row.last_looked_at,
        next_check_at=row.next_check_at,
        last_error=row.last_error,
        versions=row.latest_number or 0,
        editions=tuple(editions),
    )


def _edition(row: Found) -> Edition:
    return Edition(
        number=row.number,
        captured_at=row.captured_at,
        title=row.title,
        doc_number=row.doc_number,
        stage=Stage(row.stage) if row.stage else None,
        published=row.published,
    )
