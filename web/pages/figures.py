"""`/metrics`: how the service fares, for Prometheus."""

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from web.desk import AtDesk

router = APIRouter()

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/metrics", name="metrics")
async def metrics(desk: AtDesk) -> Response:
    """The figures."""
    if desk.service is None:
        raise HTTPException(404)
    return Response(await desk.service.metrics(), media_type=MEDIA_TYPE)
