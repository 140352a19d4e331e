"""`/changes/ID/triage`: what people make of a change; `/changes/ID/silences`: how noise would have been silent."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import APIRouter, Form, HTTPException, Path
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.errors import StaleWrite
from core.model import Mark, Told, Triage
from web.desk import AtDesk, Desk
from web.marking import LONGEST_NAME, Note, add_mark
from web.tongue import A_YEAR
from web.view import show, wants_part

router = APIRouter()

COOKIE = "name"
"""The cookie that remembers what a person calls themselves."""

DAYS = 30

ChangeId = Annotated[str, Path(max_length=64)]


class Filled(BaseModel):
    """The form, filled in.

    Args:
        after: how many marks it was shown with.
    """

    mark: Mark
    by: str = Field("", max_length=LONGEST_NAME)
    note: Note = ""
    after: int | None = Field(None, ge=0, le=1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What the template `triage` shows.

    Args:
        marks: oldest first.
        by: what the person called themselves the last time.
        refused: what the person sent, where somebody else was faster.
    """

    change_id: str
    marks: tuple[Triage, ...]
    by: str = ""
    refused: Filled | None = None
    choices: tuple[Mark, ...] = (Mark.SEEN, Mark.IMPORTANT, Mark.NOISE, Mark.UNSEEN)

    @property
    def latest(self) -> Mark:
        """The mark that counts."""
        return self.marks[-1].mark if self.marks else Mark.UNSEEN

    @property
    def chosen(self) -> Mark:
        """The mark that the form has chosen."""
        return self.refused.mark if self.refused else self.latest


async def panel(request: Request, desk: Desk, change_id: str, refused: Filled | None = None) -> Panel:
    """What people make of a change, for any page that shows it."""
    known = (await desk.store.marks([change_id])).get(change_id, ())
    by = refused.by if refused else unquote(request.cookies.get(COOKIE, ""))[:LONGEST_NAME]
    return Panel(change_id=change_id, marks=known, by=by, refused=refused)


@router.get("/changes/{change_id}/triage", name="triage")
async def triage(request: Request, desk: AtDesk, change_id: ChangeId) -> Response:
    """The marks of a change, and the form for another."""
    told = await _told(desk, change_id)
    return show(request, "triage_page", name=_name(told), triage=await panel(request, desk, change_id))


@router.post("/changes/{change_id}/triage")
async def mark(request: Request, desk: AtDesk, change_id: ChangeId, filled: Annotated[Filled, Form()]) -> Response:
    """Mark a change, and remember who did in a cookie."""
    told = await _told(desk, change_id)
    refused = None
    try:
        await add_mark(desk, change_id, filled.mark, (filled.by, filled.note), after=filled.after)
    except StaleWrite:
        refused = filled
    answer: Response = RedirectResponse(f"/changes/{quote(change_id, safe='')}#triage", 303)
    if refused or wants_part(request):
        shown = await panel(request, desk, change_id, refused)
        status = 409 if refused else 200
        answer = show(request, "triage_page", block="panel", status=status, name=_name(told), triage=shown)
    answer.set_cookie(COOKIE, quote(filled.by.strip()), max_age=A_YEAR, samesite="strict", httponly=True)
    return answer


@router.get("/changes/{change_id}/silences", name="silences")
async def silences(request: Request, desk: AtDesk, change_id: ChangeId) -> Response:
    """How the rules that told a change could have been silent, and what that would have cost."""
    told = await _told(desk, change_id)
    if desk.service is None:
        raise HTTPException(404)
    found = await desk.service.silences(told, DAYS)
    return show(request, "silences", name=_name(told), change_id=change_id, silences=found, days=DAYS)


async def _told(desk: Desk, change_id: str) -> Told:
    found = await desk.store.told([change_id])
    if not found:
        raise HTTPException(404)
    return found[0]


def _name(told: Told) -> str:
    return (told.document.title if told.document else None) or told.change.url
