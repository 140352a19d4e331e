"""`/health`: whether this process answers; it says nothing else."""

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

router = APIRouter()


@router.api_route("/health", methods=["GET", "HEAD"], name="health")
async def health() -> PlainTextResponse:
    """Alive."""
    return PlainTextResponse("ok\n")
