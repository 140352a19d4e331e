"""Requests that change something carry the pledge of their session, which no other site can know."""

from fastapi import HTTPException
from starlette.requests import Request

from web.access.gate import OPEN_PATHS, SAFE_METHODS
from web.access.porter import Known
from web.desk import porter_of

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
    if known.session is None:
        return
    sent = request.headers.get(HEADER) or await _in_form(request)
    if not porter_of(request).sessions.keeps(known.session, sent):
        raise HTTPException(403)


async def _in_form(request: Request) -> str:
    if not request.headers.get("content-type", "").startswith(_FORMS):
        return ""
    sent = (await request.form()).get(FIELD)
    return sent if isinstance(sent, str) else ""
