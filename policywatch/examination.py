"""What is looked at when something seems wrong, as far as it needs no network: clock, outbox, calendar, channels."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.model import Backlog
from core.ports import Store
from core.source import Configuration
from notifier.channels import problems
from policywatch.rulebook import unknown_years
from policywatch.wiring import surroundings
from web.service import Check

CLOCK_SLACK = timedelta(minutes=5)
LATE = timedelta(minutes=5)
"""A message that was to go out longer ago than this is late."""


async def stored(store: Store, now: datetime) -> list[Check]:
    """What the store tells: whether the clock can be right, and whether anything waits in vain."""
    return [await _clock(store, now), *await _outbox(store, now)]


def configured(config: Configuration, environ: Mapping[str, str], now: datetime) -> list[Check]:
    """What the file and the environment tell: whether channels have what they need, and holidays are known."""
    return [*_channels(config, environ), *_calendar(config, now)]


async def _clock(store: Store, now: datetime) -> Check:
    newest = max((one.at for one in await store.changes_page(limit=1)), default=now)
    if newest - now > CLOCK_SLACK:
        return Check("clock", f"stands {newest - now} before the newest change", "set the clock (NTP)")
    return Check("clock", f"{now:%Y-%m-%d %H:%M}Z")


async def _outbox(store: Store, now: datetime) -> list[Check]:
    late = await store.undelivered(now - LATE)
    if not late:
        return [Check("outbox", "nothing that was detected waits to be delivered")]
    remedy = "mend the channel, or start the daemon; `policywatch deliveries retry` sends what failed"
    return [Check("outbox", _said(one), remedy) for one in late]


def _said(backlog: Backlog) -> str:
    why = f"; for one: {backlog.why}" if backlog.why else "; none was tried yet"
    return (
        f"channel {backlog.channel}: {backlog.deliveries} detected and not delivered "
        f"({backlog.failed} of them given up), the oldest since {backlog.since:%Y-%m-%d %H:%M}Z{why}"
    )


def _channels(config: Configuration, environ: Mapping[str, str]) -> list[Check]:
    wrong = problems(config.channels, environ, surroundings(config))
    found = [Check("channel", problem, "mend it, then try `policywatch notify-test CHANNEL`") for problem in wrong]
    return found or [Check("channel", f"{len(config.channels)} channels have what they need")]


def _calendar(config: Configuration, now: datetime) -> list[Check]:
    return [
        Check(
            "calendar",
            f"the holidays of {year} are not known: its working days are taken for Monday to Friday",
            "install a newer version of the package chinesecalendar once they are published (in November)",
        )
        for year in unknown_years(config, now)
    ]
