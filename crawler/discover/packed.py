"""Bodies that are packed files themselves, as `sitemap.xml.gz` is, made plain within a bound."""

import zlib

from crawler.discover.outcome import Unreadable

LARGEST = 10 * 1024 * 1024
MOST_MEMBERS = 100
GZIP = b"\x1f\x8b"
GZIP_ONLY = zlib.MAX_WBITS | 16


def unpacked(body: bytes, limit: int = LARGEST) -> bytes | Unreadable:
    """What is packed in a gzip file (RFC 1952), at most `limit` bytes; any other body as it is."""
    if not body.startswith(GZIP):
        return body
    pieces: list[bytes] = []
    size, rest = 0, body
    for _ in range(MOST_MEMBERS):
        inflater = zlib.decompressobj(GZIP_ONLY)
        try:
            piece = inflater.decompress(rest, limit - size + 1)
        except zlib.error as error:
            return Unreadable(f"the gzip file is broken: {error}")
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            return Unreadable(f"the gzip file holds more than {limit:,} bytes")
        if not inflater.eof:
            return Unreadable("the gzip file ends too early")
        rest = inflater.unused_data
        if not rest.startswith(GZIP):  # padding
            return b"".join(pieces)
    return Unreadable(f"the gzip file has more than {MOST_MEMBERS} members")
