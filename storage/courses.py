"""How things went over time: counted by the engine, for charts."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection, bindparam, func, or_, select

from core.gallery import MOST_TURNS
from core.model import OF_SOURCES, ChangeKind, HealthTurn, Noticed, Presence
from core.source import SourceId, SourceKind
from storage.glances import LEADS
from storage.tables import CHANGE, LISTING, PAGE, SOURCE, VERSION

_HEALTH = [kind.value for kind in OF_SOURCES]
_TALLIES = select(PAGE.c.source_id, PAGE.c.presence, func.count().label("number")).group_by(
    PAGE.c.source_id, PAGE.c.presence
)
_PLACES = (
    select(LISTING.c.source_id, PAGE.c.presence)
    .join(PAGE, PAGE.c.id == LISTING.c.page_id)
    .join(SOURCE, SOURCE.c.id == LISTING.c.source_id)
    .where(SOURCE.c.kind != SourceKind.PAGE.value)
)
_TURNING = or_(
    CHANGE.c.page_id.in_(select(LISTING.c.page_id)),
    CHANGE.c.page_id.in_(
        select(PAGE.c.id).join(SOURCE, SOURCE.c.id == PAGE.c.source_id).where(SOURCE.c.kind == SourceKind.PAGE.value)
    ),
)
_TURNS = (
    select(CHANGE.c.source_id, CHANGE.c.kind, CHANGE.c.at)
    .where(_TURNING, CHANGE.c.kind.in_(_HEALTH))
    .order_by(CHANGE.c.at.desc(), CHANGE.c.page_id.desc(), CHANGE.c.number.desc())
    .limit(MOST_TURNS)
)
_STRETCH = (
    select(CHANGE.c.source_id, func.count().label("number"))
    .where(CHANGE.c.at >= bindparam("start"), CHANGE.c.at < bindparam("end"), CHANGE.c.kind.not_in(_HEALTH), LEADS)
    .group_by(CHANGE.c.source_id)
)
_PUBLISHED = func.coalesce(VERSION.c.published, PAGE.c.listed_date)
_FIRST = (VERSION.c.page_id == PAGE.c.id) & (VERSION.c.number == 1)
_NOTICED = (
    select(PAGE.c.source_id, _PUBLISHED.label("published"), PAGE.c.first_seen_at)
    .outerjoin(VERSION, _FIRST)
    .where(PAGE.c.announce, _PUBLISHED.is_not(None))
    .order_by(PAGE.c.first_seen_at.desc(), PAGE.c.id.desc())
)


def tallies(connection: Connection) -> Mapping[SourceId, Mapping[Presence, int]]:
    """How many pages each source has; those that stand for listings are taken off again, for they are few."""
    found: dict[SourceId, dict[Presence, int]] = {}
    for row in connection.execute(_TALLIES):
        found.setdefault(SourceId(row.source_id), {})[Presence(row.presence)] = row.number
    for row in connection.execute(_PLACES):
        found[SourceId(row.source_id)][Presence(row.presence)] -= 1
    left = {name: {what: number for what, number in tally.items() if number} for name, tally in found.items()}
    return {name: tally for name, tally in left.items() if tally}


def rhythm(
    connection: Connection, starts: Sequence[datetime], sources: Sequence[SourceId] | None
) -> Mapping[SourceId, tuple[int, ...]]:
    """How many changes of documents fell into each stretch, by source."""
    if len(starts) < 2:
        return {}
    asked = _STRETCH if sources is None else _STRETCH.where(CHANGE.c.source_id.in_(sources))
    counts: dict[SourceId, Counter[int]] = defaultdict(Counter)
    # One question for each stretch: to say of each change in which it falls takes three times as long.
    for nth, (start, end) in enumerate(pairwise(starts)):
        for row in connection.execute(asked, {"start": start, "end": end}):
            counts[SourceId(row.source_id)][nth] = row.number
    return {name: tuple(found[nth] for nth in range(len(starts) - 1)) for name, found in counts.items()}


def turns(connection: Connection, sources: Sequence[SourceId] | None) -> list[HealthTurn]:
    """How the health of sources turned, oldest first."""
    asked = _TURNS if sources is None else _TURNS.where(CHANGE.c.source_id.in_(sources))
    rows = connection.execute(asked).all()
    return [
        HealthTurn(source_id=SourceId(row.source_id), kind=ChangeKind(row.kind), at=row.at) for row in reversed(rows)
    ]


def noticed(connection: Connection, since: datetime, limit: int, source_id: SourceId | None) -> list[Noticed]:
    """New documents with the days of their publication, newest first."""
    asked = _NOTICED.where(PAGE.c.first_seen_at >= since).limit(limit)
    if source_id is not None:
        asked = asked.where(PAGE.c.source_id == source_id)
    return [
        Noticed(source_id=SourceId(row.source_id), published=row.published, seen_at=row.first_seen_at)
        for row in connection.execute(asked)
    ]
