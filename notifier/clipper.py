"""clipper_of(match, facts, books, now) -> Clipper: which changes are judged next for a rule, and what comes of it.

Everything here is decided from values; `policywatch.scissors` reads the changes and keeps what is wanted.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from core.model import (
    Cursor,
    Cutting,
    Facts,
    PageId,
    Scrapbook,
    Stretch,
    Told,
    digest_of,
)
from core.source import Match, Recipe, Source, SourceId
from notifier.asked import LENGTH, asks_of_sources, kinds_of, reads_documents, rule_digest
from notifier.judging import wants
from notifier.subject import Fold, subject_of

REACH = timedelta(days=3 * 365)
"""How far back a feed looks: a calendar shows the end of validity of what was told three years ago."""

LATE = timedelta(hours=1)
"""So long after its moment a change may be committed: what came since is read again."""

UNUSED = timedelta(days=30)
"""After which what was cut out for a rule is forgotten."""


@dataclass(frozen=True, slots=True)
class Clipper:
    """Cuts changes out for all rules that ask for the same.

    Args:
        facts: what these look at of the sources that are configured.
        book: what was cut out, and how far.
    """

    match: Match
    facts: Facts
    book: Scrapbook


@dataclass(frozen=True, slots=True)
class Judged:
    """What some changes were found to be.

    Args:
        wanted: by scrapbook the places of those that its rules want.
        strangers: sources of some of them that are not configured.
    """

    wanted: Mapping[str, Sequence[Cursor]] = field(default_factory=dict)
    strangers: frozenset[SourceId] = frozenset()


def reaches_back(book: Scrapbook, now: datetime) -> bool:
    """Whether nothing older is to be judged for it."""
    return book.since <= _horizon(now)


def is_judged(book: Scrapbook, now: datetime) -> bool:
    """Whether all changes were judged for it that there were by then."""
    return reaches_back(book, now) and book.until >= now


def clipper_of(match: Match, facts: Facts, books: Collection[Scrapbook], now: datetime) -> Clipper:
    """Who goes on with a scrapbook of the rule, or begins one.

    That goes on whose sources are today what they were when their changes were judged. A source that is new moves
    nothing, unless changes of it were passed over; what was cut out of one that is gone is left out by who reads it.

    Args:
        facts: of today's configured sources.
        books: of rules with this match.
    """
    rule = rule_digest(match)
    ours = [book for book in books if book.rule == rule and _still_holds(book, facts)]
    if ours:
        return Clipper(match, facts, min(ours, key=lambda book: (book.since, book.id)))
    # One begun on the same facts may have come to others since.
    taken = {book.id for book in books}
    name = next(name for nth in count() if (name := _name(rule, facts, nth)) not in taken)
    begun = Scrapbook(id=name, rule=rule, facts=facts, since=Cursor(now, PageId(0), 0), until=now, used_at=now)
    return Clipper(match, facts, begun)


def ahead(clippers: Sequence[Clipper], now: datetime, after: Cursor | None = None) -> Stretch:
    """What came since the changes were last read, the oldest first.

    Args:
        after: where the reading before ended.
    """
    start = after or Cursor(min(_last_read(one, now) for one in clippers), PageId(0), 0)
    return replace(_asked(clippers), after=start)


def back(clippers: Iterable[Clipper], now: datetime) -> tuple[Sequence[Clipper], Stretch] | None:
    """What is to be judged next of what was there before, and for whom; None where all is judged.

    Those come first who are the least far, and read on together from where the next one is.
    """
    pending = [one for one in clippers if not reaches_back(one.book, now)]
    if not pending:
        return None
    first = max(one.book.since for one in pending)
    these = [one for one in pending if one.book.since == first]
    next_one = max((one.book.since for one in pending if one.book.since < first), default=_horizon(now))
    return these, replace(_asked(these), before=first, down_to=max(next_one, _horizon(now)))


def cut_ahead(
    clippers: Sequence[Clipper],
    judged: Judged,
    read: Stretch,
    *,
    last: Cursor | None,
    now: datetime,
) -> list[Cutting]:
    """What a reading ahead brought.

    Args:
        last: where it ended; None if all was read.
    """
    until = now if last is None else min(last.at, now)
    # Whoever was left behind by the reading before, which somebody else's made void, does not leap over it.
    there = [one for one in clippers if read.after is None or one.book.until >= min(read.after.at, now)]
    return [_cutting(one, judged, now, until=max(one.book.until, until)) for one in there]


def cut_back(
    clippers: Iterable[Clipper],
    judged: Judged,
    read: Stretch,
    *,
    last: Cursor | None,
    now: datetime,
) -> list[Cutting]:
    """What a reading back brought; see `cut_ahead`."""
    since = last or read.down_to or _horizon(now)
    return [_cutting(one, judged, now, since=since) for one in clippers]


def judged(clippers: Sequence[Clipper], told: Iterable[Told], sources: Mapping[SourceId, Source], fold: Fold) -> Judged:
    """What the rules make of changes.

    Of a source that is not configured nothing is known but its id: only rules that look at no more are asked.
    """
    wanted: dict[str, list[Cursor]] = {}
    strangers: set[SourceId] = set()
    for one in told:
        change = one.change
        source = sources.get(change.source_id)
        if source is None:
            strangers.add(change.source_id)
        subject = subject_of(change, source or _stranger(change.source_id), fold, one.before, one.after)
        for clipper in clippers:
            if (source or not asks_of_sources(clipper.match)) and wants(clipper.match, subject):
                wanted.setdefault(clipper.book.id, []).append(Cursor(change.at, change.page_id, change.number))
    return Judged(wanted, frozenset(strangers))


def _asked(clippers: Sequence[Clipper]) -> Stretch:
    """All changes of which one of them may want some."""
    sources = {source for one in clippers for source in one.match.sources}
    return Stretch(
        kinds=tuple(sorted({kind for one in clippers for kind in kinds_of(one.match)})),
        sources=tuple(sorted(sources)) if all(one.match.sources for one in clippers) else None,
        whole=any(reads_documents(one.match) for one in clippers),
    )


def _name(rule: str, facts: Facts, nth: int) -> str:
    """The same for whoever begins a scrapbook where there are the same ones already."""
    return digest_of(rule, json.dumps(sorted(facts.items())), str(nth))[:LENGTH]


def _still_holds(book: Scrapbook, facts: Facts) -> bool:
    return all(book.facts.get(source, fact) == fact for source, fact in facts.items())


def _cutting(
    clipper: Clipper,
    judged: Judged,
    now: datetime,
    *,
    since: Cursor | None = None,
    until: datetime | None = None,
) -> Cutting:
    book = clipper.book
    after = replace(
        book,
        facts={**book.facts, **clipper.facts, **_passed_over(clipper.match, judged.strangers)},
        since=since or book.since,
        until=until or book.until,
        used_at=now,
    )
    return Cutting(before=book, after=after, wanted=tuple(judged.wanted.get(book.id, ())))


def _passed_over(match: Match, strangers: Iterable[SourceId]) -> Facts:
    """What no source is, so that once it is configured its changes are judged."""
    if not asks_of_sources(match):
        return {}
    return {source: "" for source in strangers if not match.sources or source in match.sources}


def _last_read(clipper: Clipper, now: datetime) -> datetime:
    return min(clipper.book.until, now) - LATE


def _horizon(now: datetime) -> Cursor:
    return Cursor(now - REACH, PageId(0), 0)


def _stranger(source_id: SourceId) -> Source:
    return Source(id=source_id, name="", url="", recipe=Recipe(reading_version=0))
