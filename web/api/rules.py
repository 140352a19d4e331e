"""`/rules`: what the rules want, what they make of a change, and what they would have told."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.requests import Request
from starlette.responses import Response

from web.api.answer import REFUSALS, answer, page_of
from web.api.asked import ChangeId, Days
from web.api.changes import told_of
from web.api.service_shapes import ExplainedShape, RuleShape, TrialShape
from web.api.serving import service_of
from web.api.shapes import PageOf
from web.desk import AtDesk

router = APIRouter(tags=["rules"])


@router.get("/rules", operation_id="listRules", name="api.rules", response_model=PageOf[RuleShape], responses=REFUSALS)
async def rules(request: Request, desk: AtDesk) -> Response:
    """Every rule, in the order of the file."""
    return page_of(request, list(service_of(desk).rules()), None)


@router.get(
    "/rules/trial",
    operation_id="tryRule",
    name="api.trial",
    response_model=TrialShape,
    responses=REFUSALS,
)
async def trial(
    request: Request,
    desk: AtDesk,
    rule: Annotated[str, Query(max_length=200, description="its name", examples=["cell-therapy"])],
    days: Annotated[Days, Query()] = 30,
) -> Response:
    """What a rule as it stands would have told of the stored changes; nothing is written or sent."""
    service = service_of(desk)
    if all(known["name"] != rule for known in service.rules()):
        raise HTTPException(404, "no rule has this name")
    return answer(request, await service.tried(rule, days))


@router.get(
    "/changes/{change_id}/rules",
    operation_id="explainChange",
    name="api.explained",
    response_model=PageOf[ExplainedShape],
    responses=REFUSALS,
)
async def explained(request: Request, desk: AtDesk, change_id: ChangeId) -> Response:
    """Why each rule does or does not fire for a change; empty once its source is not configured any more."""
    told = await told_of(desk, change_id)
    return page_of(request, list(await service_of(desk).explained(told)), None)
