"""Turns at hosts in plain dictionaries, as `core.ports.Hosts` says."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.model import Busy, Shut, Taken, Turn


@dataclass
class Host:
    """One host."""

    next_request_at: datetime
    ended_at: datetime | None = None
    shut_until: datetime | None = None


class RememberedHosts:
    """Hosts by their authority."""

    def __init__(self) -> None:
        super().__init__()
        self.hosts: dict[str, Host] = {}

    async def time(self) -> datetime:
        """See `Hosts`."""
        return datetime.now(UTC)

    async def take_turn(self, host: str, now: datetime, pause: timedelta, lease: timedelta) -> Turn:
        """See `Hosts`."""
        known = self.hosts.setdefault(host, Host(now))
        if known.shut_until is not None and known.shut_until > now:
            return Shut(known.shut_until)
        if known.ended_at is None and known.next_request_at > now:
            return Busy(known.next_request_at, in_flight=True)
        free = known.next_request_at if known.ended_at is None else max(known.next_request_at, known.ended_at + pause)
        if free > now:
            return Busy(free)
        known.next_request_at, known.ended_at = now + lease, None
        return Taken(now + lease)

    async def end_turn(self, host: str, taken: Taken, now: datetime, pause: timedelta) -> None:
        """See `Hosts`."""
        known = self.hosts[host]
        if known.ended_at is None and known.next_request_at == taken.until:
            known.next_request_at, known.ended_at = now + pause, now

    async def shut(self, host: str, until: datetime) -> None:
        """See `Hosts`."""
        known = self.hosts.setdefault(host, Host(until))
        known.shut_until = max(until, known.shut_until or until)

    async def forget_hosts(self, idle_since: datetime) -> int:
        """See `Hosts`."""
        idle = [
            name
            for name, known in self.hosts.items()
            if known.next_request_at <= idle_since and (known.shut_until or idle_since) <= idle_since
        ]
        for name in idle:
            del self.hosts[name]
        return len(idle)
