"""The address guard: nothing but public addresses is connected to (decision 0003)."""

import errno
import socket

from aiohttp import AddrInfoType

from core.addresses import refusal

LOCAL_NAMES = ("localhost", "local", "internal", "lan", "home.arpa")
"""Top labels that never name a public place (RFC 6761, RFC 6762, RFC 8375, ICANN `.internal`)."""


class ForbiddenAddress(OSError):
    """A connection that the guard did not allow; an `OSError`, so that the next address of a name is tried."""

    def __init__(self, why: str) -> None:
        super().__init__(errno.EACCES, why)


def refusal_of_name(host: str) -> str | None:
    """Why a host is not asked for through a proxy, which resolves names itself: all that can be said of the name."""
    if any(host == name or host.endswith(f".{name}") for name in LOCAL_NAMES):
        return f"{host} is not a public name"
    if ":" in host or host.replace(".", "").isdigit():
        return refusal(host)
    return None


def open_socket(addr_info: AddrInfoType) -> socket.socket:
    """The socket for one resolved address, at the moment of connecting: no later answer of DNS can differ.

    Raises:
        ForbiddenAddress: the address is not public.
    """
    family, kind, protocol, _, sockaddr = addr_info
    why = refusal(str(sockaddr[0]))
    if why is not None:
        raise ForbiddenAddress(why)
    return socket.socket(family=family, type=kind, proto=protocol)
