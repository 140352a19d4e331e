"""How often an address may name a wrong token before it must wait."""

import ipaddress
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FAILURES = 5
WITHIN = timedelta(minutes=15)
"""So many wrong tokens within this time; then nothing is looked at until the first of them is so old."""

_MOST_ADDRESSES = 10_000


@dataclass
class Patience:
    """Remembers, in this process, which addresses named a wrong token and when.

    Args:
        clock: the wall's.
    """

    clock: Callable[[], datetime]
    wrong: OrderedDict[str, deque[datetime]] = field(default_factory=OrderedDict)

    def wait(self, address: str) -> timedelta:
        """How long the address must wait before its token is looked at; zero if it need not."""
        now, times = self.clock(), self.wrong.get(_who(address), deque())
        while times and now - times[0] >= WITHIN:
            times.popleft()
        return times[0] + WITHIN - now if len(times) >= FAILURES else timedelta(0)

    def count(self, address: str) -> None:
        """The address named a wrong token."""
        who = _who(address)
        self.wrong.setdefault(who, deque(maxlen=FAILURES)).append(self.clock())
        self.wrong.move_to_end(who)
        if len(self.wrong) > _MOST_ADDRESSES:
            self.wrong.popitem(last=False)

    def forget(self, address: str) -> None:
        """Somebody at the address has come in."""
        self.wrong.pop(_who(address), None)


def _who(address: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 one, of which a single household has all.

    A server that listens on `::` sees the IPv4 addresses of the whole world in one /64 (RFC 4291 §2.5.5.2).

    >>> _who("::ffff:192.0.2.1"), _who("2001:db8::1")
    ('192.0.2.1', '2001:db8::/64')
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
