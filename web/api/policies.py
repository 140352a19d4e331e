"""`/policies/{id}`: a policy with all its pages and relations."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from starlette.requests import Request
from starlette.responses import Response

from core.archived import policy_json
from core.model import PolicyId
from web.api.answer import REFUSALS, answer
from web.api.shapes import PolicyShape
from web.desk import AtDesk

router = APIRouter(tags=["policies"])


@router.get(
    "/policies/{policy_id}",
    operation_id="getPolicy",
    name="api.policy",
    response_model=PolicyShape,
    responses=REFUSALS,
)
async def policy(
    request: Request,
    desk: AtDesk,
    policy_id: Annotated[str, Path(max_length=64, examples=["pol_0123456789abcdef"])],
) -> Response:
    """A policy: the pages that publish it, and what it and other documents say of each other."""
    found = await desk.store.policy_by_id(PolicyId(policy_id))
    if found is None:
        raise HTTPException(404, "no page publishes a policy with this id; two policies may have turned out to be one")
    return answer(request, policy_json(found, await desk.store.related(found.canonical_url)))
