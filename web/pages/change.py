"""`/changes/ID`: one change, with its redline and all that proves it."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.model import ChangeFilter, Told
from web.desk import AtDesk, Desk
from web.pages.triage import panel
from web.redline import MOST, redline_of
from web.view import show

router = APIRouter()

OTHERS = 12
"""Most other changes of the same page that are named."""

MOST_ADDRESSES = 200

ChangeId = Annotated[str, Path(max_length=64)]


@router.get("/changes/{change_id}", name="change")
async def change(
    request: Request, desk: AtDesk, change_id: ChangeId, view: Annotated[str, Query(max_length=16)] = "inline"
) -> HTMLResponse:
    """The change; `view=side` puts the two versions side by side."""
    told = await _told(desk, change_id)
    of_page = ChangeFilter(page_id=told.change.page_id)
    others = await desk.store.changes_page(of_page, limit=OTHERS + 1)
    return show(
        request,
        "change",
        block="redline",
        told=told,
        change=told.change,
        document=told.document,
        # A long document takes its time; other requests and the crawler do not wait for it.
        redline=await asyncio.to_thread(redline_of, told),
        side=view == "side",
        triage=await panel(request, desk, change_id),
        deliveries=await desk.store.deliveries_of(change_id),
        others=[one for one in others if one.id != change_id][:OTHERS],
        tables=tuple(desk.tables) if _has_table(told) else (),
        most_addresses=MOST_ADDRESSES,
        most_blocks=MOST,
    )


@router.get("/changes/{change_id}/table.{suffix}", name="table")
async def table(desk: AtDesk, change_id: ChangeId, suffix: Annotated[str, Path(max_length=8)]) -> Response:
    """The comparison table (修改对照表) as a file."""
    write = desk.tables.get(suffix)
    told = await _told(desk, change_id)
    if write is None or not _has_table(told):
        raise HTTPException(404)
    return attachment(await asyncio.to_thread(write, told, desk.zone), f"{change_id}.{suffix}")


def attachment(content: bytes, name: str) -> Response:
    """A file to be kept, which no browser shows as a page of ours.

    Args:
        name: plain ASCII.
    """
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    }
    return Response(content, media_type="application/octet-stream", headers=headers)


async def _told(desk: Desk, change_id: str) -> Told:
    found = await desk.store.told([change_id])
    if not found:
        raise HTTPException(404)
    return found[0]


def _has_table(told: Told) -> bool:
    return told.before is not None and told.after is not None and told.before.number != told.after.number
