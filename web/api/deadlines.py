"""`/deadlines`: the days that readers of policies await."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from core.archived import deadline_json
from core.model import DeadlineFilter
from web.api.answer import REFUSALS, page_of
from web.api.asked import DeadlinesAsked, day, sources_asked
from web.api.cursors import of_deadline
from web.api.found_shapes import DeadlineShape
from web.api.shapes import PageOf
from web.desk import AtDesk, Desk
from web.places import deadline_written

router = APIRouter(tags=["deadlines"])


@router.get(
    "/deadlines",
    operation_id="listDeadlines",
    name="api.deadlines",
    response_model=PageOf[DeadlineShape],
    responses=REFUSALS,
)
async def deadlines(request: Request, desk: AtDesk, asked: Annotated[DeadlinesAsked, Query()]) -> Response:
    """Deadlines, entries into force and expiries of policies that are there and not repealed, earliest first."""
    after = of_deadline(asked.cursor)
    found = await desk.store.deadlines(_wanted(asked, desk), after, asked.limit + 1)
    shown = found[: asked.limit]
    following = deadline_written(shown[-1].place) if len(found) > len(shown) else None
    return page_of(request, [deadline_json(one) for one in shown], following)


def _wanted(asked: DeadlinesAsked, desk: Desk) -> DeadlineFilter:
    last = day("to", asked.last)
    return DeadlineFilter(
        since=day("from", asked.first) or desk.clock().astimezone(desk.zone).date(),
        until=last + timedelta(days=1) if last else None,
        kinds=tuple(asked.kind),
        sources=sources_asked(asked.tag, asked.source, desk.configuration()),
        rule=asked.rule or None,
    )
