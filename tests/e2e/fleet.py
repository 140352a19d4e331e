"""Planners and workers as processes, on one database; forked from a server that has everything imported."""

import asyncio
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import psycopg

from core.model import DeliveryState
from crawler.normalise import fold
from policywatch.cli import main
from policywatch.demo.receivers import HookReceiver, hook_receiver
from storage import open_store
from tests.e2e.country import Country

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PRELOADED = (
    "tests.e2e.fleet",
    "policywatch.engines.distributed.planner",
    "policywatch.engines.distributed.worker",
    "policywatch.remind",
    "storage.store",
    "alembic.config",
)
CONFIG = """\
version: 1
settings: {{allow_private_networks: true, hold: 0s}}
defaults: {{every: 12h, delay: 0s, recheck: 12h, timeout: 5s}}
sources:
{sources}
channels:
  hook: {{type: webhook, url: "{hook}", secret_env: HOOK_SECRET}}
rules:
  - {{name: all, send_to: [hook]}}
"""
PLANNER = ("run", "--engine", "distributed")

fold("預熱")  # tables are made once, by the server, not by each of its children


@dataclass(frozen=True, slots=True)
class Command:
    """One process."""

    arguments: tuple[str, ...]
    environ: dict[str, str]
    log: Path


def live(command: Command) -> None:
    """The life of the process. Ends it with the status of the command."""
    os.environ.update(command.environ)
    sys.argv = ["policywatch", *command.arguments]
    with command.log.open("a", encoding="utf-8") as log:
        sys.stdout = sys.stderr = log
        main()


@dataclass(frozen=True, slots=True)
class Member:
    """One process that is up, and how it was called."""

    process: ForkServerProcess
    arguments: tuple[str, ...]


@dataclass
class Fleet:
    """What is up, where its log is, and what it works on."""

    country: Country
    hook: HookReceiver
    folder: Path
    database: str
    up: list[Member] = field(default_factory=list)

    async def start(self, *arguments: str) -> Member:
        """One more process."""
        command = ("--config", str(self.folder / "sources.yaml"), "--database", self.database, *arguments)
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(PRELOADED))
        process = context.Process(target=live, args=(Command(command, {"HOOK_SECRET": SECRET}, self.log),))
        await asyncio.to_thread(process.start)
        member = Member(process, arguments)
        self.up.append(member)
        return member

    async def end(self, member: Member) -> int | None:
        """Stop a process; its exit status."""
        self.up.remove(member)
        member.process.terminate()
        await asyncio.to_thread(member.process.join, 40)
        if member.process.exitcode is None:
            member.process.kill()
            await asyncio.to_thread(member.process.join)
        return member.process.exitcode

    async def end_all(self) -> list[int | None]:
        """Stop every process; their exit statuses."""
        return list(await asyncio.gather(*(self.end(member) for member in list(self.up))))

    async def kill(self, member: Member) -> None:
        """Kill a process (SIGKILL)."""
        self.up.remove(member)
        member.process.kill()
        await asyncio.to_thread(member.process.join)

    @property
    def log(self) -> Path:
        """What they all say."""
        return self.folder / "fleet.log"

    @property
    def said(self) -> str:
        """The same, as text."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def asked(self, question: str) -> int:
        """A number that the database answers with."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            row = connection.execute(question.encode()).fetchone()
        assert row is not None
        return int(row[0])

    def make_due(self) -> None:
        """The time of every listing and every document has come."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute("UPDATE page SET next_check_at = now() WHERE next_check_at IS NOT NULL")
            connection.execute("UPDATE listing SET next_look_at = now()")

    def end_leases(self) -> None:
        """Whoever had claimed a delivery has had it for as long as it may."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute("UPDATE delivery SET claimable_at = now() WHERE state = 'claimed'")

    def cut(self) -> None:
        """Every connection to the database is lost that has stood for a while, as when a proxy before it is renewed.

        A process that is just starting would end and say why; whoever keeps it running would start it again.
        """
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND backend_start < now() - interval '5 seconds'"
            )

    def is_idle(self) -> bool:
        """Whether every source was looked at, and nothing is due."""
        listed = self.asked("SELECT count(*) FROM listing WHERE last_looked_at IS NOT NULL AND next_look_at > now()")
        return listed == len(self.country.stations) and not self.asked(
            "SELECT count(*) FROM page WHERE next_check_at <= now()"
        )

    def is_delivered(self) -> bool:
        """Whether nothing is owed."""
        return not self.asked("SELECT count(*) FROM delivery WHERE claimable_at IS NOT NULL")

    async def until(self, happened: Callable[[], bool], patience: float) -> None:
        """Wait for something, not for a time."""
        async with asyncio.timeout(patience):
            while not await asyncio.to_thread(happened):  # noqa: ASYNC110 - it happens in other processes
                await asyncio.sleep(0.1)

    async def expect_told_once(self, planted: set[tuple[str, str]]) -> None:
        """Each planted change is stored once, and nothing else; each was sent, under one id."""
        store = open_store(self.database)
        try:
            told = await store.changes(limit=100_000)
            deliveries = await store.deliveries(limit=100_000)
        finally:
            await store.close()
        found, wanted = Counter((one.change.url, one.change.kind.value) for one in told), Counter(planted)
        assert found == wanted, f"missed: {wanted - found}; not planted: {found - wanted}"
        assert {one.state for one in deliveries} <= {DeliveryState.SENT}
        assert Counter(one.change_id for one in deliveries) == Counter(one.change.id for one in told)
        assert set(self.hook.taken) == {one.letter or one.id for one in deliveries}


@asynccontextmanager
async def fleet(folder: Path, database: str, built: Country) -> AsyncIterator[Fleet]:
    """A fleet that watches a country; nothing is up yet, and nothing is afterwards."""
    await asyncio.to_thread(lambda: open_store(database).let_go())
    async with hook_receiver(SECRET) as hook:
        sources = "\n".join(built.sources())
        (folder / "sources.yaml").write_text(CONFIG.format(sources=sources, hook=hook.url), encoding="utf-8")
        made = Fleet(built, hook, folder, database)
        try:
            yield made
        finally:
            for member in list(made.up):
                await made.kill(member)
