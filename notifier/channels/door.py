"""open_socket(address): no socket towards a loopback, private, metadata or other address off the public network.

Asked at connect time, with the very address that is connected to: no name can resolve differently in between.
"""

import socket

from aiohttp import AddrInfoType

from core.addresses import refusal


class ForbiddenAddress(OSError):
    """the url leads to a private or loopback address, and allow_private_networks is not set"""

    def __str__(self) -> str:
        # The same for every address, so that several refusals are told as one.
        return (self.__doc__ or "").strip()


def open_socket(address: AddrInfoType) -> socket.socket:
    """A socket for the address, not yet connected. Raises `ForbiddenAddress`."""
    family, kind, protocol, _, target = address
    if refusal(str(target[0])):
        raise ForbiddenAddress
    return socket.socket(family, kind, protocol)
