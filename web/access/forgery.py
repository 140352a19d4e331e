"""Requests that change something carry the pledge of their session, which no other site can know."""

from fastapi import HTTPException
from starlette.requests import Request

from web.access.gate import OPEN_PATHS, SAFE_METHODS
from web.access.porter import Known
from web.desk import porter_of
from web.refusal import API

FIELD = "csrf"
HEADER = "X-CSRF-Token"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def unforged(request: Request) -> None:
    """Refuse what changes something without the session's pledge, in a header or in a hidden field.

    Who has no session yet (the login form) or sends the token itself has nothing that another site could use.
    """
    known = request.state.known
    if request.method in SAFE_METHODS or request.url.path in OPEN_PATHS:
        return
    if not isinstance(known, Known):
        raise HTTPException(401)
    if known.session is None or _is_program(request):
        return
    sent = request.headers.get(HEADER) or await _in_form(request)
    if not porter_of(request).sessions.keeps(known.session, sent):
        raise HTTPException(403)


def _is_program(request: Request) -> bool:
    """Whether a request to the API came from no browser, where nothing is asked for.

    Every browser says where an unsafe request comes from, and asks before it sends JSON to another site (Fetch §3.3),
    which is never allowed here.
    """
    is_json = request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
    browsing = any(name in request.headers for name in ("cookie", "origin", "sec-fetch-site"))
    return porter_of(request).lock.is_open and request.url.path.startswith(API) and is_json and not browsing


async def _in_form(request: Request) -> str:
    if not request.headers.get("content-type", "").startswith(_FORMS):
        return ""
    sent = (await request.form()).get(FIELD)
    return sent if isinstance(sent, str) else ""
