"""`/login` and `/logout`."""

import math
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.access.origin import within
from web.access.porter import Known
from web.desk import porter_of
from web.view import show

router = APIRouter()

LONGEST_TOKEN = 1_000


@router.get("/login", name="login")
async def login(request: Request, next: str = "/") -> Response:  # noqa: A002 - the name in the address
    """The form; who is in already goes on."""
    if isinstance(request.state.known, Known):
        return RedirectResponse(within(next), 303)
    return show(request, "login", next=within(next), fault=None)


@router.post("/login")
async def enter(
    request: Request,
    token: Annotated[str, Form(max_length=LONGEST_TOKEN)] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002 - the name of the field
) -> Response:
    """Begin a session, if the token fits."""
    porter = porter_of(request)
    wait = porter.tries(request, token)
    if wait is None:
        answer = RedirectResponse(within(next), 303)
        answer.headers["Set-Cookie"] = porter.cookie(request, porter.begin(request))
        return answer
    status, fault = (429, "login.wait") if wait else (401, "login.wrong")
    minutes = math.ceil(wait.total_seconds() / 60)
    answered = show(request, "login", status=status, next=within(next), fault=fault, minutes=minutes)
    if wait:
        answered.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return answered


@router.post("/logout", name="logout")
async def leave(request: Request) -> Response:
    """End the session, in the browser and here."""
    porter, known = porter_of(request), request.state.known
    if isinstance(known, Known) and known.session is not None:
        porter.sessions.end(known.session)
    answer = RedirectResponse("/login", 303)
    answer.headers["Set-Cookie"] = porter.cookie(request, None)
    return answer
