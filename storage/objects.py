"""Bytes as they came, in an S3-compatible store or a folder: one compressed object each, named for its digest."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import LocalStore, S3Store

from core.errors import BlobError
from core.ports import Blobs
from storage.compression import expand, proved, squeeze

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

PATIENCE = timedelta(seconds=45)
"""Longest that one object may take, with all attempts."""

_ATTEMPT = timedelta(seconds=15)
_CONNECT = timedelta(seconds=5)
_RETRIES = 2
_LIST = 1_000
_OBJECT = re.compile(r"[0-9a-f]{2}/([0-9a-f]{64})\.zst")
_STATUS = re.compile(r"status code: (\d{3}[ \w]*\w)|kind: (Timeout|Connect)\b")
_SYSTEM = re.compile(r'message: "([\w .:-]{1,100})"')
_SAID = {"Timeout": "no answer in time", "Connect": "no connection"}


class ObjectBlobs(Blobs):
    """Objects `ab/ab12….zst`: a zstandard frame with a checksum, which `zstd -d` reads too.

    Args:
        place: for messages; without secrets.
        remedy: what to do when the place does not answer, one clause.
        folder: where the objects lie on this host, if they do: they are forced to its disk.
        patience: longest that one object may take.
    """

    def __init__(
        self,
        store: S3Store | LocalStore,
        place: str,
        remedy: str,
        *,
        folder: Path | None = None,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._store = store
        self._place = place
        self._remedy = remedy
        self._folder = folder
        self._patience = patience.total_seconds()

    async def put(self, digest: str, data: bytes) -> None:
        """See `Blobs`."""
        squeezed = await asyncio.to_thread(squeeze, data)
        name = _name(digest)
        with self._faults(digest):
            async with asyncio.timeout(self._patience):
                # Unconditionally: not every S3-compatible store knows If-None-Match, and the bytes are the same.
                await obstore.put_async(self._store, name, squeezed, use_multipart=False)
            if self._folder is not None:
                await asyncio.to_thread(_force, self._folder / name)

    async def get(self, digest: str) -> bytes:
        """See `Blobs`."""
        with self._faults(digest):
            async with asyncio.timeout(self._patience):
                found = await obstore.get_async(self._store, _name(digest))
                stored = bytes(await found.bytes_async())
        return await asyncio.to_thread(_proved, stored, digest, f"{self._place}/{_name(digest)}")

    async def digests(self) -> AsyncIterator[str]:
        """See `Blobs`. Objects of other names are not ours."""
        found = obstore.list(self._store, chunk_size=_LIST)
        while True:
            with self._faults(""):
                async with asyncio.timeout(self._patience):
                    objects = await anext(found, None)
            if objects is None:
                return
            for one in objects:
                if ours := _OBJECT.fullmatch(one["path"]):
                    yield ours[1]

    @contextmanager
    def _faults(self, digest: str) -> Iterator[None]:
        """The one place where the object store's exceptions become ours. Its answers may name keys."""
        try:
            yield
        except FileNotFoundError as error:
            if "NoSuchBucket" in str(error):
                raise BlobError(f"{self._place}: there is no such bucket; create it") from error
            raise BlobError(f"{self._place}: no bytes are kept under digest {digest}; restore its backup") from error
        except TimeoutError as error:
            raise BlobError(f"{self._place}: no answer in {self._patience:.0f} s; {self._remedy}") from error
        except (PermissionDeniedError, UnauthenticatedError) as error:
            raise BlobError(f"{self._place}: access is refused ({_cause(error)}); {self._remedy}") from error
        except (BaseError, OSError) as error:
            raise BlobError(f"{self._place}: {_cause(error)}; {self._remedy}") from error


def s3_blobs(bucket: str, prefix: str, config: "S3Config", *, patience: timedelta = PATIENCE) -> ObjectBlobs:
    """Objects in a bucket. Raises `BlobError` for settings of no use.

    Args:
        config: what obstore does not find in the AWS_* variables by itself.
    """
    place = f"s3://{bucket}/{prefix}".rstrip("/")
    remedy = "see that endpoint, region and bucket are right and that the credentials may read, write and list there"
    client: ClientConfig = {
        "timeout": min(_ATTEMPT, patience),
        "connect_timeout": min(_CONNECT, patience),
        # Encryption is the endpoint's affair: whoever wrote http:// in it has decided.
        "allow_http": config.get("endpoint", "").startswith("http://"),
    }
    retry: RetryConfig = {"max_retries": _RETRIES, "retry_timeout": patience}
    try:
        store = S3Store(bucket, prefix=prefix or None, config=config, client_options=client, retry_config=retry)
    except (BaseError, ValueError) as error:
        raise BlobError(f"{place}: {_cause(error)}; {remedy}") from error
    return ObjectBlobs(store, place, remedy, patience=patience)


def folder_blobs(folder: Path) -> ObjectBlobs:
    """Objects in a folder, which must be there: a disk that is not mounted is not to be written beside."""
    place = folder.as_uri()
    if not folder.is_dir():
        raise BlobError(f"{place} is no folder; create it, or mount the disk it is on")
    remedy = "see that this user may write there and that the disk is not full"
    return ObjectBlobs(LocalStore(folder), place, remedy, folder=folder)


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest}.zst"


def _proved(stored: bytes, digest: str, name: str) -> bytes:
    return proved(expand(stored, None, name), digest, name)


def _force(file: Path) -> None:
    """To the disk: the database may outlive a power cut that the file would not."""
    for path in (file, file.parent, file.parent.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _cause(error: Exception) -> str:
    """What happened, without what the server said of it."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    said = str(error)
    found = _STATUS.search(said)
    system = _SYSTEM.search(said)
    parts = [found[1] or _SAID[found[2]]] if found else []
    parts += [system[1]] if system else []
    return ": ".join(parts) or said.splitlines()[0].split(" - ")[-1].strip()
