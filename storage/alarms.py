"""Of which channels' backlog others were told."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.tables import ALARM
from storage.upsert import insert_or_update


def alarms(connection: Connection) -> dict[str, datetime]:
    """Channels, and when others were told of them last."""
    return {row.channel: row.told_at for row in connection.execute(select(ALARM))}


def raise_alarm(connection: Connection, channel: str, now: datetime) -> None:
    """Remember that others were told."""
    connection.execute(insert_or_update(connection, ALARM, "channel", {"channel": channel, "told_at": now}))


def end_alarm(connection: Connection, channel: str) -> None:
    """Forget that they were."""
    connection.execute(delete(ALARM).where(ALARM.c.channel == channel))
