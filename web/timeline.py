"""timeline(dossier, relatives, days) -> steps: what became of a policy, from its draft to its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from core.model import Deadline, Dossier, Edition, Leaf, PolicyId, Relative, Stage
from core.model.policy import RelationKind

MOST = 200
"""Steps that a page shows, the latest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened to a policy, or will.

    Args:
        what: key of what is said of it, below `step.`.
        at: where the moment is known.
        title, url, policy_id: of the other document, where it is about one.
        stage: in which the policy stands from then on, where that is what moved.
        page_id, number: of the version.
        evidence: the sentence that says so.
    """

    what: str
    day: date | None
    at: datetime | None = None
    title: str | None = None
    url: str | None = None
    policy_id: PolicyId | None = None
    stage: Stage | None = None
    page_id: int | None = None
    number: int | None = None
    evidence: str = ""


def timeline(
    dossier: Dossier, relatives: Sequence[Relative], days: Sequence[Deadline], zone: tzinfo
) -> tuple[Step, ...]:
    """The steps, oldest first; those of unknown day stand at the beginning."""
    leaf = dossier.canonical
    versions = list(_versions(leaf, zone))
    published = versions[0].day if versions and versions[0].number == 1 else None
    steps = [*versions, *_of_others(relatives, published), *_days(days)]
    if leaf.gone_since is not None:
        steps.append(Step(what="removed", day=leaf.gone_since.astimezone(zone).date(), at=leaf.gone_since))
    return tuple(sorted(steps, key=lambda step: step.day or date.min))


def _of_others(relatives: Sequence[Relative], published: date | None) -> Iterator[Step]:
    """What it does to others it does when it is published; what happens to it, on the other document's day."""
    for one in relatives:
        if one.kind is RelationKind.CITES:
            continue
        happens_to_it = one.inward or one.kind is RelationKind.FINALISES
        yield Step(
            what=f"{one.kind}.{'inward' if one.inward else 'outward'}",
            day=one.day if happens_to_it else published,
            title=one.title,
            url=one.url,
            policy_id=one.policy_id,
            evidence=one.evidence,
        )


def _versions(leaf: Leaf, zone: tzinfo) -> Iterator[Step]:
    before: Edition | None = None
    for edition in leaf.editions:
        seen = edition.captured_at.astimezone(zone).date()
        is_first = edition.number == 1
        moved = before is None or before.stage is not edition.stage
        yield Step(
            what="published" if is_first else "version",
            day=edition.published or seen if is_first else seen,
            at=edition.captured_at,
            stage=edition.stage if moved else None,
            page_id=leaf.page_id,
            number=edition.number,
        )
        before = edition


def _days(days: Sequence[Deadline]) -> Iterator[Step]:
    for one in days:
        yield Step(what=one.what.value, day=one.day, evidence=one.evidence or "")
