"""`policywatch demo` as a person starts it: a process that tells its three days and stays up with its dashboard."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

PATIENCE = 180.0


@asynccontextmanager
async def demonstration(folder: Path) -> AsyncIterator[str]:
    """Where its dashboard is, once the days are told; it ends with the block."""
    environ = {**os.environ, "POLICYWATCH_PORT": "0", "COLUMNS": "200"}
    command = (sys.executable, "-m", "policywatch", "demo", "--directory", str(folder))
    process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, env=environ)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            yield await _address(process.stdout)
    finally:
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.communicate(), PATIENCE)


async def _address(stream: asyncio.StreamReader) -> str:
    while line := (await stream.readline()).decode():
        if found := re.search(r"dashboard.*(http://\S+?/)\s*$", line):
            return found[1]
    raise AssertionError("the demo ended without a dashboard")
