"""`/raw/DIGEST`: the bytes that a version was read from, as they came."""

from typing import Annotated

import structlog
from fastapi import APIRouter, HTTPException, Path
from starlette.responses import Response

from core.errors import StoreError
from web.desk import AtDesk
from web.pages.change import attachment

router = APIRouter()
log = structlog.get_logger(__name__)


@router.get("/raw/{digest}", name="raw")
async def raw(desk: AtDesk, digest: Annotated[str, Path(pattern="^[0-9a-f]{64}$")]) -> Response:
    """The bytes, to be kept: a stored page is never a page of ours."""
    try:
        content = await desk.store.raw(digest)
    except StoreError as fault:
        log.error("no raw bytes", digest=digest, fault=str(fault))
        raise HTTPException(404) from fault
    return attachment(content, f"{digest}.bin")
