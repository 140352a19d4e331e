"""`/search`: full text, in either script: words, "phrases", 文号, and -words that must not occur."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse

from core.model import Hits
from core.search import LONGEST_QUERY, read_query
from core.source import SourceId
from crawler.normalise import fold
from web.choices import choices_of
from web.desk import AtDesk, Desk
from web.places import hit_read
from web.view import show

router = APIRouter()

A_PAGE = 20
SPANS = {"month": timedelta(days=31), "quarter": timedelta(days=92), "year": timedelta(days=366)}
"""How far back one may want to look, for who does not name a day."""


class Sought(BaseModel):
    """The parameters of a search.

    Args:
        since: a day, or one of `SPANS`.
        after: where the page before ended.
    """

    q: str = Field(default="", max_length=LONGEST_QUERY)
    source: str = Field(default="", max_length=200)
    since: str = Field(default="", max_length=16)
    after: str = Field(default="", max_length=64)


@router.get("/search", name="search")
async def search(request: Request, desk: AtDesk, sought: Annotated[Sought, Query()]) -> HTMLResponse:
    """The form, and what is found."""
    query, since = read_query(sought.q, fold), _since(sought.since, desk.clock().astimezone(desk.zone).date())
    found = await _found(desk, sought, since)
    return show(
        request,
        "search",
        block="results",
        sought=sought,
        asked=bool(sought.q.strip()),
        is_empty=not query.wanted,
        hits=found.hits,
        further=str(found.further) if found.further else None,
        begins=hit_read(sought.after) is None,
        choices=choices_of(desk.configuration(), sought.source),
        spans=tuple(SPANS),
        since=since,
        filtered=bool(sought.source or since),
    )


async def _found(desk: Desk, sought: Sought, since: date | None) -> Hits:
    query = read_query(sought.q, fold)
    if not query.wanted:
        return Hits()
    return await desk.store.search(
        query,
        limit=A_PAGE,
        after=hit_read(sought.after),
        source_id=SourceId(sought.source) if sought.source else None,
        since=since,
    )


def _since(said: str, today: date) -> date | None:
    if said in SPANS:
        return today - SPANS[said]
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
