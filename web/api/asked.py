"""The parameters of the API; each is bounded."""

from datetime import date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import HTTPException, Path
from pydantic import BaseModel, Field

from core.model import Awaited, ChangeKind, DeliveryState, Mark, Stage
from core.search import LONGEST_QUERY
from core.source import Configuration, SourceId

USUAL, MOST = 50, 200
MOST_WITH_DIFF = 20

Name = Annotated[str, Field(max_length=200)]
Time = Annotated[str, Field(max_length=40, pattern=r"^(\d{4}-\d{2}-\d{2}(T.+)?)?$")]
Day = Annotated[str, Field(max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
ChangeId = Annotated[str, Path(max_length=64, examples=["chg_0123456789abcdef"])]
Address = Annotated[str, Field(min_length=1, max_length=4_000)]
Days = Annotated[int, Field(ge=1, le=366)]


class Paged(BaseModel):
    """Parameters of a list that goes on."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="entries of a page")
    cursor: str = Field("", max_length=400, description="`next` of the page before")


class ChangesAsked(Paged):
    """Which changes are wanted."""

    kind: list[ChangeKind] = Field([], max_length=20)
    source: Name = Field("", description="id of a source")
    tag: Name = Field("", description="tag of a source")
    stage: Stage | None = None
    rule: Name = Field("", description="name of a rule because of which somebody is or was told")
    mark: list[Mark] = Field([], max_length=8)
    since: Time = Field("", description="a day in the zone of the settings, or a moment (RFC 3339); included")
    until: Time = Field("", description="a day, included, or a moment, not included")
    diff: bool = Field(default=False, description=f"with every diff; a page has {MOST_WITH_DIFF} entries at most then")


class SearchAsked(Paged):
    """What is looked for."""

    q: str = Field(
        min_length=1,
        max_length=LONGEST_QUERY,
        description='words and "phrases" that must all occur, and -words that must not',
        examples=["细胞治疗 -解读"],
    )
    source: Name = Field("", description="id of a source")
    since: Day = Field("", description="only pages of this day and later")


class DeadlinesAsked(Paged):
    """Which days are wanted."""

    first: Day = Field("", alias="from", description="the first day that is wanted; today unless said")
    last: Day = Field("", alias="to", description="the last day that is wanted")
    kind: list[Awaited] = Field([], max_length=10)
    source: Name = Field("", description="id of a source")
    tag: Name = Field("", description="tag of a source")
    rule: Name = Field("", description="name of a rule because of which somebody is or was told of the page")


class DeliveriesAsked(Paged):
    """Which deliveries are wanted."""

    state: DeliveryState | None = None


class VersionsAsked(Paged):
    """Of which page."""

    url: Address = Field(description="address of the page, in whatever form")


def sources_asked(tag: str, source: str, configuration: Configuration) -> tuple[SourceId, ...] | None:
    """The sources that a tag and an id leave; None where neither is said."""
    tagged = [one.id for one in configuration.sources if tag in one.tags] if tag else None
    if not source:
        return None if tagged is None else tuple(tagged)
    named = SourceId(source)
    return (named,) if tagged is None or named in tagged else ()


def day(name: str, text: str) -> date | None:
    """The day that a parameter says; None for an empty one.

    Raises:
        HTTPException: 400, there is no such day.
    """
    if not text:
        return None
    try:
        said = date.fromisoformat(text)
        if date(1000, 1, 1) < said < date(9999, 1, 1):
            return said
    except ValueError:
        pass
    raise HTTPException(400, f"{name}: no day; write 2026-03-01.")


def moment(name: str, text: str, zone: ZoneInfo, *, end: bool = False) -> datetime | None:
    """The time that a parameter says; None for an empty one.

    Args:
        end: a day means the midnight at its end.

    Raises:
        HTTPException: 400, it is no time.
    """
    if not text:
        return None
    try:
        if "T" in text:
            at = datetime.fromisoformat(text)
        else:
            day = date.fromisoformat(text) + timedelta(days=1 if end else 0)
            at = datetime.combine(day, time(), zone)
        if at.tzinfo is not None and date(1000, 1, 1) < at.date() < date(9999, 1, 1):
            return at
    except (ValueError, OverflowError):
        pass
    raise HTTPException(400, f"{name}: no time; write 2026-03-01 or 2026-03-01T08:00:00+08:00.")
