"""`/system`: how the service itself fares: what is due, what is late, how much there is, and what seems wrong."""

import asyncio
from datetime import timedelta

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from core.model import DeliveryState, Figures
from web.api.serving import service_of
from web.charts import bars
from web.courses import delay_bars, shares, week_bars, weeks
from web.desk import AtDesk, Desk
from web.reasons import reason
from web.tongue import language_of
from web.view import show
from web.words import Words

router = APIRouter()

WEEKS = 12
DELAYS = timedelta(days=90)
MOST_NOTICED = 1_000
LATE = timedelta(minutes=5)


@router.get("/system", name="system")
async def system(request: Request, desk: AtDesk) -> HTMLResponse:
    """All of it; the questions that take longest are asked at once."""
    now, service, store = desk.clock(), service_of(desk), desk.store
    figures, checks, charts, late, room, beats = await asyncio.gather(
        store.figures(now),
        service.checks(),
        _charts(desk, Words(language_of(request))),
        store.undelivered(now - LATE),
        store.room(),
        store.beats(),
    )
    return show(
        request,
        "system",
        figures=figures,
        queues=[
            (name, queue.due, queue.since, now - queue.since if queue.since else None)
            for name, queue in (("listings", figures.listings), ("pages", figures.followed))
        ],
        sent=_by_channel(figures),
        states=tuple(DeliveryState),
        late=late,
        room=room,
        checks=checks,
        beats=sorted(beats.items()),
        now=now,
        reason=reason,
        charts=charts,
    )


def _by_channel(figures: Figures) -> dict[str, dict[DeliveryState, int]]:
    found: dict[str, dict[DeliveryState, int]] = {}
    for (channel, state), number in sorted(figures.deliveries.items()):
        found.setdefault(channel, {})[state] = number
    return found


async def _charts(desk: Desk, t: Words) -> dict[str, Markup]:
    now, zone = desk.clock(), desk.zone
    starts = weeks(now, WEEKS, zone)
    changed = week_bars(starts, (await desk.store.rhythm(starts)).values(), zone)
    delays = delay_bars(await desk.store.noticed(now - DELAYS, MOST_NOTICED), zone, t)
    return {
        "changed": bars(changed, t("sources.chart", weeks=WEEKS), shares(changed)),
        "delays": bars(delays, t("sources.delays"), shares(delays)),
    }
