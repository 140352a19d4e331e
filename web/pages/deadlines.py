"""`/deadlines`: the days of present policies, as a calendar and as a list: entries into force, deadlines, expiries."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse

from core.model import Awaited, Deadline, DeadlineFilter
from core.source import Configuration, SourceId
from web.access.feed import feed_path
from web.choices import choices_of
from web.desk import AtDesk, Desk
from web.month import SHOWN, by_day, month_of
from web.view import show

router = APIRouter()

MOST = 500
"""Days of one month that are shown: so many that are over, and so many from today on."""


class Asked(BaseModel):
    """The parameters of the calendar; what is empty wants everything.

    Args:
        month: as 2026-03; this month where there is none.
        past: whether days of this month that are over are listed too.
    """

    month: str = Field(default="", max_length=10)
    kind: list[str] = Field(default=[], max_length=10)
    source: str = Field(default="", max_length=200)
    tag: str = Field(default="", max_length=200)
    rule: str = Field(default="", max_length=200)
    past: bool = False


@router.get("/deadlines", name="deadlines")
async def deadlines(request: Request, desk: AtDesk, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """A month of them; of this month, the list begins today."""
    configuration, today = desk.configuration(), desk.clock().astimezone(desk.zone).date()
    month, wanted = month_of(asked.month, today), _wanted(asked, configuration)
    begins = today if month.first <= today < month.after else month.first
    over = await _between(desk, wanted, month.first, begins)
    ahead = await _between(desk, wanted, begins, month.after)
    shown = [*over[:MOST], *ahead[:MOST]]
    listed = by_day(shown if asked.past else ahead[:MOST])
    after = replace(wanted, since=max(month.after, today))
    coming = [] if listed else await desk.store.deadlines(after, limit=1)
    rules = [rule.name for rule in configuration.rules if asked.rule in ("", rule.name)]
    return show(
        request,
        "deadlines",
        block="results",
        month=month,
        weeks=month.weeks(shown),
        days=listed,
        hidden=0 if asked.past else len(over[:MOST]),
        more=max(len(over), len(ahead)) > MOST,
        coming=coming[0] if coming else None,
        today=today,
        asked=asked,
        filtered=any((asked.kind, asked.source, asked.tag, asked.rule)),
        kinds=tuple(Awaited),
        shown=SHOWN,
        choices=choices_of(configuration, asked.source),
        calendars=[(name, feed_path(name, "ics", desk.lock.token)) for name in rules],
    )


async def _between(desk: Desk, wanted: DeadlineFilter, since: date, until: date) -> list[Deadline]:
    """Days from one on and before another, one more than is shown."""
    if since == until:
        return []
    return await desk.store.deadlines(replace(wanted, since=since, until=until), limit=MOST + 1)


def _wanted(asked: Asked, configuration: Configuration) -> DeadlineFilter:
    sources = [source.id for source in configuration.sources if asked.tag in ("", *source.tags)]
    if asked.source:
        known = {source.id for source in configuration.sources}
        # One that is no longer configured may still have days.
        sources = [SourceId(asked.source)] if asked.source in sources or asked.source not in known else []
    return DeadlineFilter(
        since=date.min,
        kinds=tuple(kind for kind in Awaited if kind.value in asked.kind),
        sources=tuple(sources) if asked.source or asked.tag else None,
        rule=asked.rule or None,
    )
