"""What is late in one channel is told by another: nobody misses an alert without knowing it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from core.model import Alarm, Backlog
from core.source import Channel, Configuration
from policywatch.deliver import send
from policywatch.wiring import Watch

AGAIN = timedelta(days=1)
"""An outage that lasts is told again so often."""

log = structlog.get_logger(__name__)


async def sound_alarms(watch: Watch) -> list[Alarm]:
    """Tell of every channel that has been late for longer than the settings allow; returns what was told.

    Each outage is told once, by every channel that is to tell of it, and then once a day. An alarm that no channel
    takes is tried again the next time.
    """
    now = watch.clock()
    late = await watch.store.undelivered(now - watch.config.settings.alarm_after)
    known = await watch.store.alarms()
    for channel in known.keys() - {backlog.channel for backlog in late}:
        log.info("delivers again", channel=channel)
        await watch.store.end_alarm(channel)
    told: list[Alarm] = []
    for backlog in late:
        if backlog.channel not in known or now - known[backlog.channel] >= AGAIN:
            told += await _sound(watch, backlog, now)
    return told


def tellers(config: Configuration, troubled: str) -> tuple[Channel, ...]:
    """The channels that tell that one does not deliver: those of the settings, else the first other one."""
    others = [channel for channel in config.channels if channel.name != troubled]
    if config.settings.alarm:
        return tuple(channel for channel in others if channel.name in config.settings.alarm)
    return tuple(others[:1])


async def _sound(watch: Watch, backlog: Backlog, now: datetime) -> Sequence[Alarm]:
    alarms = [
        Alarm(channel=channel.name, recipient=recipient, backlog=backlog, at=now)
        for channel in tellers(watch.config, backlog.channel)
        for recipient in channel.recipients
    ]
    log.error(
        "not delivered",
        channel=backlog.channel,
        deliveries=backlog.deliveries,
        since=str(backlog.since),
        why=backlog.why,
    )
    told = [alarm for alarm in alarms if await send(watch.couriers.get(alarm.channel), alarm) is None]
    if told or not alarms:
        await watch.store.raise_alarm(backlog.channel, now)
    return told
