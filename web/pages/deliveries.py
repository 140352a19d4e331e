"""`/deliveries`: what failed, what waits, what was sent; and what failed sent again."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from core.model import ParcelFilter
from core.model.parcel import FAILED, SENT, WAITING
from web.desk import AtDesk
from web.places import parcel_read, parcel_written
from web.reasons import reason
from web.view import show

router = APIRouter()

A_PAGE = 50
LATE = timedelta(minutes=5)
"""What was to go out longer ago than this is late."""

STATES = {"failed": FAILED, "waiting": WAITING, "sent": SENT}
MOST_IDS = 500


class Wanted(BaseModel):
    """The parameters of the list; what is empty wants everything.

    Args:
        after: opaque; where the page before ended.
        again: how many were just made owed again.
    """

    state: str = Field(default="", max_length=16)
    channel: str = Field(default="", max_length=200)
    rule: str = Field(default="", max_length=200)
    after: str = Field(default="", max_length=400)
    again: int | None = Field(default=None, ge=0, le=10**9)


@router.get("/deliveries", name="deliveries")
async def deliveries(request: Request, desk: AtDesk, wanted: Annotated[Wanted, Query()]) -> HTMLResponse:
    """The list."""
    configuration = desk.configuration()
    chosen = ParcelFilter(rank=STATES.get(wanted.state), channel=wanted.channel or None, rule=wanted.rule or None)
    after = parcel_read(wanted.after) if wanted.after else None
    found = await desk.store.parcels(chosen, after, A_PAGE + 1)
    shown = found[:A_PAGE]
    return show(
        request,
        "deliveries",
        block="results",
        found=shown,
        groups=[(name, [one for one in shown if one.place.rank == rank]) for name, rank in STATES.items()],
        older=parcel_written(shown[-1].place) if len(found) > A_PAGE else None,
        after=after,
        wanted=wanted,
        filtered=any((wanted.state, wanted.channel, wanted.rule)),
        states=tuple(STATES),
        channels=[channel.name for channel in configuration.channels],
        rules=[rule.name for rule in configuration.rules],
        late_since=desk.clock() - LATE,
        reason=reason,
    )


@router.post("/deliveries/retry", name="retry")
async def retry(
    desk: AtDesk,
    which: Annotated[list[str] | None, Form(alias="id", max_length=MOST_IDS)] = None,
    *,
    everything: Annotated[bool, Form(alias="all")] = False,
) -> Response:
    """Make failed deliveries owed at once: those that are named, or `all`."""
    named = [one for one in which or () if one]
    # No name at all would mean all of them.
    again = await desk.store.retry(named, desk.clock()) if named or everything else 0
    return RedirectResponse(f"/deliveries?again={again}", 303)
