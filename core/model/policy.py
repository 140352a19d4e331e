"""One policy, published by many pages; and what one document does to others."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, NewType

from core.model.document import Document, Fingerprint
from core.model.identifiers import Fields, PageId, digest_of
from core.source import SourceId, Tier

PolicyId = NewType("PolicyId", str)


def policy_of(source_id: SourceId, url: str) -> PolicyId:
    """The policy that a page founds when nobody published it before."""
    return PolicyId("pol_" + digest_of(source_id, url))


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What of a document says which policy it is; None where it does not say.

    Args:
        number: key of its 文号 (`core.identity.DocNumber.key`).
        name: key of the policy's own name (`core.names.name_key`).
        draft: whether the name is that of a draft (征求意见稿).
    """

    number: str | None = None
    name: str | None = None
    draft: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """Another page that may publish the same policy: one digest, one band of digests, 文号 or name is shared."""

    page_id: PageId
    source_id: SourceId
    url: str
    tier: Tier
    policy_id: PolicyId
    features: Features
    fingerprint: Fingerprint
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """Which policy a page publishes, and why.

    Args:
        merged: policies that turn out to be this one.
        original: the page that it repeats; None for the first, and for an official page that a mirror repeated.
        copies: other pages of the policy.
        why: reasons in words, the strongest first.
        differs: figures that stand in the original and not here, and the other way round.
        draft: address of the draft that this document finalises.
    """

    policy_id: PolicyId
    merged: tuple[PolicyId, ...] = ()
    original: Kin | None = None
    canonical_url: str = ""
    copies: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    differs: Fields | None = None
    draft: str | None = None


class RelationKind(StrEnum):
    """What a document does to another."""

    AMENDS = "amends"
    REPEALS = "repeals"
    EXTENDS = "extends"
    INTERPRETS = "interprets"
    CITES = "cites"
    FINALISES = "finalises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A relation as it is stored: the other document by the keys of its 文号 and name.

    Args:
        evidence: the sentence that says so.
    """

    kind: RelationKind
    number: str | None = None
    name: str | None = None
    title: str | None = None
    evidence: str = ""

    def means(self, other: Features, said: date | None) -> bool:
        """Whether a document with these features is the other document.

        By its number alone where one is cited; else by its name, of which only a draft can be finalised, nothing
        but drafts is passed over otherwise, and no edition is meant that is younger than what is said of it.

        Args:
            said: the day of the document that says so.

        >>> old = Features(name="管理办法", day=date(2015, 3, 1))
        >>> Related(kind=RelationKind.REPEALS, name="管理办法").means(old, date(2025, 3, 1))
        True
        >>> Related(kind=RelationKind.REPEALS, name="管理办法").means(old, date(2010, 3, 1))
        False
        """
        if self.number is not None:
            return self.number == other.number
        if self.name is None or self.name != other.name or other.draft is not (self.kind is RelationKind.FINALISES):
            return False
        # An explanation may come out the day before what it explains.
        is_younger = said is not None and other.day is not None and other.day > said
        return not is_younger or self.kind is RelationKind.INTERPRETS


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A change of another page of the source that made the very same edit.

    Args:
        waiting: whether nobody was told of it yet.
        pages: how many pages it already speaks for, itself included.
        owed_to: channel and recipient of each of its deliveries.
    """

    change_id: str
    url: str
    waiting: bool
    pages: int
    owed_to: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turmoil:
    """What the latest looks at the pages of a source found: pages read, and those edited, each in its own way."""

    read: int = 0
    edited: int = 0


class PolicyPage(NamedTuple):
    """One of the pages that publish a policy; `title` of its latest version."""

    url: str
    tier: Tier
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPages:
    """A policy and all the pages that publish it, the canonical one first, then the most authoritative."""

    id: PolicyId
    canonical_url: str
    pages: tuple[PolicyPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A relation of a policy to another document, seen from the policy.

    Args:
        inward: whether the other document says so of the policy; False where the policy says so of the other.
        url: canonical address of the other document; None where no page of it is known.
        policy_id: of the other document, where a page of it is known.
        day: of the other document, as far as it is known: when it was written, or published.
        title: of that page, else as the other document is cited.
        evidence: the sentence that says so.
    """

    kind: RelationKind
    inward: bool
    url: str | None = None
    policy_id: PolicyId | None = None
    day: date | None = None
    title: str | None = None
    number: str | None = None
    evidence: str = ""
