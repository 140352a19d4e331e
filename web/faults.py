"""What is answered when something is not there, not allowed or broken: words, and never what happened inside."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from core.errors import StaleWrite, StoreError, WatchError
from web.api import allowed
from web.refusal import API, refusal
from web.sealed import HEADERS
from web.view import show

log = structlog.get_logger(__name__)

_MOST_MISTAKES: Final = 10
_LONGEST_STEP: Final = 100
KNOWN = (401, 403, 404, 405, 413, 422, 500, 503)


def answer_faults(app: FastAPI) -> None:
    """Let every fault be answered in words and written in the log."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(WatchError, _failed)
    app.add_exception_handler(Exception, _broken)


async def _refused(request: Request, fault: Exception) -> Response:
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    log.info("refused", status=status, method=request.method, path=request.url.path)
    headers = dict(fault.headers or {}) if isinstance(fault, HTTPException) else {}
    if status == HTTPStatus.METHOD_NOT_ALLOWED and (methods := allowed(request.url.path)):
        headers["Allow"] = ", ".join(methods)  # Starlette names those of the first route alone
    answer = _said(request, status, _particulars(fault))
    answer.headers.update(headers)
    return answer


async def _not_understood(request: Request, fault: Exception) -> Response:
    log.info("not understood", method=request.method, path=request.url.path)
    wrong = fault.errors() if isinstance(fault, RequestValidationError) else []
    return _said(request, 422, "; ".join(f"{_place(one['loc'])}: {one['msg']}" for one in wrong[:_MOST_MISTAKES]))


async def _failed(request: Request, fault: Exception) -> Response:
    log.error("cannot answer", method=request.method, path=request.url.path, fault=str(fault))
    conflict = 409 if isinstance(fault, StaleWrite) else None
    return _said(request, conflict or (503 if isinstance(fault, StoreError) else 500))


async def _broken(request: Request, fault: Exception) -> Response:
    """The server writes the traceback; this answer goes out past the middleware, so it seals itself."""
    log.error("cannot answer", method=request.method, path=request.url.path, fault=repr(fault))
    answer = _said(request, 500)
    answer.headers.update(HEADERS)
    return answer


def _particulars(fault: Exception) -> str | None:
    """What is said beyond the status; Starlette says the status in words where nobody said more."""
    if not isinstance(fault, HTTPException) or fault.detail == HTTPStatus(fault.status_code).phrase:
        return None
    return fault.detail


def _place(steps: Sequence[int | str]) -> str:
    return ".".join(str(step)[:_LONGEST_STEP] for step in steps)


def _said(request: Request, status: int, message: str | None = None) -> Response:
    word = f"fault.{status if status in KNOWN else 422 if status < 500 else 500}"
    if request.url.path.startswith(API):
        return refusal(status, message)
    return show(request, "fault", block="main", status=status, word=word)
