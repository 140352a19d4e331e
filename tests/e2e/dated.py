"""The command line in a process of its own, whose clock is set; forked from a server that has everything imported."""

import asyncio
import multiprocessing
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from crawler.normalise import fold
from policywatch import wiring
from policywatch.cli import main

PRELOADED = ("tests.e2e.dated", "policywatch.round", "policywatch.remind", "storage.store", "alembic.config")

fold("預熱")  # tables are made once, by the server, not by each of its children


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Args:
        now: what its clock shows all the time.
        out, err: where its two streams go.
    """

    arguments: tuple[str, ...]
    environ: dict[str, str]
    now: datetime
    out: Path
    err: Path


async def run(command: Command) -> int:
    """Run it; its exit status."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    process = context.Process(target=live, args=(command,))
    process.start()
    await asyncio.to_thread(process.join)
    return process.exitcode if process.exitcode is not None else -1


def live(command: Command) -> None:
    """The life of the process. Ends it with the status of the command."""
    os.environ.update(command.environ)
    wiring.open_watch = partial(wiring.open_watch, clock=lambda: command.now)
    sys.argv = ["policywatch", *command.arguments]
    with command.out.open("a", encoding="utf-8") as out, command.err.open("a", encoding="utf-8") as err:
        sys.stdout, sys.stderr = out, err
        main()
