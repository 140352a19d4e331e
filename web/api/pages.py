"""`/pages/versions`: the history of a page, and one version with its document."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from core.archived import document_json, version_json
from core.model import Version
from web.api.answer import REFUSALS, answer, page_of
from web.api.asked import Address, VersionsAsked
from web.api.cursors import after_version, of_version
from web.api.shapes import PageOf, VersionShape, WholeVersionShape
from web.desk import AtDesk, Desk

router = APIRouter(tags=["pages"])


@router.get(
    "/pages/versions",
    operation_id="listVersions",
    name="api.versions",
    response_model=PageOf[VersionShape],
    responses=REFUSALS,
)
async def versions(request: Request, desk: AtDesk, asked: Annotated[VersionsAsked, Query()]) -> Response:
    """The versions of the page at an address, oldest first, without their documents."""
    known = of_version(asked.cursor)
    later = [one for one in await _history(desk, asked.url) if one.number > known]
    shown = later[: asked.limit]
    following = after_version(shown[-1]) if len(later) > len(shown) else None
    return page_of(request, [version_json(one) for one in shown], following)


@router.get(
    "/pages/versions/{number}",
    operation_id="getVersion",
    name="api.version",
    response_model=WholeVersionShape,
    responses=REFUSALS,
)
async def version(
    request: Request,
    desk: AtDesk,
    number: Annotated[int, Path(ge=1, le=2**31 - 1, examples=[1])],
    url: Annotated[Address, Query(description="address of the page, in whatever form")],
) -> Response:
    """A version with its document."""
    found = next((one for one in await _history(desk, url) if one.number == number), None)
    if found is None:
        raise HTTPException(404, "the page has no version with this number")
    return answer(request, {**version_json(found), "document": document_json(found.document)})


async def _history(desk: Desk, url: str) -> list[Version]:
    found = await desk.store.versions(url)
    if not found:
        raise HTTPException(404, "no version of this address is stored")
    return found
