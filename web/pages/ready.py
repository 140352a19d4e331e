"""`/ready`: whether the service does its work; for whoever restarts it, without a secret."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse

from web.readiness import Readiness

router = APIRouter()


@router.api_route("/ready", methods=["GET", "HEAD"], name="ready")
async def ready(request: Request) -> JSONResponse:
    """200 or 503, and what was looked at."""
    readiness = request.app.state.readiness
    if not isinstance(readiness, Readiness):
        raise TypeError("the dashboard has no readiness")
    found = await readiness.ready()
    return JSONResponse({"ready": found.ok, "checks": found.checks}, 200 if found.ok else 503)
