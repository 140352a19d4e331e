"""One of two documents that may be one policy, and what two of them turn out to be."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

from core.model import Document, Features, Fingerprint, Stage
from core.names import Name, taken_apart
from core.source import Tier
from core.wording import Wording

SHORTEST_NAME = 6
"""Characters of a name that tells anything; 通知公告 is everybody's."""

_ACT = re.compile("修[改订正]|废止|废除|延长|继续(?:执行|有效)|转发|批转|解读|补充|失效|终止|停止")
_FORWARDING = re.compile("转发给你|现予转发|现转发")


class Bond(Enum):
    """What two documents are to each other; `APART` for what can never be one, `UNLIKE` for want of a reason."""

    ONE = "one"
    DRAFT = "draft"
    APART = "apart"
    UNLIKE = "unlike"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A bond, its reason, and how strong that is (0..4)."""

    bond: Bond
    why: str = ""
    strength: float = 0.0


@dataclass(frozen=True)
class Side:
    """One of the two documents."""

    document: Document
    features: Features
    fingerprint: Fingerprint
    tier: Tier

    @cached_property
    def name(self) -> Name:
        """Its title, taken apart."""
        return _name_of(self.document.title or "")

    @cached_property
    def wording(self) -> Wording:
        """Its text."""
        return Wording(self.document.blocks)

    @property
    def is_draft(self) -> bool:
        """Whether it is a draft: a title that names the policy says so; where a headline names none its text does."""
        return self.name.is_draft if self.name.named else self.wording.is_consulted_on

    @property
    def explains(self) -> bool:
        """Whether it explains a policy."""
        return self.document.stage is Stage.INTERPRETATION or self.name.explained is not None

    @property
    def is_certain(self) -> bool:
        """Whether it says of itself what it is; a headline that names no policy does not."""
        return self.name.named or self.features.number is not None

    @property
    def acts(self) -> frozenset[str]:
        """What its name says that it does to another policy."""
        return frozenset(_ACT.findall(self.name.key)) if self.name.named else frozenset()

    @cached_property
    def forwards(self) -> bool:
        """Whether it passes on what another body issued, which is a document of its own."""
        return bool(self.name.key.startswith("转发") or _FORWARDING.search(self.wording.opening))


def one_name(one: Side, other: Side) -> bool:
    """Whether two titles name one policy, or are one headline."""
    return len(one.name.key) >= SHORTEST_NAME and one.name.key == other.name.key


@lru_cache(maxsize=4096)
def _name_of(title: str) -> Name:
    """The same title comes many times: its copies are each other's kin."""
    return taken_apart(title)
