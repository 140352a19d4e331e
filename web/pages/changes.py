"""`/`: what changed, newest first, by kind, source, tag, stage, rule and time."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse

from core.model import ChangeKind, Mark, Stage
from web.choices import choices_of
from web.cursor import read, written
from web.desk import AtDesk
from web.view import show
from web.wishes import Wishes, filter_of

router = APIRouter()

A_PAGE = 50


@router.get("/", name="changes")
async def changes(request: Request, desk: AtDesk, wishes: Annotated[Wishes, Query()]) -> HTMLResponse:
    """The list; what of the address is not understood is left out and said."""
    configuration = desk.configuration()
    wanted, odd = filter_of(wishes, configuration)
    cursor = read(wishes.after) if wishes.after else None
    found = await desk.store.changes_page(wanted, cursor, A_PAGE + 1)
    shown = found[:A_PAGE]
    return show(
        request,
        "changes",
        block="results",
        found=shown,
        older=written(shown[-1].cursor) if len(found) > A_PAGE else None,
        after=cursor,
        wishes=wishes,
        odd=odd,
        filtered=wishes.is_narrow,
        choices=choices_of(configuration, wishes.source),
        kinds=tuple(ChangeKind),
        stages=tuple(Stage),
        marks=tuple(Mark),
    )
