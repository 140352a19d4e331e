"""Bytes made small: alone, or as what differs from bytes that are kept anyway."""

import hashlib
import threading

import zstandard

from core.errors import StoreError

_LEVEL = 6
_KEPT_WHOLE = 0.5
"""A difference larger than this share of the whole is not worth a second read."""


class _Tools(threading.local):
    """What a thread compresses with: two may not use one at a time."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        self.decompressor = zstandard.ZstdDecompressor()


_TOOLS = _Tools()


def squeeze(data: bytes) -> bytes:
    """Zstandard with a checksum."""
    return _TOOLS.compressor.compress(data)


def squeeze_against(data: bytes, base: bytes) -> bytes | None:
    """What differs from `base`; None where that is not clearly smaller than the whole."""
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL, source_size=len(data), dict_size=len(base), write_checksum=True
    )
    compressor = zstandard.ZstdCompressor(dict_data=_dictionary(base), compression_params=parameters)
    difference = compressor.compress(data)
    return difference if len(difference) < _KEPT_WHOLE * len(squeeze(data)) else None


def expand(stored: bytes, base: bytes | None, name: str) -> bytes:
    """The bytes behind `squeeze`, or behind `squeeze_against` the same base.

    Args:
        name: what the bytes are, for the message.

    Raises:
        StoreError: they are not what was stored.
    """
    try:
        if base is None:
            return _TOOLS.decompressor.decompress(stored)
        return zstandard.ZstdDecompressor(dict_data=_dictionary(base)).decompress(stored)
    except zstandard.ZstdError as error:
        raise StoreError(f"{name} cannot be read back ({error}); restore a backup") from error


def proved(data: bytes, digest: str, name: str) -> bytes:
    """The bytes, if this is their SHA-256. Raises `StoreError` if it is not."""
    if hashlib.sha256(data).hexdigest() != digest:
        raise StoreError(f"{name} is not what its digest says; restore a backup")
    return data


def _dictionary(base: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
