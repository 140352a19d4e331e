"""Which addresses belong to the public network (decision 0003): what the fetcher and the webhooks both keep to."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: an IPv4 address stands in the last 32 bits."""

NOT_PUBLIC = (
    IPv4Network("192.0.0.0/24"),  # IETF protocol assignments; Oracle's metadata service is 192.0.0.192
    IPv4Network("192.88.99.0/24"),  # 6to4 relays, withdrawn (RFC 7526)
    IPv4Network("168.63.129.16/32"),  # Azure's metadata service, on an address that looks public
    IPv6Network("3fff::/20"),  # documentation (RFC 9637)
)
"""What `ipaddress` of Python 3.11 takes for global, and is not."""


def refusal(address: str) -> str | None:
    """Why an IP address is not connected to; None for a public one.

    >>> refusal("127.0.0.1")
    '127.0.0.1 is not a public address'
    >>> refusal("8.8.8.8") is None
    True
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return f"{address[:80]} is not an IP address"
    return None if _is_public(_unwrapped(ip)) else f"{address} is not a public address"


def _unwrapped(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address only wraps, else the address itself."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if any(ip in network for network in NOT_PUBLIC):
        return False
    site_local = isinstance(ip, IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or site_local)
