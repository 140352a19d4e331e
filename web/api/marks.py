"""`/changes/{id}/triage`: what people make of a change; `/changes/{id}/silences`: how noise would have been none."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field, StrictInt
from starlette.requests import Request
from starlette.responses import Response

from core.archived import triage_json
from core.errors import StaleWrite
from core.model import Mark
from web.api.answer import REFUSALS, UNSAFE_REFUSALS, answer, page_of
from web.api.asked import ChangeId, Days
from web.api.changes import told_of
from web.api.serving import service_of
from web.api.shapes import PageOf, SilenceShape, TriageShape
from web.desk import AtDesk
from web.marking import LONGEST_NAME, Note, add_mark

router = APIRouter(tags=["triage"])


class Marking(BaseModel):
    """A mark to be made."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"mark": "noise", "by": "王五", "note": "值班表"}}
    )

    mark: Mark
    by: str = Field("", max_length=LONGEST_NAME, description="who marks it")
    note: Note = ""
    after: StrictInt | None = Field(
        None, ge=0, le=1_000_000, description="number of the latest mark that you know of (0: none); 409 if it moved"
    )


@router.get(
    "/changes/{change_id}/triage",
    operation_id="listMarks",
    name="api.marks",
    response_model=PageOf[TriageShape],
    responses=REFUSALS,
)
async def marks(request: Request, desk: AtDesk, change_id: ChangeId) -> Response:
    """All marks of a change, oldest first; the last one counts."""
    await told_of(desk, change_id)
    known = (await desk.store.marks([change_id])).get(change_id, ())
    return page_of(request, [triage_json(one) for one in known], None)


@router.post(
    "/changes/{change_id}/triage",
    operation_id="markChange",
    name="api.mark",
    response_model=TriageShape,
    responses=UNSAFE_REFUSALS,
)
async def mark(request: Request, desk: AtDesk, change_id: ChangeId, marking: Marking) -> Response:
    """Mark a change; the same mark again changes nothing. `unseen` takes a mark back."""
    await told_of(desk, change_id)
    try:
        made = await add_mark(desk, change_id, marking.mark, (marking.by, marking.note), after=marking.after)
    except StaleWrite as fault:
        raise HTTPException(409, "after: somebody else has marked the change since; read its marks again.") from fault
    return answer(request, triage_json(made))


@router.get(
    "/changes/{change_id}/silences",
    operation_id="listSilences",
    name="api.silences",
    response_model=PageOf[SilenceShape],
    responses=REFUSALS,
)
async def silences(
    request: Request, desk: AtDesk, change_id: ChangeId, days: Annotated[Days, Query()] = 30
) -> Response:
    """How the rules that fired for a change could have been silent, and what else they would not have told then.

    Nothing is written: the rule is to be put into `sources.yaml` by hand.
    """
    told = await told_of(desk, change_id)
    found = await service_of(desk).silences(told, days)
    items = [
        {
            "rule": one.rule,
            "part": one.part,
            "why": one.why,
            "snippet": one.snippet,
            "told": one.told,
            "silenced": one.silenced,
            "others": list(one.others),
            "still": list(one.still),
        }
        for one in found
    ]
    return page_of(request, items, None)
