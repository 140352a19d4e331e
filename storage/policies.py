"""Policies: which page publishes which, and which of its pages is canonical."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, case, delete, exists, func, select, update

from core.model import Page, PageId, PolicyId, PolicyPage, PolicyPages, Presence, Verdict, policy_of
from core.source import Tier
from storage.pages import LATEST, RANK, document_at
from storage.tables import CHANGE, PAGE, POLICY, SOURCE, VERSION
from storage.upsert import insert_unless_there

_TIER = case(RANK, value=SOURCE.c.tier)
BEST_FIRST = (
    SOURCE.c.tier != Tier.OFFICIAL.value,
    PAGE.c.presence != Presence.PRESENT.value,
    _TIER,
    PAGE.c.first_seen_at,
    PAGE.c.id,
)
"""Of the pages of a policy: official ones, then those that are there, then by tier, then the oldest."""

_HAS_SOURCE = SOURCE.c.id == PAGE.c.source_id
_POLICY_OF = select(PAGE.c.policy_id).where(PAGE.c.id == bindparam("page"))
_TITLE = func.coalesce(VERSION.c.title, PAGE.c.listed_title)
_PAGES = (
    select(PAGE.c.url, SOURCE.c.tier, _TITLE.label("title"), PAGE.c.id)
    .join(SOURCE, _HAS_SOURCE)
    .join(POLICY, POLICY.c.id == PAGE.c.policy_id)
    .outerjoin(VERSION, LATEST)
    .where(PAGE.c.policy_id == bindparam("policy"))
    .order_by(PAGE.c.id != POLICY.c.canonical_page_id, *BEST_FIRST)
)
_ITS_PAGES = PAGE.c.policy_id == bindparam("policy")
_BEST = select(PAGE.c.id).join(SOURCE, _HAS_SOURCE).where(_ITS_PAGES).order_by(*BEST_FIRST).limit(1)
_OLDEST = select(func.min(PAGE.c.first_seen_at)).where(_ITS_PAGES)
_CHOOSE = (
    update(POLICY)
    .where(POLICY.c.id == bindparam("policy"))
    .values(canonical_page_id=_BEST.scalar_subquery(), founded_at=_OLDEST.scalar_subquery())
)
_MOVE = update(PAGE).where(PAGE.c.id == bindparam("page")).values(policy_id=bindparam("policy"))


def belong(connection: Connection, before: Page, verdict: Verdict) -> PolicyId:
    """Give a page its policy, make one of those that are one, and choose its canonical page; returns the policy."""
    had = policy_at(connection, before.id)
    kinship = verdict.kinship
    policy_id = kinship.policy_id if kinship is not None else had or policy_of(before.source_id, before.url)
    if policy_id != had:
        founded = {"id": policy_id, "canonical_page_id": before.id, "founded_at": before.first_seen_at}
        connection.execute(insert_unless_there(connection, POLICY), founded)
        connection.execute(_MOVE, {"page": before.id, "policy": policy_id})
    merged = set(kinship.merged) - {policy_id} if kinship is not None else set()
    _merge(connection, sorted(merged), into=policy_id)
    if had is not None and had not in {policy_id, *merged}:
        _leave(connection, had, policy_id)
    if kinship is not None:
        connection.execute(_CHOOSE, {"policy": policy_id})
    return policy_id


def policy_at(connection: Connection, page_id: PageId) -> PolicyId | None:
    """The policy that a page publishes."""
    policy_id: PolicyId | None = connection.execute(_POLICY_OF, {"page": page_id}).scalar_one()
    return policy_id


def choose_canonical(connection: Connection, page_id: PageId) -> None:
    """Choose the canonical page of a page's policy, if it has one, anew."""
    policy_id = policy_at(connection, page_id)
    if policy_id is not None:
        connection.execute(_CHOOSE, {"policy": policy_id})


def policy_pages(connection: Connection, url: str) -> PolicyPages | None:
    """The policy of the page at an address, with all its pages, the canonical one first."""
    page_id = document_at(connection, url)
    policy_id = None if page_id is None else policy_at(connection, page_id)
    return None if policy_id is None else policy_by_id(connection, policy_id)


def policy_by_id(connection: Connection, policy_id: PolicyId) -> PolicyPages | None:
    """A policy with all its pages, the canonical one first; None for one that has none."""
    rows = connection.execute(_PAGES, {"policy": policy_id}).all()
    pages = tuple(PolicyPage(row.url, Tier(row.tier), row.title) for row in rows)
    return PolicyPages(id=policy_id, canonical_url=pages[0].url, pages=pages) if pages else None


def _merge(connection: Connection, merged: Sequence[PolicyId], *, into: PolicyId) -> None:
    if not merged:
        return
    connection.execute(update(PAGE).where(PAGE.c.policy_id.in_(merged)).values(policy_id=into))
    connection.execute(update(CHANGE).where(CHANGE.c.policy_id.in_(merged)).values(policy_id=into))
    connection.execute(delete(POLICY).where(POLICY.c.id.in_(merged)))


def _leave(connection: Connection, left: PolicyId, policy_id: PolicyId) -> None:
    """What a page leaves behind goes with it where it was the last."""
    if connection.execute(select(exists().where(PAGE.c.policy_id == left))).scalar_one():
        connection.execute(_CHOOSE, {"policy": left})
    else:
        _merge(connection, [left], into=policy_id)
