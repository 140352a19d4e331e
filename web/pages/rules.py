"""`/rules`: what each rule wants, whom it tells and when, its feeds, and what it would have told of late."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse

from core.model import ACTIONABLE
from core.source import Configuration, Days, Rule
from notifier.timing import firing
from web.access.feed import feed_path
from web.api.serving import service_of
from web.desk import AtDesk, Desk
from web.service import Body
from web.view import show

router = APIRouter()

FEEDS = ("atom", "json", "ics")
MOST_DAYS = 366
USUAL_DAYS = 30
MOST_LINES = 200


class Trial(BaseModel):
    """Which rule is tried, over how many days."""

    rule: str = Field(default="", alias="try", max_length=200)
    days: int = Field(default=USUAL_DAYS, ge=1, le=MOST_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A rule as the page shows it.

    Args:
        wants: key below `wants.` -> values.
        kinds: of changes that it tells.
        to: names of channels and their recipients.
        next: when its digest next goes out; None for what is told at once.
        feeds: format -> path.
    """

    rule: Rule
    wants: tuple[tuple[str, tuple[str, ...]], ...]
    kinds: tuple[str, ...]
    to: tuple[tuple[str, tuple[str, ...]], ...]
    next: datetime | None
    feeds: tuple[tuple[str, str], ...]

    @property
    def on_working_days(self) -> bool:
        """Whether its digests go out on working days alone."""
        return self.rule.when.days is Days.WORKING


@router.get("/rules", name="rules")
async def rules(request: Request, desk: AtDesk, trial: Annotated[Trial, Query()]) -> HTMLResponse:
    """All of them; `try` names one that is tried on what is stored."""
    configuration, now = desk.configuration(), desk.clock()
    return show(
        request,
        "rules",
        block="trial",
        rules=[_worded(rule, configuration, now, desk.lock.token) for rule in configuration.rules],
        trial=trial,
        tried=await _tried(desk, trial) if trial.rule else None,
        most_days=MOST_DAYS,
        most_lines=MOST_LINES,
    )


async def _tried(desk: Desk, trial: Trial) -> Body:
    if all(rule.name != trial.rule for rule in desk.configuration().rules):
        raise HTTPException(404)
    return await service_of(desk).tried(trial.rule, trial.days)


def _worded(rule: Rule, configuration: Configuration, now: datetime, token: str | None) -> Worded:
    match, channels = rule.match, {channel.name: channel for channel in configuration.channels}
    names = {source.id: source.name for source in configuration.sources}
    wants = {
        "any": match.words.any,
        "all": match.words.all,
        "none": match.words.none,
        "sources": tuple(names.get(one, one) for one in match.sources),
        "tags": match.tags,
        "agencies": match.agencies,
        "regions": match.regions,
    }
    recipients = {name: channel.recipients for name, channel in channels.items()}
    return Worded(
        rule=rule,
        wants=tuple((name, values) for name, values in wants.items() if values),
        kinds=match.kinds or tuple(kind.value for kind in ACTIONABLE),
        to=tuple((name, recipients.get(name, ())) for name in rule.send_to),
        next=firing(now, rule.when, configuration.settings.timezone),
        feeds=tuple((suffix, feed_path(rule.name, suffix, token)) for suffix in FEEDS),
    )
