"""sources.yaml as it stands now, for who only reads it."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import structlog

from core.errors import ConfigError
from policywatch.saved import saved
from policywatch.wiring import read_configuration

log = structlog.get_logger(__name__)


class Followed:
    """The configuration of a file, read again when it is saved; a broken one is reported and the old one kept.

    Raises:
        ConfigError: the file is wrong from the start.
    """

    def __init__(self, path: Path, environ: Mapping[str, str]) -> None:
        self._path = path
        self._environ = environ
        self.configuration = read_configuration(path, environ)

    async def follow(self, stopping: asyncio.Event) -> None:
        """Read the file again whenever it is saved, until told to stop."""
        async for _ in saved(self._path, stopping):
            await self._read()

    async def _read(self) -> None:
        try:
            self.configuration = await asyncio.to_thread(read_configuration, self._path, self._environ)
        except ConfigError as fault:
            log.error("sources.yaml not applied, the old one is kept", mistakes=str(fault).splitlines())
        else:
            log.info("sources.yaml applied", sources=len(self.configuration.sources))
