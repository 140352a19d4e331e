"""answer(request, body) -> Response: JSON with an ETag, in pages that go on, and nothing where nothing is new."""

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from web.access.gate import SAFE_METHODS
from web.api.shapes import Refusal

HEADERS: Final = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
"""Kept by whoever asked, and asked for again each time."""

_HALF = re.compile("[\ud800-\udfff]")


def answer(request: Request, body: Mapping[str, object]) -> Response:
    """The body; 304 for who has it already. Half characters, which no UTF-8 can say, become U+FFFD."""
    return tagged(request, _written(body), "application/json")


def tagged(request: Request, content: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Bytes with a weak ETag made from them; 304 for who has them already (RFC 9110 §13.1.2)."""
    tag = f'W/"{sha256(content).hexdigest()[:32]}"'
    said = {**HEADERS, **(headers or {}), "ETag": tag}
    if request.method in SAFE_METHODS and is_known(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=said)
    return Response(content, headers=said, media_type=media_type)


def is_known(if_none_match: str | None, tag: str) -> bool:
    """Whether a header `If-None-Match` names the tag, or any.

    >>> is_known('"1", W/"2"', 'W/"2"'), is_known("*", 'W/"2"'), is_known('W/"1"', 'W/"2"'), is_known(None, 'W/"2"')
    (True, True, False, False)
    """
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or tag.removeprefix("W/") in re.findall(r'"[^"]*"', if_none_match)


def page_of(request: Request, items: Sequence[object], cursor: str | None, **more: object) -> Response:
    """A page of a list; `next` and `Link` (RFC 8288) say where it goes on."""
    response = answer(request, {"items": items, "next": cursor, **more})
    if cursor is not None:
        following = request.url.include_query_params(cursor=cursor)
        response.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return response


def _written(body: Mapping[str, object]) -> bytes:
    return _HALF.sub("\ufffd", json.dumps(body, ensure_ascii=False, separators=(",", ":"))).encode()


def _refused(*statuses: int) -> dict[int | str, dict[str, object]]:
    said = {
        400: "The cursor, or a time, is none.",
        401: "Neither a session nor the token.",
        403: "The request came from another site, or without the session's CSRF token.",
        404: "There is nothing of this name.",
        409: "Somebody else was faster.",
        413: "A body of more than 1 MiB.",
        421: "An open dashboard was asked under a name that is not this machine's.",
        422: "A parameter or the body is not as described here.",
        429: "Too many wrong tokens; `Retry-After` says how long to wait.",
        503: "The database does not answer.",
    }
    return {status: {"model": Refusal, "description": said[status]} for status in statuses}


REFUSALS: Final = _refused(400, 401, 404, 421, 422, 429, 503) | {
    304: {"description": "Nothing has changed since the ETag in `If-None-Match`."}
}
"""What every reading route may answer beside what it is asked for."""

UNSAFE_REFUSALS: Final = _refused(400, 401, 403, 404, 409, 413, 421, 422, 429, 503)
"""And every route that changes something."""
