"""`/deliveries`: the outbox, and failed deliveries tried again."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from core.serialise import delivery_json
from web.api.answer import REFUSALS, UNSAFE_REFUSALS, answer, page_of
from web.api.asked import DeliveriesAsked
from web.api.cursors import after_delivery, of_delivery
from web.api.service_shapes import DeliveryShape, RetriedShape
from web.api.shapes import PageOf
from web.desk import AtDesk

router = APIRouter(tags=["deliveries"])

Id = Annotated[str, Field(min_length=1, max_length=64)]


class Again(BaseModel):
    """Deliveries to be tried again."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"ids": ["msg_0123456789abcdef"]}})

    ids: Literal["all"] | Annotated[list[Id], Field(min_length=1, max_length=1_000)]
    """Those that are meant, or `all` that have failed."""


@router.get(
    "/deliveries",
    operation_id="listDeliveries",
    name="api.deliveries",
    response_model=PageOf[DeliveryShape],
    responses=REFUSALS,
)
async def deliveries(request: Request, desk: AtDesk, asked: Annotated[DeliveriesAsked, Query()]) -> Response:
    """The outbox, newest first."""
    after = of_delivery(asked.cursor)
    found = await desk.store.deliveries(state=asked.state, after=after, limit=asked.limit + 1)
    shown = found[: asked.limit]
    following = after_delivery(shown[-1]) if len(found) > len(shown) else None
    return page_of(request, [delivery_json(one) for one in shown], following)


@router.post(
    "/deliveries/retry",
    operation_id="retryDeliveries",
    name="api.retry",
    response_model=RetriedShape,
    responses=UNSAFE_REFUSALS,
)
async def retry(request: Request, desk: AtDesk, again: Again) -> Response:
    """Owe failed deliveries once more, now; those that have not failed stay as they are."""
    ids = [] if again.ids == "all" else list(again.ids)
    return answer(request, {"retried": await desk.store.retry(ids, desk.clock())})
