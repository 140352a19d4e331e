"""From what is said of others to one relation to each of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from core.identity import DocNumber, doc_number, number_in_title
from core.model import Document, RelationKind, Stage
from core.names import Name, taken_apart
from core.quotes import is_policy
from core.relations.claims import Claim, claims, explaining, resolved

MOST_MENTIONS = 2_000
"""Documents spoken of that are weighed in one text; lists of repealed files name hundreds."""

_ENACTED = (RelationKind.REPEALS, RelationKind.AMENDS, RelationKind.EXTENDS)


@dataclass(frozen=True, slots=True)
class Relation:
    """One document's relation to another, which has a number, a name or both.

    Args:
        name: as written between 《》; see `core.names.name_key`.
        evidence: the sentence or the row that says so, as published, at most 200 characters.
        proposed: said by a draft: nothing is repealed, amended or extended yet.
    """

    kind: RelationKind
    number: DocNumber | None
    name: str | None
    evidence: str
    proposed: bool = False


def relations(document: Document) -> tuple[Relation, ...]:
    """What a document does to others, in the order in which it says so.

    Only what the document itself enacts repeals, amends or extends: news and explanations of it cite. A repeal of
    single articles is an amendment. A document is in no relation to itself; yet it repeals the earlier edition of
    its own name. Linear in the text, of which the first million characters are read.
    """
    speaker = _Speaker.of(document)
    found = claims(document)
    said = explaining(found, document.title or "", speaker.name.explained) if speaker.explains else found
    return _settled(resolved(islice(said, MOST_MENTIONS)), speaker)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """The document that speaks, as far as its words depend on what it is.

    Args:
        own: keys of the names under which it speaks of itself.
    """

    name: Name
    number: DocNumber | None
    stage: Stage | None
    own: frozenset[str]

    @classmethod
    def of(cls, document: Document) -> "_Speaker":
        """The document, known by its title so far."""
        title = document.title or ""
        number = doc_number(document.doc_number) if document.doc_number else number_in_title(title)
        name = taken_apart(title)
        return cls(name, number, document.stage, frozenset({name.key}))

    @property
    def explains(self) -> bool:
        """Whether it explains a policy."""
        return self.stage is Stage.INTERPRETATION or self.name.explained is not None

    @property
    def is_draft(self) -> bool:
        """Whether what it says is only proposed."""
        return self.stage is Stage.DRAFT or self.name.is_draft

    @property
    def enacts(self) -> bool:
        """Whether what it says is done; a page of no known stage must at least be titled like a policy."""
        is_titled = self.name.named or is_policy(self.name.name)
        is_act = is_titled or self.stage is not None or self.number is not None
        return is_act and not self.explains and self.stage is not Stage.NEWS

    def judged(self, claim: Claim, target: Name | None) -> RelationKind:
        """What the claim comes to in the mouth of this document."""
        is_own_draft = target is not None and target.key in self.own and target.is_draft
        if is_own_draft and claim.number is None and self.enacts and not self.is_draft:
            return RelationKind.FINALISES
        return claim.kind if self.enacts or claim.kind not in _ENACTED else RelationKind.CITES

    def is_meant(self, kind: RelationKind, number: DocNumber | None, target: Name | None) -> bool:
        """Whether the target is this document itself, or one of several that it issues together."""
        together = "、" in self.name.name and target is not None and target.key in self.name.key
        is_namesake = target is not None and (target.key in self.own or together)
        if number is not None and self.number is not None:
            is_known = target is None or (number.names_issuer and self.number.names_issuer)
            return number.key == self.number.key if is_known else is_namesake
        return is_namesake and kind not in (RelationKind.REPEALS, RelationKind.FINALISES)


def _settled(said: Iterable[Claim], speaker: _Speaker) -> tuple[Relation, ...]:
    """One relation of a kind to each document; a citation gives way to anything more that is done to its target."""
    weighed = [(claim, taken_apart(claim.name) if claim.name else None) for claim in said]
    if speaker.enacts:
        issued = {target.key for claim, target in weighed if target and claim.is_issued}
        speaker = replace(speaker, own=speaker.own | issued)
    numbers = {
        target.key: claim.number
        for claim, target in weighed
        if target and claim.number and target.key not in speaker.own
    }
    names = {claim.number.key: claim.name for claim, _ in weighed if claim.name and claim.number}
    found: dict[tuple[str, RelationKind], Relation] = {}
    for claim, target in weighed:
        kind = speaker.judged(claim, target)
        number = claim.number or (numbers.get(target.key) if target else None)
        if speaker.is_meant(kind, number, target):
            continue
        key = _target_key(number, target)
        proposed = speaker.is_draft and kind in _ENACTED
        name = claim.name or names.get(key)
        found.setdefault((key, kind), Relation(kind, number, name, claim.evidence, proposed))
    done = {key for key, kind in found if kind is not RelationKind.CITES}
    return tuple(one for (key, kind), one in found.items() if kind is not RelationKind.CITES or key not in done)


def _target_key(number: DocNumber | None, target: Name | None) -> str:
    """What a document is known by: its number, unless that is one of many alike (第28号令)."""
    if number is not None and (number.names_issuer or target is None):
        return number.key
    return target.key if target is not None else ""
