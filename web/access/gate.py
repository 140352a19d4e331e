"""The gate: every request goes through it, and what is not let in on purpose is kept out."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.access.feed import FEEDS, opens_feed
from web.access.origin import asks_for_this_machine, is_ours, within
from web.access.porter import Known, Porter, Stranger
from web.refusal import refusal

OPEN_PATHS = ("/login", "/health", "/ready")
OPEN_FOLDER = "/static/"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

STRANGERS_BODY = 8_192
BODY = 1_048_576
"""Most bytes of a request's body, from somebody who is not in and from somebody who is."""


@dataclass(frozen=True, slots=True)
class Gate:
    """ASGI middleware: who is let in is in `request.state.known`.

    Args:
        rules: names of the rules there are, each with its feed.
    """

    app: ASGIApp
    porter: Porter
    rules: Callable[[], Iterable[str]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        known = self.porter.know(request)
        refusal = self._refusal(scope, request, known)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        scope.setdefault("state", {})["known"] = known if isinstance(known, Known) else None
        limit = BODY if isinstance(known, Known) else STRANGERS_BODY
        await self.app(scope, _bounded(receive, limit), self._with_cookie(request, known, send))

    def _refusal(self, scope: Scope, request: HTTPConnection, known: Known | Stranger) -> Response | None:
        lock = self.porter.lock
        if lock.is_open and not asks_for_this_machine(request.headers):
            return refusal(421)
        if scope["method"] not in SAFE_METHODS and not is_ours(request.headers, lock.address):
            return refusal(403)
        path = scope["path"]
        if isinstance(known, Known) or path in OPEN_PATHS or path.startswith(OPEN_FOLDER):
            return None
        if scope["method"] in SAFE_METHODS and path.startswith(FEEDS) and self._opens_feed(request):
            return None
        return _sent_away(scope, request.headers, known)

    def _opens_feed(self, request: HTTPConnection) -> bool:
        token, sent = self.porter.lock.token, request.query_params.get("token", "")
        return token is not None and opens_feed(request.scope["path"], sent, token, self.rules())

    def _with_cookie(self, request: HTTPConnection, known: Known | Stranger, send: Send) -> Send:
        if not isinstance(known, Known) or not known.cookie:
            return send
        line = self.porter.cookie(request, known.session)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # An answer that sets the cookie itself, as signing out does, knows better.
                if not any(
                    one.startswith(f"{self.porter.cookie_name(request)}=") for one in headers.getlist("set-cookie")
                ):
                    headers.append("set-cookie", line)
            await send(message)

        return sending


def _sent_away(scope: Scope, headers: Headers, stranger: Stranger) -> Response:
    """Browsers are shown the way to the door; programs are told what is missing."""
    if stranger.wait:
        seconds = str(math.ceil(stranger.wait.total_seconds()))
        answer = refusal(429)
        answer.headers["Retry-After"] = seconds
        return answer
    if scope["path"].startswith(FEEDS) and b"token=" in scope["query_string"]:
        return refusal(404)  # whether there is such a rule is told to nobody
    if "hx-request" in headers:
        return Response(status_code=401, headers={"HX-Redirect": "/login"})
    if scope["method"] in SAFE_METHODS and "text/html" in headers.get("accept", ""):
        query = scope["query_string"].decode("latin-1")
        here = within(quote(scope["path"], safe="/") + (f"?{query}" if query else ""))
        if headers.get("sec-fetch-site") == "cross-site":
            # A strict cookie is not sent with a link that another site shows; our own page may follow it again.
            return HTMLResponse(f'<meta http-equiv="refresh" content="0; url={escape(here)}">')
        return RedirectResponse(f"/login?next={quote(here, safe='')}", 303)
    answer = refusal(401)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _bounded(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413)
        return message

    return receiving
