"""What is answered when something is not there, not allowed or broken: words, and never what happened inside."""

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.errors import StoreError, WatchError
from web.sealed import HEADERS
from web.view import show

log = structlog.get_logger(__name__)

KNOWN = (401, 403, 404, 405, 413, 422, 500, 503)
API = "/api/"


def answer_faults(app: FastAPI) -> None:
    """Let every fault be answered in words and written in the log."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(WatchError, _failed)
    app.add_exception_handler(Exception, _broken)


async def _refused(request: Request, fault: Exception) -> Response:
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    log.info("refused", status=status, method=request.method, path=request.url.path)
    headers = fault.headers if isinstance(fault, HTTPException) else None
    answer = _said(request, status)
    answer.headers.update(headers or {})
    return answer


async def _not_understood(request: Request, fault: Exception) -> Response:
    log.info("not understood", method=request.method, path=request.url.path)
    return _said(request, 422)


async def _failed(request: Request, fault: Exception) -> Response:
    log.error("cannot answer", method=request.method, path=request.url.path, fault=str(fault))
    return _said(request, 503 if isinstance(fault, StoreError) else 500)


async def _broken(request: Request, fault: Exception) -> Response:
    """The server writes the traceback; this answer goes out past the middleware, so it seals itself."""
    log.error("cannot answer", method=request.method, path=request.url.path, fault=repr(fault))
    answer = _said(request, 500)
    answer.headers.update(HEADERS)
    return answer


def _said(request: Request, status: int) -> Response:
    word = f"fault.{status if status in KNOWN else 404 if status < 500 else 500}"
    if request.url.path.startswith(API):
        return JSONResponse({"error": word.removeprefix("fault.")}, status)
    return show(request, "fault", status=status, word=word)
