"""`/deadlines`: the days of present policies, as a calendar and as a list: entries into force, deadlines, expiries."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse

from core.model import Awaited, DeadlineFilter
from core.source import Configuration, SourceId
from web.access.feed import feed_path
from web.desk import AtDesk
from web.month import SHOWN, by_day, month_of
from web.view import show

router = APIRouter()

MOST = 500
"""Days of one month that are shown."""


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
    month = month_of(asked.month, today)
    wanted = replace(_wanted(asked, configuration), since=month.first, until=month.after)
    found = await desk.store.deadlines(wanted, limit=MOST + 1)
    begins = today if month.first <= today < month.after and not asked.past else month.first
    listed = [one for one in found[:MOST] if one.day >= begins]
    after = replace(wanted, since=max(month.after, today), until=None)
    coming = [] if listed else await desk.store.deadlines(after, limit=1)
    rules = [asked.rule] if asked.rule else [rule.name for rule in configuration.rules]
    return show(
        request,
        "deadlines",
        block="results",
        month=month,
        weeks=month.weeks(found[:MOST]),
        days=by_day(listed),
        hidden=sum(one.day < begins for one in found[:MOST]),
        more=len(found) > MOST,
        coming=coming[0] if coming else None,
        today=today,
        asked=asked,
        filtered=any((asked.kind, asked.source, asked.tag, asked.rule)),
        kinds=tuple(Awaited),
        shown=SHOWN,
        sources=sorted(configuration.sources, key=lambda source: source.name),
        tags=sorted({tag for source in configuration.sources for tag in source.tags}),
        rules=[rule.name for rule in configuration.rules],
        calendars=[(name, feed_path(name, "ics", desk.lock.token)) for name in rules],
    )


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
