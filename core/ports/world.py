"""The seams to the world: the network, the place of raw bytes, a channel."""

from collections.abc import AsyncIterator
from typing import Protocol

from core.model import (
    Dispatch,
    Sight,
    Validators,
)
from core.source import Manners


class Web(Protocol):
    """The one door to the network."""

    async def look(
        self,
        url: str,
        manners: Manners,
        validators: Validators | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
        content_type: str | None = None,
    ) -> Sight:
        """See what stands at an address, politely.

        Args:
            validators: from the last look; None asks unconditionally.

        Returns:
            A value for everything the network can do; never raises for what the world did.
        """


class Blobs(Protocol):
    """Where bytes lie as they came, each once, under their SHA-256 in 64 hex digits."""

    async def put(self, digest: str, data: bytes) -> None:
        """Keep bytes; to keep them again does no harm.

        Returns when they outlive this process, its host's power too where the place can promise that. Raises
        `StoreError` if they are not kept.
        """

    async def get(self, digest: str) -> bytes:
        """The bytes, proved by their digest. Raises `StoreError` if they are not kept, damaged or out of reach."""

    def digests(self) -> AsyncIterator[str]:
        """Of everything that is kept, in no order. Raises `StoreError` if that cannot be listed."""


class Courier(Protocol):
    """One channel: it sends, or says why not."""

    async def send(self, dispatch: Dispatch) -> None:
        """Deliver one message; returns when the receiver has taken it.

        Raises:
            DeliveryDelayed: not now.
            DeliveryRefused: never.
        """
