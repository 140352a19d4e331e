"""`/add`: an address pasted, what would be read from it, and the lines that watch it; nothing is written anywhere."""

import asyncio
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import HTMLResponse

from web.api.serving import service_of
from web.desk import AtDesk
from web.service import Probed
from web.view import show

router = APIRouter()

LONGEST = 2_000
MOST_BLOCKS = 40

_one_at_a_time = asyncio.Semaphore(1)


@router.get("/add", name="add")
async def add(request: Request, desk: AtDesk, url: str = "") -> HTMLResponse:
    """The form; an address in it is only filled in: to look at the world takes a click."""
    service_of(desk)
    return _shown(request, url[:LONGEST], None, None)


@router.post("/add")
async def look(request: Request, desk: AtDesk, url: Annotated[str, Form(max_length=LONGEST)] = "") -> HTMLResponse:
    """Look at the address as a source of its own would be looked at, and show what was seen."""
    service, address = service_of(desk), url.strip()
    if not is_address(address):
        return _shown(request, address, None, "add.no_address", 422)
    if _one_at_a_time.locked():
        return _shown(request, address, None, "add.busy", 429)
    async with _one_at_a_time:
        return _shown(request, address, await service.probed(address), None)


def is_address(text: str) -> bool:
    """Whether a text is an http(s) address of a host.

    >>> [is_address(one) for one in ("https://www.gz.gov.cn/", "www.gz.gov.cn", "file:///etc/passwd", "http://[")]
    [True, False, False, False]
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _shown(request: Request, url: str, probed: Probed | None, fault: str | None, status: int = 200) -> HTMLResponse:
    return show(
        request,
        "add",
        block="seen",
        status=status,
        url=url,
        probed=probed,
        fault=fault,
        most_blocks=MOST_BLOCKS,
    )
