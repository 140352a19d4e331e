"""`/search`: full text, in either script."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.requests import Request
from starlette.responses import Response

from core.search import read_query
from core.serialise import hit_json
from core.source import SourceId
from crawler.normalise import fold
from web.api.answer import REFUSALS, page_of
from web.api.asked import SearchAsked, day
from web.api.cursors import of_hit
from web.api.found_shapes import HitShape
from web.api.shapes import PageOf
from web.desk import AtDesk

router = APIRouter(tags=["search"])


@router.get("/search", operation_id="search", name="api.search", response_model=PageOf[HitShape], responses=REFUSALS)
async def search(request: Request, desk: AtDesk, asked: Annotated[SearchAsked, Query()]) -> Response:
    """Pages whose latest text has all that is wanted: those that have it in title or 文号 first, then the newest.

    A page of the list may hold fewer than `limit`, even none, and yet go on.
    """
    query = read_query(asked.q, fold)
    if not query.wanted:
        raise HTTPException(400, "q: nothing to look for; write at least one word that must occur, not only -words.")
    found = await desk.store.search(
        query,
        limit=asked.limit,
        after=of_hit(asked.cursor),
        source_id=SourceId(asked.source) if asked.source else None,
        since=day("since", asked.since),
    )
    return page_of(request, [hit_json(hit) for hit in found.hits], str(found.further) if found.further else None)
