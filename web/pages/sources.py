"""`/sources`: every source and how it fares; `/sources/ID`: one of them, with its history."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from core.model import ChangeFilter
from core.source import Source, SourceKind
from web.api.serving import service_of
from web.charts import bars, spark, strip
from web.courses import delay_bars, shares, spans, week_bars, weeks
from web.desk import AtDesk, Desk
from web.standings import ORDER, Standing, standing, urgent_first
from web.tongue import language_of
from web.view import show
from web.words import Words

router = APIRouter()

A_PAGE = 100
MOST_SOURCES = 1_000_000
WEEKS = 12
LONG_WEEKS = 26
HEALTH = timedelta(days=90)
MOST_NOTICED = 1_000
NEWEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which sources are shown.

    Args:
        health: `Standing.word`; empty shows them all.
        q: a part of its id, its names, its agency or its region, in either case.
        after: how many are passed over; what the page before ended with.
    """

    health: Annotated[str, Query(max_length=32)] = ""
    q: Annotated[str, Query(max_length=200)] = ""
    after: Annotated[int, Query(ge=0, le=MOST_SOURCES)] = 0

    def names(self, source: Source) -> bool:
        """Whether a source is called so."""
        called = (source.id, source.name, source.name_en, source.agency, source.region)
        return any(self.q.strip().casefold() in name.casefold() for name in called if name)


@router.get("/sources", name="sources")
async def sources(request: Request, desk: AtDesk, wanted: Annotated[Wanted, Depends()]) -> HTMLResponse:
    """All of them, the most urgent first, a page at a time."""
    configured = desk.configuration().sources
    standings = await _standings(desk, configured)
    zone, t = desk.zone, Words(language_of(request))
    changed = week_bars(weeks(desk.clock(), WEEKS, zone), [one.weekly for one in standings if one.weekly], zone)
    named = [one for one in standings if wanted.names(one.source)]
    counts = Counter(one.word for one in named)
    fitting = urgent_first([one for one in named if wanted.health in ("", one.word)])
    beyond = wanted.after + A_PAGE
    return show(
        request,
        "sources",
        block="results",
        standings=fitting[wanted.after : beyond],
        counts=[(word, counts[word]) for word in (name.replace(" ", "_") for name in ORDER) if counts[word]],
        all=len(named),
        configured=len(configured),
        wanted=wanted,
        further=beyond if len(fitting) > beyond else None,
        most=max((max(one.weekly, default=0) for one in standings), default=0) or 1,
        chart=bars(changed, t("sources.chart", weeks=WEEKS), shares(changed)),
        kinds=SourceKind,
        spark=spark,
    )


@router.get("/sources/{source_id}", name="source")
async def source(request: Request, desk: AtDesk, source_id: Annotated[str, Path(max_length=200)]) -> HTMLResponse:
    """One of them."""
    one = next((one for one in desk.configuration().sources if one.id == source_id), None)
    if one is None:
        raise HTTPException(404)
    return show(
        request,
        "source",
        standing=(await _standings(desk, [one]))[0],
        source=one,
        kinds=SourceKind,
        found=await desk.store.changes_page(ChangeFilter(sources=(one.id,)), limit=NEWEST),
        charts=await _charts(desk, one, Words(language_of(request))),
    )


async def _standings(desk: Desk, asked: Sequence[Source]) -> list[Standing]:
    store = desk.store
    starts = weeks(desk.clock(), WEEKS, desk.zone)
    said, kept, tallies, rhythm = await asyncio.gather(
        service_of(desk).states(),
        store.listings(),
        store.tallies(),
        store.rhythm(starts, [one.id for one in asked] if len(asked) == 1 else None),
    )
    states, listings = {one["id"]: one for one in said}, {one.source_id: one for one in kept}
    none = (0,) * WEEKS
    return [
        standing(one, states.get(one.id, {}), listings.get(one.id), tallies.get(one.id, {}), rhythm.get(one.id, none))
        for one in asked
    ]


async def _charts(desk: Desk, one: Source, t: Words) -> dict[str, Markup | None]:
    """Changes a week, how it fared, and how soon its documents were noticed."""
    now, zone, store = desk.clock(), desk.zone, desk.store
    starts = weeks(now, LONG_WEEKS, zone)
    rhythm = await store.rhythm(starts, [one.id])
    changed = week_bars(starts, rhythm.values(), zone)
    since = now - HEALTH
    noticed = await store.noticed(since, MOST_NOTICED, one.id)
    fared = spans(await store.turns([one.id]), since, now, since, t)
    delays = delay_bars(noticed, zone, t)
    ends = (f"{since.astimezone(zone):%Y-%m-%d}", f"{now.astimezone(zone):%Y-%m-%d}")
    told = "; ".join(f"{span.start.astimezone(zone):%Y-%m-%d}: {span.said}" for span in fared)
    return {
        "changed": bars(changed, t("sources.chart", weeks=LONG_WEEKS), shares(changed)) if rhythm else None,
        "fared": strip(fared, ends, t("sources.fared", days=HEALTH.days), told),
        "delays": bars(delays, t("sources.delays"), shares(delays)) if noticed else None,
    }
