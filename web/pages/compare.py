"""`/compare`: any two versions of a page as a redline, inline or side by side, and as a table to keep."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.model import Change, ChangeKind, Leaf, PageId, Told, Version
from web.desk import AtDesk, Desk
from web.pages.change import attachment
from web.pages.policy import MOST_ID
from web.redline import redline_between
from web.view import show

router = APIRouter()

MOST_VERSION = 2**31 - 1
LONGEST_ADDRESS = 4_000


class Sides(BaseModel):
    """Which versions of which page.

    Args:
        page: its id, which comes before the address: several sources may know the same one.
        before, after: numbers; the latest and the one before it where none is named.
    """

    page: int | None = Field(default=None, ge=1, le=MOST_ID)
    url: str = Field(default="", max_length=LONGEST_ADDRESS)
    before: int | None = Field(default=None, alias="from", ge=1, le=MOST_VERSION)
    after: int | None = Field(default=None, alias="to", ge=1, le=MOST_VERSION)
    view: str = Field(default="inline", max_length=16)


@dataclass(frozen=True, slots=True)
class Pair:
    """A page and two of its versions."""

    leaf: Leaf
    before: Version
    after: Version


@router.get("/compare", name="compare")
async def compare(request: Request, desk: AtDesk, sides: Annotated[Sides, Query()]) -> HTMLResponse:
    """The two, with what differs; `view=side` puts them side by side."""
    pair = await _pair(desk, sides)
    # A long document takes its time; other requests and the crawler do not wait for it.
    redline = await asyncio.to_thread(redline_between, pair.before, pair.after)
    return show(
        request, "compare", block="compared", pair=pair, redline=redline, side=sides.view == "side", tables=desk.tables
    )


@router.get("/compare/table.{suffix}", name="compared_table")
async def table(desk: AtDesk, suffix: Annotated[str, Path(max_length=8)], sides: Annotated[Sides, Query()]) -> Response:
    """The comparison table (修改对照表) of the two as a file."""
    write = desk.tables.get(suffix)
    if write is None:
        raise HTTPException(404)
    pair = await _pair(desk, sides)
    name = f"page-{pair.leaf.page_id}-{pair.before.number}-{pair.after.number}.{suffix}"
    return attachment(await asyncio.to_thread(write, _as_told(pair), desk.zone), name)


async def _pair(desk: Desk, sides: Sides) -> Pair:
    store = desk.store
    leaf = await (store.leaf(PageId(sides.page)) if sides.page else store.leaf_at(sides.url))
    if leaf is None or leaf.versions == 0:
        raise HTTPException(404)
    last = sides.after or leaf.versions
    before = await store.version(leaf.page_id, sides.before or max(1, last - 1))
    after = await store.version(leaf.page_id, last)
    if before is None or after is None:
        raise HTTPException(404)
    return Pair(leaf, before, after)


def _as_told(pair: Pair) -> Told:
    """As if the one had become the other in one change: what writes tables takes changes."""
    leaf = pair.leaf
    change = Change(
        page_id=leaf.page_id,
        source_id=leaf.source_id,
        url=leaf.url,
        number=0,
        kind=ChangeKind.EDITED,
        at=pair.after.captured_at,
        before=pair.before.number,
        after=pair.after.number,
    )
    return Told(change=change, source_name=leaf.source_name, tier=leaf.tier, before=pair.before, after=pair.after)
