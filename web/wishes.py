"""What somebody wants to see of the changes, as an address says it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from core.model import ChangeFilter, ChangeKind, Mark, Stage
from core.source import Configuration, SourceId


class Wishes(BaseModel):
    """The parameters of a list of changes; what is empty wants everything.

    Args:
        since, until: days in the zone of the settings, both included.
        after: opaque; where the page before ended.
    """

    kind: list[str] = Field(default=[], max_length=50)
    source: str = ""
    tag: str = ""
    stage: str = ""
    rule: str = ""
    mark: str = ""
    since: str = ""
    until: str = ""
    after: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything but everything is wanted."""
        return any((self.kind, self.source, self.tag, self.stage, self.rule, self.mark, self.since, self.until))


def filter_of(wishes: Wishes, configuration: Configuration) -> tuple[ChangeFilter, tuple[str, ...]]:
    """What the wishes mean, and those that mean nothing."""
    zone = ZoneInfo(configuration.settings.timezone)
    since, until = _day(wishes.since), _day(wishes.until)
    sources = [source for source in configuration.sources if wishes.tag in ("", *source.tags)]
    chosen = tuple(source.id for source in sources if wishes.source in ("", source.id))
    if wishes.source and not any(source.id == wishes.source for source in configuration.sources):
        chosen = (SourceId(wishes.source),)  # one that is no longer configured may still have changes
    wanted = ChangeFilter(
        kinds=tuple(kind for kind in ChangeKind if kind.value in wishes.kind),
        sources=chosen if wishes.source or wishes.tag else None,
        stages=tuple(stage for stage in Stage if stage.value == wishes.stage),
        rule=wishes.rule or None,
        marks=tuple(mark for mark in Mark if mark.value == wishes.mark),
        since=_midnight(since, zone) if since else None,
        until=_midnight(until + timedelta(days=1), zone) if until and until < date.max else None,
    )
    return wanted, tuple(_odd(wishes))


def _odd(wishes: Wishes) -> Iterator[str]:
    yield from (kind for kind in wishes.kind if kind and kind not in list(ChangeKind))
    if wishes.stage and wishes.stage not in list(Stage):
        yield wishes.stage
    if wishes.mark and wishes.mark not in list(Mark):
        yield wishes.mark
    yield from (day for day in (wishes.since, wishes.until) if day and _day(day) is None)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(1000, 1, 1) < day < date(9999, 1, 1) else None  # others have no midnight in every zone


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
