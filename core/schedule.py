"""settle(page, reading, change, …) -> Page: what to remember of this look, and when to look again."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from core.change import GONE_SPACING, gone_sightings
from core.model import (
    Blocked,
    Change,
    ChangeKind,
    Doubtful,
    Failed,
    Gone,
    Page,
    Presence,
    Reading,
    Sight,
    Text,
    Unchanged,
    Version,
)
from core.recheck import interval, learnt
from core.source import Pace

BACK_OFF = timedelta(minutes=10)
BACK_OFF_LIMIT = timedelta(days=1)
SPREAD = 0.1
"""Looks are spread by up to this share of their interval, so that a site is not asked for all at once."""


def settle(
    page: Page, reading: Reading, change: Change | None, version: Version | None, *, pace: Pace, now: datetime
) -> Page:
    """The page as it will be after this reading."""
    taught = learnt(page, change, now) if isinstance(reading, Text | Unchanged) else page
    seen = replace(
        taught,
        revision=page.revision + 1,
        changes=change.number if change else page.changes,
        latest=version or page.latest,
        last_looked_at=now,
        last_outcome=type(reading).__name__.lower(),
        last_error=None,
        relisted=False,
    )
    match reading:
        case Text():
            return replace(
                _found(seen, pace, now), validators=reading.sight.validators, recipe=reading.fingerprint.recipe
            )
        case Unchanged():
            return _found(seen, pace, now)
        case Gone():
            return _missed(seen, reading, change, pace=pace, now=now)
        case Doubtful() | Failed():
            return _troubled(seen, reading, now)


def next_look(pace: Pace, now: datetime, *, key: str) -> datetime:
    """When a listing is due again: by its cron line, else after `every`."""
    if pace.cron is None:
        return now + spread(pace.every, key)
    trigger = CronTrigger.from_crontab(pace.cron, timezone=ZoneInfo(pace.timezone))
    fires: datetime | None = trigger.get_next_fire_time(now, now)
    return fires.astimezone(now.tzinfo) if fires else now + pace.every


def back_off(failures: int, *, key: str, asked: timedelta | None = None) -> timedelta:
    """How long to wait after the nth failure in a row: doubling, bounded, never less than was asked for."""
    wait = min(BACK_OFF * 2 ** min(failures, 20), BACK_OFF_LIMIT)
    return max(spread(wait, key), asked or timedelta())


def spread(interval: timedelta, key: str) -> timedelta:
    """The interval, lengthened by up to a tenth: always the same for the same key."""
    share = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) / 2**32
    return interval * (1 + SPREAD * share)


def reason(reading: Reading | Sight) -> str | None:
    """Why a look led to nothing, in one line; None when it led to something."""
    match reading:
        case Failed():
            return reading.reason
        case Doubtful():
            return f"{reading.why}: {reading.evidence}" if reading.evidence else reading.why
        case Blocked():
            return f"blocked by {reading.by}" + (f": {reading.evidence}" if reading.evidence else "")
        case Gone():
            return f"gone ({reading.status}{', soft' if reading.soft else ''})"
        case _:
            return None


def _found(page: Page, pace: Pace, now: datetime) -> Page:
    return replace(
        page,
        presence=Presence.PRESENT if page.latest else page.presence,
        failures=0,
        gone_sightings=0,
        gone_since=None,
        gone_seen_at=None,
        next_check_at=now + spread(interval(pace.recheck, page.weight, page.source_weight), page.url),
    )


def _missed(page: Page, reading: Gone, change: Change | None, *, pace: Pace, now: datetime) -> Page:
    sightings = gone_sightings(page, reading, now)
    removed = change is not None and change.kind is ChangeKind.REMOVED
    settled = removed or page.presence is not Presence.PRESENT
    return replace(
        page,
        presence=Presence.REMOVED if removed else page.presence,
        failures=0,
        gone_sightings=sightings,
        gone_since=page.gone_since or now,
        gone_seen_at=now if sightings > page.gone_sightings else page.gone_seen_at,
        last_error=reason(reading),
        # Until it is settled it is asked sooner: three sightings should not take three days.
        next_check_at=now + (spread(pace.recheck, page.url) if settled else min(pace.recheck, GONE_SPACING * 2)),
    )


def _troubled(page: Page, reading: Doubtful | Failed, now: datetime) -> Page:
    return replace(
        page,
        failures=page.failures + 1,
        last_error=reason(reading),
        next_check_at=now + back_off(page.failures, key=page.url, asked=reading.retry_after),
    )
