"""What the rules make of the changes in the store: why one was told or not, and what a rule would have told."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import UsageError
from core.model import Change, ChangeFilter, Delivery, Told
from core.ports import Archive
from core.source import Configuration, Days, Rule, Source, SourceId
from core.storm import STORM
from crawler.normalise import fold
from notifier.forecast import Post, posts
from notifier.rules import Explained, explain, route
from notifier.subject import Subject, subject_of
from notifier.timing import calendar_known
from policywatch.config.refusal import nearest

MOST = 10_000
"""Changes that are looked at in one trial."""

MOST_OF_A_SOURCE = 1_000
"""Changes of one source that are read at a time; their documents are in memory together."""

FEW_SOURCES = 100
"""Of more, those without a change are not asked one by one: thirty thousand questions take half a minute."""

AHEAD = timedelta(days=60)
"""So early it is said that the holidays of the next year are not known."""

LATE = timedelta(hours=1)
"""A look that began after another one may have been stored before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What every rule makes of a change.

    Args:
        leader: id of the change that speaks for this one, whose edit is the same; whom that tells is not told again.
    """

    told: Told
    rules: tuple[Explained, ...]
    leader: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A change that would have been told, and whom."""

    change: Change
    source_name: str
    title: str
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What would have been told.

    Args:
        looked: how many changes were looked at.
        cut: sources of which there were more.
    """

    since: datetime
    looked: int = 0
    hits: tuple[Hit, ...] = ()
    posts: tuple[Post, ...] = ()
    cut: tuple[SourceId, ...] = ()


def rule_named(config: Configuration, name: str) -> Rule:
    """A rule of the file. Raises `UsageError` with the nearest name."""
    found = next((rule for rule in config.rules if rule.name == name), None)
    if found is None:
        raise UsageError("rules", f"no rule is called {name!r}", nearest(name, [rule.name for rule in config.rules]))
    return found


def unknown_years(config: Configuration, now: datetime) -> list[int]:
    """Years that are near, and whose working days the calendar does not know though something depends on them."""
    asked = [rule.when.days for rule in config.rules] + [channel.days for channel in config.channels]
    near = sorted({now.year, (now + AHEAD).year})
    return [year for year in near if not calendar_known(year)] if Days.WORKING in asked else []


async def explained(store: Archive, config: Configuration, change_id: str) -> Answer:
    """What every rule of today makes of a stored change.

    Raises:
        UsageError: there is no such change, or its source is no longer configured.
    """
    found = await store.told([change_id])
    if not found:
        known = [one.change.id for one in await store.changes(limit=MOST_OF_A_SOURCE)]
        remedy = nearest(change_id, known)
        see = "`policywatch changes --json` names them"
        raise UsageError(
            "rules explain", f"no change {change_id!r} is stored", remedy if remedy.startswith("did you mean") else see
        )
    told = found[0]
    source = next((source for source in config.sources if source.id == told.change.source_id), None)
    if source is None:
        wrong = f"its source {told.change.source_id!r} is not in the file any more"
        raise UsageError("rules explain", wrong, "add it again, or name a change of another source")
    leader = await _leader(store, told.change)
    return Answer(told=told, rules=explain(_subject(told, source), config), leader=leader.change.id if leader else None)


async def tried(store: Archive, config: Configuration, rule: Rule | None, since: datetime) -> Trial:
    """What the rules, or one of them, would have told of the stored changes since a time; writes nothing.

    An earlier rule still comes first for its recipients. Of one source at most `MOST_OF_A_SOURCE` changes are looked
    at, the newest, and at most `MOST` in all.
    """
    looked, hits, cut = 0, list[Hit](), list[SourceId]()
    for source in await _sources(store, config, rule, since):
        most = min(MOST_OF_A_SOURCE, MOST - looked)
        found = await store.changes(since=since, source_id=source.id, limit=most + 1)
        if len(found) > most:
            cut.append(source.id)
        looked += len(found[:most])
        # The dashboard asks too: nothing else in its process waits for this.
        hits += await asyncio.to_thread(_hits, found[:most], source, config, rule)
    hits.sort(key=lambda hit: hit.change.at)
    owed = [delivery for hit in hits for delivery in hit.deliveries]
    return Trial(since=since, looked=looked, hits=tuple(hits), posts=posts(owed, config.channels), cut=tuple(cut))


async def _sources(store: Archive, config: Configuration, rule: Rule | None, since: datetime) -> list[Source]:
    """The sources whose changes a trial looks at, in the order of the file."""
    wanted = rule.match.sources if rule else ()
    asked = [source for source in config.sources if not wanted or source.id in wanted]
    if len(asked) <= FEW_SOURCES:
        return asked
    # What joined another change is not listed, but stands within a storm of the one that is.
    listed = await store.changes_page(ChangeFilter(since=since - STORM), limit=MOST + 1)
    changed = {one.source_id for one in listed}
    return asked if len(listed) > MOST else [source for source in asked if source.id in changed]


def _hits(found: Sequence[Told], source: Source, config: Configuration, rule: Rule | None) -> list[Hit]:
    leaders = _leaders(found)
    hits = []
    for told in found:
        owed = route(_subject(told, source), config)
        leader = leaders.get((told.change.url, told.change.edit))
        heard = {(one.channel, one.recipient) for one in route(_subject(leader, source), config)} if leader else set()
        mine = tuple(
            one for one in owed if (one.channel, one.recipient) not in heard and (rule is None or one.rule == rule.name)
        )
        if mine:
            title = told.document.title if told.document else None
            hits.append(Hit(change=told.change, source_name=told.source_name, title=title or "", deliveries=mine))
    return hits


async def _leader(store: Archive, change: Change) -> Told | None:
    """The change that speaks for this one."""
    if change.edit is None:
        return None
    near = await store.changes(
        since=change.at - STORM, until=change.at + LATE, source_id=change.source_id, limit=MOST_OF_A_SOURCE
    )
    return _leaders(near).get((change.url, change.edit))


def _leaders(found: Sequence[Told]) -> dict[tuple[str, str | None], Told]:
    """Changes that speak for the same edit of other pages, by address of those pages and edit."""
    return {(url, told.change.edit): told for told in found for url in told.change.pages}


def _subject(told: Told, source: Source) -> Subject:
    return subject_of(told.change, source, fold, told.before, told.after)
