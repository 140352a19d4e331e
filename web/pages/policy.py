"""`/policies/ID`: a policy with its pages, what became of it, and its days; `/pages/ID`: one page with its versions."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse

from core.model import ChangeFilter, DeadlineFilter, Glance, PageId, PolicyId, Relative
from core.model.policy import RelationKind
from core.source import SourceId
from web.cursor import read, written
from web.desk import AtDesk, Desk
from web.timeline import MOST, timeline
from web.view import show

router = APIRouter()

A_PAGE = 20
MOST_CITING = 100
MOST_ID = 2**63 - 1

PageNumber = Annotated[int, Path(ge=1, le=MOST_ID)]
After = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Cited:
    """What cites a policy, or what it cites; `count` says how many there are of which not all are found here."""

    found: tuple[Relative, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the changes of a policy or a page, and where they go on."""

    found: tuple[Glance, ...]
    older: str | None
    begins: bool


@router.get("/policies/{policy_id}", name="policy")
async def policy(
    request: Request, desk: AtDesk, policy_id: Annotated[str, Path(max_length=64)], after: After = ""
) -> HTMLResponse:
    """All that is known of a policy."""
    dossier = await desk.store.dossier(PolicyId(policy_id))
    if dossier is None:
        raise HTTPException(404)
    relatives = await desk.store.relatives(dossier.id)
    cites = [one for one in relatives if one.kind is RelationKind.CITES]
    days = await desk.store.deadlines(DeadlineFilter(since=date.min, policy_id=dossier.id))
    steps = timeline(dossier, relatives, days, desk.zone)
    return show(
        request,
        "policy",
        block="changes",
        dossier=dossier,
        canonical=dossier.canonical,
        watched=_watched(desk),
        steps=steps[-MOST:],
        earlier=max(0, len(steps) - MOST),
        citing=[(name, _cited(cites, inward=inward)) for name, inward in (("cites", False), ("cited_by", True))],
        days=days,
        today=desk.clock().astimezone(desk.zone).date(),
        changes=await _changes(desk, ChangeFilter(policy_id=dossier.id), after),
    )


@router.get("/pages/{page_id}", name="page")
async def page(request: Request, desk: AtDesk, page_id: PageNumber, after: After = "") -> HTMLResponse:
    """All that is known of a page."""
    leaf = await desk.store.leaf(PageId(page_id))
    if leaf is None:
        raise HTTPException(404)
    wanted = ChangeFilter(page_id=leaf.page_id)
    changes = await _changes(desk, wanted, after)
    return show(request, "page", block="changes", leaf=leaf, watched=_watched(desk), changes=changes)


def _watched(desk: Desk) -> frozenset[SourceId]:
    """The sources that have a page: those that are configured still."""
    return frozenset(source.id for source in desk.configuration().sources)


async def _changes(desk: Desk, wanted: ChangeFilter, after: str) -> Listed:
    cursor = read(after) if after else None
    found = await desk.store.changes_page(wanted, cursor, A_PAGE + 1)
    shown = found[:A_PAGE]
    return Listed(tuple(shown), written(shown[-1].cursor) if len(found) > A_PAGE else None, begins=cursor is None)


def _cited(cites: list[Relative], *, inward: bool) -> Cited:
    one_way = [one for one in cites if one.inward is inward]
    return Cited(tuple(one_way[:MOST_CITING]), len(one_way))
