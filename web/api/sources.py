"""`/sources`: what is watched, and how it fares."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from starlette.requests import Request
from starlette.responses import Response

from web.api.answer import REFUSALS, answer, page_of
from web.api.service_shapes import SourceShape
from web.api.serving import service_of
from web.api.shapes import PageOf
from web.desk import AtDesk

router = APIRouter(tags=["sources"])


@router.get(
    "/sources",
    operation_id="listSources",
    name="api.sources",
    response_model=PageOf[SourceShape],
    responses=REFUSALS,
)
async def sources(request: Request, desk: AtDesk) -> Response:
    """Every configured source, in the order of the file."""
    return page_of(request, list(await service_of(desk).states()), None)


@router.get(
    "/sources/{source_id}",
    operation_id="getSource",
    name="api.source",
    response_model=SourceShape,
    responses=REFUSALS,
)
async def source(
    request: Request, desk: AtDesk, source_id: Annotated[str, Path(max_length=200, examples=["gz-wjw"])]
) -> Response:
    """One source."""
    found = next((one for one in await service_of(desk).states() if one["id"] == source_id), None)
    if found is None:
        raise HTTPException(404, "no source with this id is configured")
    return answer(request, found)
