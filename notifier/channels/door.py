"""open_socket(address): no socket towards a loopback, private, metadata or other address off the public network.

Asked at connect time, with the very address that is connected to: no name can resolve differently in between.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp import AddrInfoType

NAT64 = IPv6Network("64:ff9b::/96")
"""IPv4 addresses behind a translator (RFC 6052)."""


class ForbiddenAddress(OSError):
    """the url leads to a private or loopback address, and allow_private_networks is not set"""

    def __str__(self) -> str:
        # The same for every address, so that several refusals are told as one.
        return (self.__doc__ or "").strip()


def open_socket(address: AddrInfoType) -> socket.socket:
    """A socket for the address, not yet connected. Raises `ForbiddenAddress`."""
    family, kind, protocol, _, target = address
    if not is_public(str(target[0])):
        raise ForbiddenAddress
    return socket.socket(family, kind, protocol)


def is_public(host: str) -> bool:
    """Whether an IP address belongs to the public network, whatever it is wrapped in.

    >>> [is_public(host) for host in ("8.8.8.8", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False, False]
    """
    address = _unwrapped(ip_address(host.partition("%")[0]))
    return address.is_global and not address.is_multicast


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
