"""settle(page, reading, change, …) -> Page: what to remember of this look, and when to look again."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from core.change import GONE_SPACING, PATIENCE, gone_sightings, is_calm, known_texts, reminder, shows_document
from core.deadlines import due_reminders, next_reminder
from core.model import (
    SWINGING,
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
    Suspect,
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

SWINGS = 4
"""Looks by which a text that came and went before must be confirmed."""

MOMENT = timedelta.resolution


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
        recent=known_texts(page, change, version, now),
        flapping_since=_flapping_since(page, reading, change, now),
        remind_at=_remind_at(page, version, pace, now) if version else page.remind_at,
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
        case Doubtful(suspect=str(exact)):
            suspected = _suspected(seen, Suspect(exact, now, reading.why))
            return _refound(suspected) if shows_document(reading) else suspected
        case Doubtful() | Failed():
            return _troubled(seen, reading, now)


def reminded(page: Page, pace: Pace, now: datetime) -> tuple[Change | None, Page]:
    """What is told of the dates of a page's document whose time has come, and the page after that.

    Nothing is told of a document that is not there any more.
    """
    zone = ZoneInfo(pace.timezone)
    if page.latest is None or page.remind_at is None or page.remind_at > now:
        return None, replace(page, revision=page.revision + 1)
    document = page.latest.document
    due = due_reminders(document, page.remind_at - MOMENT, now, zone=zone)
    told = due and page.presence is Presence.PRESENT
    change = reminder(page, due, now.astimezone(zone).date(), now) if told else None
    upcoming = next_reminder(document, now, zone=zone)
    return change, replace(
        page,
        revision=page.revision + 1,
        changes=change.number if change else page.changes,
        remind_at=upcoming[0] if upcoming else None,
    )


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
        _refound(page),
        presence=Presence.PRESENT if page.latest else page.presence,
        failures=0,
        suspect=None,
        next_check_at=now + spread(interval(pace.recheck, page.weight, page.source_weight), page.url),
    )


def _refound(page: Page) -> Page:
    """Its document was seen: what was counted of its absence is void."""
    return replace(page, gone_sightings=0, gone_since=None, gone_seen_at=None)


def _suspected(page: Page, suspect: Suspect) -> Page:
    """A text that a later look must confirm: the page can be read, so that nothing failed."""
    known = page.suspect
    kept = known if known is not None and known.exact == suspect.exact else suspect
    return replace(
        page,
        suspect=kept,
        last_outcome=kept.why,
        next_check_at=_confirmed_at(kept, page, suspect.since),
    )


def _confirmed_at(suspect: Suspect, page: Page, now: datetime) -> datetime:
    """When a suspect is looked at again; one that may swing back is not left alone meanwhile."""
    until = suspect.since + spread(PATIENCE[suspect.why], page.url)
    return min(until, now + PATIENCE[SWINGING] / SWINGS) if suspect.why == SWINGING else until


def _flapping_since(page: Page, reading: Reading, change: Change | None, now: datetime) -> datetime | None:
    if change is not None and change.kind is ChangeKind.FLAPPING:
        return now
    settled = isinstance(reading, Text | Unchanged) and is_calm(page, now)
    return None if settled else page.flapping_since


def _remind_at(page: Page, version: Version, pace: Pace, now: datetime) -> datetime | None:
    """When the first reminder of a version is due; one that fell due and was not told yet is not skipped."""
    owed = page.remind_at if page.remind_at is not None and page.remind_at <= now else None
    upcoming = next_reminder(version.document, owed - MOMENT if owed else now, zone=ZoneInfo(pace.timezone))
    return upcoming[0] if upcoming else None


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
