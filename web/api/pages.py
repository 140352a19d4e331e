"""`/pages/versions`: the history of a page, and one version with its document."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from core.archived import document_json, version_json
from core.model import Leaf
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
    leaf = await _leaf(desk, asked.url)
    last = min(leaf.versions, known + asked.limit)
    items = [
        version_json(one)
        for number in range(known + 1, last + 1)
        if (one := await desk.store.version(leaf.page_id, number))
    ]
    return page_of(request, items, after_version(last) if last < leaf.versions else None)


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
    found = await desk.store.version((await _leaf(desk, url)).page_id, number)
    if found is None:
        raise HTTPException(404, "the page has no version with this number")
    return answer(request, {**version_json(found), "document": document_json(found.document)})


async def _leaf(desk: Desk, url: str) -> Leaf:
    found = await desk.store.leaf_at(url)
    if found is None or not found.versions:
        raise HTTPException(404, "no version of this address is stored")
    return found
