"""Raw bytes of an answer -> its body, never holding more than was allowed. Pure."""

import zlib

INFLATED = frozenset({"gzip", "x-gzip", "deflate"})
NOT_ASKED_FOR = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})

CHUNK = 65536

GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
RAW_DEFLATE = -zlib.MAX_WBITS

RAW_SLACK = CHUNK
"""An encoded body may be this much longer than the bytes it stands for, and no more."""


class BrokenBody(ValueError):
    """The body is not what its Content-Encoding says."""


class BodyTooLarge(ValueError):
    """The inflated body is larger than allowed."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"body larger than {limit} bytes")


class Body:
    """Takes raw chunks, keeps inflated bytes.

    Args:
        encoding: value of the Content-Encoding header.
        limit: inflated bytes.

    Raises:
        BrokenBody: an encoding that was not asked for.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        codings = [coding.strip().lower() for coding in encoding.split(",")]
        known = [coding for coding in codings if coding in INFLATED | NOT_ASKED_FOR]
        if len(known) > 1 or NOT_ASKED_FOR.intersection(known):
            raise BrokenBody(f"body in an encoding that was not asked for: {encoding[:40]!r}")
        self._limit = limit
        self._raw = 0
        self._size = 0
        self._pieces: list[bytes] = []
        # Misconfigured servers name a charset here; like browsers, we take such a body as it is.
        self._encoded = bool(known)
        self._inflater: zlib._Decompress | None = None

    @property
    def content(self) -> bytes:
        """What was inflated so far, at most `limit` bytes."""
        return b"".join(self._pieces)[: self._limit]

    def feed(self, raw: bytes) -> None:
        """Take the next chunk. Raises `BrokenBody` or `BodyTooLarge`; `content` keeps what fitted."""
        self._raw += len(raw)
        if self._raw > self._limit + RAW_SLACK:
            raise BodyTooLarge(self._limit)
        if not self._encoded:
            self._keep(raw)
        elif raw:
            self._inflate(raw)

    def finish(self) -> bytes:
        """The whole body. Raises `BrokenBody` if the encoded bytes ended too early."""
        if self._inflater is not None and not self._inflater.eof:
            raise BrokenBody("compressed body ends too early")
        return self.content

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        self._pieces.append(piece)
        if self._size > self._limit:
            raise BodyTooLarge(self._limit)

    def _inflate(self, raw: bytes) -> None:
        rest = raw
        while rest:
            if self._inflater is None:
                self._inflater = self._first(rest)
            if self._inflater.eof:
                # A second gzip member goes on with the body (RFC 1952 §2.2); padding after the last is ignored.
                if not rest.startswith(b"\x1f\x8b"):
                    return
                self._inflater = zlib.decompressobj(GZIP_OR_ZLIB)
            self._keep(self._piece(self._inflater, rest))
            rest = self._inflater.unconsumed_tail or self._inflater.unused_data

    def _piece(self, inflater: "zlib._Decompress", raw: bytes) -> bytes:
        try:
            return inflater.decompress(raw, CHUNK)
        except zlib.error as error:
            raise BrokenBody(f"compressed body is broken: {error}") from error

    def _first(self, raw: bytes) -> "zlib._Decompress":
        """An inflater for what begins so: "deflate" is zlib by RFC 9110 §8.4.1.2, but some servers send it bare."""
        wrapped = raw[0] == 0x1F or raw[0] & 0x0F == zlib.DEFLATED
        return zlib.decompressobj(GZIP_OR_ZLIB if wrapped else RAW_DEFLATE)
