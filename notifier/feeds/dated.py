"""dated(told) -> Dated: what of a change a calendar needs; and which change speaks for a policy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.model import OF_SOURCES, ChangeKind, Document, PageId, Stage, Told, digest_of
from core.source import Tier
from notifier.feeds.legible import href, legible

TITLE_LENGTH = 200
EVIDENCE_LENGTH = 200
_RANK = {tier: rank for rank, tier in enumerate(Tier)}
"""Tiers stand in the order in which they count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A document as a change left it, and its days; all text is legible.

    Args:
        policy: the policy's id.
        number: nth change of the page: it grows whatever happens to the document, its removal too.
        canonical: whether the page is the policy's own.
        dates: effective, deadline, expires: as far as the document gives them.
        evidence: the words of the page that prove a date.
        ended: whether the document is repealed, or gone.
    """

    policy: str
    page_id: PageId
    number: int
    at: datetime
    canonical: bool
    tier: Tier
    title: str
    url: str | None
    doc_number: str
    agency: str
    dates: Mapping[str, date]
    evidence: Mapping[str, str]
    ended: bool


def dated(told: Told) -> Dated | None:
    """What a calendar needs of a change; None for one that speaks of no document."""
    change, document = told.change, told.document
    if document is None or change.kind in OF_SOURCES:
        return None
    canonical = change.canonical_url or change.url
    dates = _days(document)
    return Dated(
        policy=change.policy_id or "pol_" + digest_of(canonical),
        page_id=change.page_id,
        number=change.number,
        at=change.at,
        canonical=canonical == change.url,
        tier=told.tier,
        title=legible(document.title, TITLE_LENGTH) or legible(change.url, TITLE_LENGTH),
        url=href(change.url),
        doc_number=legible(document.doc_number, TITLE_LENGTH),
        agency=legible(document.agency or told.source_name, TITLE_LENGTH),
        dates=dates,
        evidence={name: legible(document.evidence.get(name), EVIDENCE_LENGTH) for name in dates},
        ended=change.kind is ChangeKind.REMOVED or document.stage is Stage.REPEALED,
    )


def speaking(changes: Iterable[Dated]) -> list[Dated]:
    """One for each policy: the newest of its best page, which is its own, else an official one, else the oldest."""
    best: dict[str, Dated] = {}
    for one in changes:
        known = best.get(one.policy)
        if known is None or _rank(one) < _rank(known):
            best[one.policy] = one
    return list(best.values())


def _rank(one: Dated) -> tuple[bool, int, int, int]:
    return not one.canonical, _RANK[one.tier], one.page_id, -one.number


def _days(document: Document) -> dict[str, date]:
    known = document.dates
    days = {"effective": known.effective, "deadline": known.deadline, "expires": known.expires}
    return {name: day for name, day in days.items() if day is not None}
