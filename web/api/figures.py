"""`/figures`: how much there is, and what is due."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from core.archived import figures_json
from web.api.answer import REFUSALS, answer
from web.api.service_shapes import FiguresShape
from web.desk import AtDesk

router = APIRouter(tags=["figures"])


@router.get("/figures", operation_id="getFigures", name="api.figures", response_model=FiguresShape, responses=REFUSALS)
async def figures(request: Request, desk: AtDesk) -> Response:
    """How much is stored, and what is due now."""
    now = desk.clock()
    return answer(request, figures_json(await desk.store.figures(now), now))
