"""`/feeds/RULE.atom`, `.json`, `.ics`: what a rule wants, for feed readers and calendars."""

from email.utils import format_datetime, parsedate_to_datetime

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from web.access.feed import feed_path
from web.api.answer import HEADERS, tagged
from web.desk import AtDesk, Desk
from web.service import Published

router = APIRouter()


@router.api_route("/feeds/{name:path}", methods=["GET", "HEAD"], name="feed")
async def feed(request: Request, desk: AtDesk, name: str) -> Response:
    """A feed; written anew when what it is made of has moved."""
    rule, _, style = name.rpartition(".")
    address = _address(request, desk, rule, style)
    found = await desk.service.feed(rule, style, address) if desk.service else None
    if found is None:
        raise HTTPException(404)
    said = {"Last-Modified": format_datetime(found.updated, usegmt=True)} if found.updated else {}
    if _has_it(request, found):
        return Response(status_code=304, headers=HEADERS | said)
    return tagged(request, found.content, found.media_type, said)


def _has_it(request: Request, found: Published) -> bool:
    """Whether nothing is newer than a reader has it; an ETag, if one is sent, knows better (RFC 9110 §13.2.2)."""
    since = request.headers.get("if-modified-since")
    if since is None or found.updated is None or "if-none-match" in request.headers:
        return False
    try:
        return found.updated.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _address(request: Request, desk: Desk, rule: str, style: str) -> str:
    """Where the feed is served, as whoever asked for it has to ask."""
    here = desk.lock.address or f"{request.url.scheme}://{request.url.netloc}"
    return here.rstrip("/") + feed_path(rule, style, desk.lock.token)
