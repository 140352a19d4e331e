"""The command line as a person runs it: a process, its output and its exit status."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass

from tests.e2e.village import Village

PROGRAM = (sys.executable, "-m", "policywatch")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, object]]:
        """The JSON objects it printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines() if line]


async def policywatch(place: Village, *arguments: str, stdin: bytes = b"") -> Outcome:
    """Run one command against the village's sources.yaml and a database beside it."""
    process = await start(place, *arguments)
    out, err = await process.communicate(stdin)
    return Outcome(process.returncode or 0, out.decode(), err.decode())


async def start(place: Village, *arguments: str) -> Process:
    """Start a command that goes on."""
    database = f"sqlite:///{place.folder / 'watch.db'}"
    # The dashboard of a daemon takes any port that is free: tests run side by side.
    environ = {**os.environ, "POLICYWATCH_PORT": "0", **place.environ, "COLUMNS": "200"}
    command = (*PROGRAM, "--config", str(place.config), "--database", database, *arguments)
    return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environ)


async def run(*arguments: str) -> Outcome:
    """Run one command that is told everything by its arguments."""
    environ = {**os.environ, "COLUMNS": "200"}
    process = await asyncio.create_subprocess_exec(*PROGRAM, *arguments, stdout=PIPE, stderr=PIPE, env=environ)
    out, err = await process.communicate()
    return Outcome(process.returncode or 0, out.decode(), err.decode())
