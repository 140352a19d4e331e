"""What rules look at, for tests: folded as little as a test needs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.model import Change, Document
from core.source import Channel, Configuration, Rule, Settings, Source, SourceId
from notifier.subject import Subject, subject_of
from tests.fakes.nouns import RECIPE, document, version
from tests.fakes.told import change

SOURCE = Source(
    id=SourceId("source"), name="某委", url="https://www.example.gov.cn/", recipe=RECIPE, tags=("广州", "卫健")
)


def fold(text: str) -> str:
    """Without white space, and three characters Simplified."""
    return "".join(text.split()).translate(str.maketrans("細療衛", "细疗卫"))


def subject(
    text: str | Document,
    before: str | Document | None = None,
    *,
    of: Change | None = None,
    source: Source = SOURCE,
) -> Subject:
    """A change whose document says this now, and said that before."""
    versions = [
        replace(version(number=number), document=document(said) if isinstance(said, str) else said)
        for number, said in ((1, before), (2, text))
        if said is not None
    ]
    return subject_of(of or change(), source, fold, *versions)


def configured(rules: Sequence[Rule], channels: Sequence[Channel], *, timezone: str = "UTC") -> Configuration:
    """Rules and channels, with no hold."""
    settings = Settings(timezone=timezone, hold=timedelta())
    return Configuration(rules=tuple(rules), channels=tuple(channels), settings=settings)
