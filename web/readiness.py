"""Whether the service does its work: database, heartbeat of the engine, and how late it is."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from core.errors import StoreError
from core.ports import Archive
from core.serialise import rfc3339
from web.desk import Desk

log = structlog.get_logger(__name__)

STILL = timedelta(minutes=3)
"""An engine beats once a minute; one that was silent for so long is not there."""

LATE = timedelta(hours=6)
"""Looks may be due for so long: a daemon that was away for a night has much to do and is at it."""

PATIENCE = 5.0
"""Seconds that the database is given."""

KEPT = 5.0
"""Seconds for which an answer holds: anybody may ask."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What was found.

    Args:
        checks: name -> what of it; `ok` in each.
    """

    checks: Mapping[str, Mapping[str, object]]

    @property
    def ok(self) -> bool:
        """Whether all is well."""
        return all(check["ok"] for check in self.checks.values())


@dataclass
class Readiness:
    """Looks, at most once in a while."""

    desk: Desk
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    found: Ready | None = None
    found_at: float = 0.0

    async def ready(self) -> Ready:
        """How it stands now, or stood a moment ago."""
        async with self.asking:
            now = asyncio.get_running_loop().time()
            if self.found is None or now - self.found_at > KEPT:
                self.found, self.found_at = await looked(self.desk.store, self.desk.clock()), now
            return self.found


async def looked(store: Archive, now: datetime) -> Ready:
    """How it stands. What is wrong with the database is in the log, not in the answer."""
    try:
        async with asyncio.timeout(PATIENCE):
            beats, since = await store.beats(), await store.overdue_since(now)
    except (StoreError, TimeoutError) as fault:
        log.error("not ready", fault=repr(fault))
        return Ready({"database": {"ok": False}})
    last = max(beats.values(), default=None)
    late = max(now - since, timedelta()) if since else timedelta()
    return Ready(
        {
            "database": {"ok": True},
            "heartbeat": {
                "ok": last is not None and now - last <= STILL,
                "last": rfc3339(last) if last else None,
            },
            "lag": {"ok": late <= LATE, "seconds": int(late.total_seconds())},
        }
    )
