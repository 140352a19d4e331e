"""What would have kept a rule silent about a change, and of what else it would then have said nothing."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.model import Told
from core.ports import Archive
from core.source import Configuration, Source, SourceId
from crawler.normalise import fold
from notifier.judging import wants
from notifier.silencing import Silencer, silencers
from notifier.subject import Subject, subject_of
from policywatch.rulebook import tried

AT_A_TIME = 100
"""Changes whose documents are in memory together."""

MOST_RULES = 5
"""Rules that fired and are tried; each is asked about all that it told."""

MOST_TITLES = 5

MOST_NAMED = 50
"""Sources: a rule that names all of more but one is no remedy that anybody would paste."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One way to silence a rule, weighed.

    Args:
        told: changes that the rule told since the time of the trial.
        silenced: those among them that it would not have told.
        others: titles of some of these, without the change itself.
        still: names of the rules that tell the change all the same.
    """

    silencer: Silencer
    told: int
    silenced: int
    others: tuple[str, ...] = ()
    still: tuple[str, ...] = ()


async def weighed(store: Archive, config: Configuration, told: Told, since: datetime) -> tuple[Weighed, ...]:
    """Every way that there is to silence the rules that fire for a change; none once its source is not configured."""
    sources = {source.id: source for source in config.sources}
    source = sources.get(told.change.source_id)
    if source is None:
        return ()
    subject = _subject(told, source)
    fired = [rule for rule in config.rules if wants(rule.match, subject)]
    watched = [source.id for source in config.sources if source.disabled is None]
    named = watched if len(watched) <= MOST_NAMED else ()
    found = await asyncio.to_thread(silencers, subject, fired[:MOST_RULES], named)
    ways_of_all = list[Weighed]()
    for rule in dict.fromkeys(one.rule for one in found):
        still = tuple(other.name for other in fired if other is not rule)
        ways = [one for one in found if one.rule is rule]
        ways_of_all += await _weighed(store, config, ways, since, (told.change.id, still))
    return tuple(ways_of_all)


async def _weighed(
    store: Archive,
    config: Configuration,
    ways: Sequence[Silencer],
    since: datetime,
    noise: tuple[str, tuple[str, ...]],
) -> list[Weighed]:
    """The ways of one rule; all that it told is read once."""
    change_id, still = noise
    sources = {source.id: source for source in config.sources}
    trial = await tried(store, config, ways[0].rule, since)
    ids = [hit.change.id for hit in trial.hits]
    silenced: list[list[Told]] = [[] for _ in ways]
    for start in range(0, len(ids), AT_A_TIME):
        some = await store.told(ids[start : start + AT_A_TIME])
        for kept, told in zip(silenced, await asyncio.to_thread(_lost, some, sources, ways), strict=True):
            kept += told
    return [
        Weighed(
            silencer=way,
            told=len(ids),
            silenced=len(lost),
            others=tuple(_title(one) for one in lost if one.change.id != change_id)[-MOST_TITLES:],
            still=still,
        )
        for way, lost in zip(ways, silenced, strict=True)
    ]


def _lost(told: Iterable[Told], sources: dict[SourceId, Source], ways: Sequence[Silencer]) -> list[list[Told]]:
    """For each way the changes that it silences."""
    lost: list[list[Told]] = [[] for _ in ways]
    for one in told:
        subject = _subject(one, sources[one.change.source_id])
        for kept, way in zip(lost, ways, strict=True):
            if not wants(way.match, subject):
                kept.append(one)
    return lost


def _title(told: Told) -> str:
    return (told.document.title if told.document else None) or told.change.url


def _subject(told: Told, source: Source) -> Subject:
    return subject_of(told.change, source, fold, told.before, told.after)
