"""`/changes`: what changed, one change, its whole diff, and whom it was told to."""

import asyncio
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException, Query
from starlette.requests import Request
from starlette.responses import Response

from core.archived import diff_json
from core.model import ChangeFilter, Told
from core.serialise import change_json, delivery_json
from core.source import Configuration
from web.api.answer import REFUSALS, answer, page_of
from web.api.asked import MOST_WITH_DIFF, ChangeId, ChangesAsked, moment, sources_asked
from web.api.cursors import of_change
from web.api.service_shapes import DeliveryShape
from web.api.shapes import ChangePage, ChangeShape, DiffShape, PageOf
from web.cursor import written
from web.desk import AtDesk, Desk

router = APIRouter(tags=["changes"])

NOTHING: Final = "no change has this id"


@router.get("/changes", operation_id="listChanges", name="api.changes", response_model=ChangePage, responses=REFUSALS)
async def changes(request: Request, desk: AtDesk, asked: Annotated[ChangesAsked, Query()]) -> Response:
    """What changed, newest first; what comes in meanwhile moves nothing on later pages."""
    limit = min(asked.limit, MOST_WITH_DIFF) if asked.diff else asked.limit
    wanted, cursor = filter_of(asked, desk.configuration()), of_change(asked.cursor)
    found = await desk.store.changes_page(wanted, cursor, limit + 1)
    told = await desk.store.told([one.id for one in found[:limit]])
    items = await asyncio.to_thread(_said, told, desk, with_diff=asked.diff)
    following = written(found[limit - 1].cursor) if len(found) > limit else None
    return page_of(request, items, following, left_out=[] if asked.diff else ["diff"])


@router.get(
    "/changes/{change_id}",
    operation_id="getChange",
    name="api.change",
    response_model=ChangeShape,
    responses=REFUSALS,
)
async def change(request: Request, desk: AtDesk, change_id: ChangeId) -> Response:
    """One change, with its diff as far as messages tell it."""
    (said,) = await asyncio.to_thread(_said, [await told_of(desk, change_id)], desk, with_diff=True)
    return answer(request, said)


@router.get(
    "/changes/{change_id}/diff",
    operation_id="getDiff",
    name="api.diff",
    response_model=DiffShape,
    responses=REFUSALS,
)
async def diff(request: Request, desk: AtDesk, change_id: ChangeId) -> Response:
    """The two texts of a change, block by block, unchanged ones too."""
    return answer(request, await asyncio.to_thread(diff_json, await told_of(desk, change_id)))


@router.get(
    "/changes/{change_id}/deliveries",
    operation_id="listDeliveriesOfChange",
    name="api.change.deliveries",
    response_model=PageOf[DeliveryShape],
    responses=REFUSALS,
)
async def deliveries(request: Request, desk: AtDesk, change_id: ChangeId) -> Response:
    """Who is or was told of a change."""
    await told_of(desk, change_id)
    return page_of(request, [delivery_json(one) for one in await desk.store.deliveries_of(change_id)], None)


async def told_of(desk: Desk, change_id: str) -> Told:
    """The change with this id. Raises 404."""
    found = await desk.store.told([change_id])
    if not found:
        raise HTTPException(404, NOTHING)
    return found[0]


def filter_of(asked: ChangesAsked, configuration: Configuration) -> ChangeFilter:
    """What is wanted. Raises 400 for what is no time."""
    zone = ZoneInfo(configuration.settings.timezone)
    return ChangeFilter(
        kinds=tuple(asked.kind),
        sources=sources_asked(asked.tag, asked.source, configuration),
        stages=(asked.stage,) if asked.stage else (),
        rule=asked.rule or None,
        marks=tuple(asked.mark),
        since=moment("since", asked.since, zone),
        until=moment("until", asked.until, zone, end=True),
    )


def _said(told: list[Told], desk: Desk, *, with_diff: bool) -> list[dict[str, object]]:
    dashboard = desk.lock.address
    return [change_json(one, dashboard=dashboard, with_diff=with_diff) for one in told]
