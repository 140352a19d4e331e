"""kinship(page, reading, features, kin) -> Kinship: which policy a page publishes, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.identity import doc_number, number_in_title
from core.kinship import SHORTEST_NAME, Bond, Judgement, Side, contradiction, figures_that_differ, judged
from core.model import Document, Features, Fields, Kin, Kinship, Page, PageId, PolicyId, Text, policy_of
from core.names import taken_apart
from core.source import Tier
from core.wording import Wording

MOST_FIGURES = 10
"""Figures that are told to differ."""

_RANKS = list(Tier)


def features_of(document: Document) -> Features:
    """What of a document says which policy it is.

    A title that names a policy says whether it is a draft; of a headline that names none the text does. Such a
    headline is its own name, so that its reprints are found. 第28号令, which does not say whose, is no number.
    """
    title = document.title or ""
    number = doc_number(document.doc_number) if document.doc_number else number_in_title(title)
    name = taken_apart(title)
    return Features(
        number=number.key if number is not None and number.names_issuer else None,
        name=name.key if len(name.key) >= SHORTEST_NAME else None,
        draft=name.is_draft if name.named else Wording(document.blocks).is_consulted_on,
        day=document.dates.written or document.dates.published,
    )


def kinship(page: Page, reading: Text, features: Features, kin: Sequence[Kin]) -> Kinship:
    """Which policy a page publishes: that of the kin that are one with it, else the one it had, else its own.

    A policy with a page that can never be one with this one is not joined, whatever its other pages say; policies
    that contradict each other are never merged. The official page is canonical, then the one that we knew first.

    Args:
        kin: other pages, the best first; they are judged in that order, official ones before others.
    """
    family = _Family.of(page, reading, features, kin)
    joined = family.joined()
    relatives = [one for one in kin if one.policy_id in joined]
    canonical = min(relatives, key=_authority, default=None)
    if canonical is not None and _authority(page) < _authority(canonical):
        canonical = None
    policy_id = family.policy_of(canonical, joined)
    original = _original(page, relatives)
    return Kinship(
        policy_id=policy_id,
        merged=tuple(one for one in family.ids(joined) if one != policy_id),
        original=original,
        canonical_url=canonical.url if canonical is not None else page.url,
        copies=tuple(one.url for one in relatives if one is not original and one is not canonical),
        why=tuple(judgement.why for judgement in joined.values()) or family.refusals(),
        differs=_differs(family.sides[original.page_id], family.side) if original is not None else None,
        draft=family.draft(),
    )


def _authority(page: Page | Kin) -> tuple[int, int]:
    return _RANKS.index(page.tier), page.id if isinstance(page, Page) else page.page_id


def _original(page: Page, relatives: Sequence[Kin]) -> Kin | None:
    """The best page that was there before: none for an official page that only others copied."""
    best = min(relatives, key=_authority, default=None)
    if best is None or (page.tier is Tier.OFFICIAL and best.tier is not Tier.OFFICIAL):
        return None
    is_known_longer = page.latest is not None and _authority(page) < _authority(best)
    return None if is_known_longer else best


def _differs(original: Side, copy: Side) -> Fields | None:
    figures = figures_that_differ(original, copy)[:MOST_FIGURES]
    if not figures:
        return None
    return {"figures": ("、".join(there for there, _ in figures), "、".join(here for _, here in figures))}


@dataclass
class _Family:
    """A page among its kin.

    Attributes:
        policies: the kin of each policy, official pages first.
        sides: what of each kin is judged.
        refused: policies that the page can never be one of -> the kin that says so, and why.
    """

    page: Page
    side: Side
    policies: dict[PolicyId, list[Kin]] = field(default_factory=dict)
    sides: dict[PageId, Side] = field(default_factory=dict)
    refused: dict[PolicyId, tuple[Kin, Judgement]] = field(default_factory=dict)

    @classmethod
    def of(cls, page: Page, reading: Text, features: Features, kin: Sequence[Kin]) -> "_Family":
        family = cls(page, Side(reading.document, features, reading.fingerprint, page.tier))
        for one in sorted(kin, key=lambda one: one.tier is not Tier.OFFICIAL):
            family.policies.setdefault(one.policy_id, []).append(one)
            family.sides[one.page_id] = Side(one.document, one.features, one.fingerprint, one.tier)
        return family

    def joined(self) -> dict[PolicyId, Judgement]:
        """The policies that the page is one of, the strongest reason first; none contradicts another."""
        found = {policy: judgement for policy in self.policies if (judgement := self._judged(policy)) is not None}
        joined: dict[PolicyId, Judgement] = {}
        for policy in sorted(found, key=lambda policy: -found[policy].strength):
            if not any(self._clash(policy, other) for other in joined):
                joined[policy] = found[policy]
        return joined

    def _judged(self, policy: PolicyId) -> Judgement | None:
        """Why the page is one of the policy; the first kin with a reason decides, unless another contradicts it."""
        kin = self.policies[policy]
        for judge in (contradiction, judged):
            for one in kin:
                judgement = judge(self.sides[one.page_id], self.side)
                if judgement is not None and judgement.bond is Bond.ONE:
                    return judgement
                if judgement is not None and judgement.bond is not Bond.UNLIKE:
                    self.refused[policy] = one, judgement
                    return None
        return None

    def _clash(self, policy: PolicyId, other: PolicyId) -> bool:
        """Whether two policies cannot be one: any of their pages contradict each other, or their best are apart."""
        first = [self.sides[one.page_id] for one in self.policies[policy]]
        second = [self.sides[one.page_id] for one in self.policies[other]]
        if any(contradiction(one, two) for one in first for two in second):
            return True
        return judged(first[0], second[0]).bond not in (Bond.ONE, Bond.UNLIKE)

    @property
    def own(self) -> PolicyId | None:
        """The policy that the page had, unless what it says now contradicts it."""
        return None if self.page.policy_id in self.refused else self.page.policy_id

    def ids(self, joined: dict[PolicyId, Judgement]) -> list[PolicyId]:
        """The policies that are one with the page, its own first."""
        return list(dict.fromkeys([*([self.own] if self.own is not None else []), *joined]))

    def policy_of(self, canonical: Kin | None, joined: dict[PolicyId, Judgement]) -> PolicyId:
        """The one that stays: the canonical page's."""
        if canonical is not None:
            return canonical.policy_id
        return next(iter(self.ids(joined)), None) or policy_of(self.page.source_id, self.page.url)

    def draft(self) -> str | None:
        """The draft that this document finalises: of several an official one, then the best kin."""
        if self.side.features.draft:
            return None
        drafts = [one for one, judgement in self.refused.values() if judgement.bond is Bond.DRAFT]
        return drafts[0].url if drafts else None

    def refusals(self) -> tuple[str, ...]:
        """Why the page is not one with what looks like it."""
        return tuple(f"not {one.url}: {judgement.why}" for one, judgement in self.refused.values())
