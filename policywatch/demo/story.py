"""Three days of the specimen sites, watched by the real service, and what it told against what was planted."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console

from core.errors import UsageError
from policywatch.demo.receivers import HookReceiver, MailServer, hook_receiver, mail_server
from policywatch.round import Tally, run_round
from policywatch.wiring import Watch, open_watch, read_configuration
from seeds import Plan, demo_sources, plan
from seeds.server import SpecimenServer

ROUNDS = (time(0, 0), time(4, 0), time(8, 0))
"""When the demo looks, each day, in UTC: 8, 12 and 16 o'clock in Shanghai."""

CONFIG, DATABASE = "sources.yaml", "policywatch.db"

MARK = "# The specimen sites of seeds/, as `policywatch demo` watches them"
"""How the configuration of a demo begins."""

Fact = tuple[int, str, str]
"""One change: day, kind, path. What is planted and what is told are compared as these."""


@dataclass
class SetClock:
    """A clock that is set, not one that runs: three days pass in seconds."""

    at: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time the demo pretends it is."""
        return self.at


@dataclass
class Scene:
    """All that stands while the demo runs."""

    sites: SpecimenServer
    mail: MailServer
    hook: HookReceiver
    watch: Watch
    clock: SetClock
    console: Console
    told: list[Fact] = field(default_factory=list)


def swept(folder: Path) -> Path:
    """The folder, there and without the database of an earlier demo.

    Raises:
        UsageError: it cannot be written to, or holds the files of a real installation, which are named alike.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not _is_free(folder):
            wrong = f"{folder} holds a {CONFIG} or a {DATABASE} that is not the demo's, and would be overwritten"
            raise UsageError("--directory", wrong, "name another folder")
        for old in folder.glob(f"{DATABASE}*"):
            old.unlink()
    except OSError as fault:
        raise UsageError("--directory", f"{folder} cannot be used: {fault.strerror}", "name another folder") from fault
    return folder


def _is_free(folder: Path) -> bool:
    """Whether nothing is in the way, or only what an earlier demo left."""
    config = folder / CONFIG
    if config.exists():
        return config.read_bytes().startswith(MARK.encode())
    return not any(folder.glob(f"{DATABASE}*"))


@asynccontextmanager
async def on_scene(folder: Path, console: Console) -> AsyncIterator[Scene]:
    """The specimen sites, two receivers and a watch over an empty database in `folder`."""
    database = folder / DATABASE
    secret = "whsec_" + secrets.token_urlsafe(24).replace("-", "A").replace("_", "B")
    async with SpecimenServer() as sites, mail_server() as mail, hook_receiver(secret) as hook:
        path = folder / CONFIG
        await asyncio.to_thread(path.write_text, demo_sources(sites.official, sites.mirror, hook.url), encoding="utf-8")
        environ = {"POLICYWATCH_SMTP_URL": mail.url, "HOOK_SECRET": secret}
        clock = SetClock(_moments(plan())[0][1])
        config = read_configuration(path, environ)
        async with open_watch(config, f"sqlite:///{database}", environ, clock) as watch:
            yield Scene(sites, mail, hook, watch, clock, console)


async def perform(scene: Scene) -> bool:
    """Play all days; whether exactly the planted changes were told, by mail and by webhook, once each."""
    planted = plan()
    for day, moment in _moments(planted):
        scene.sites.day = day
        scene.clock.at = moment
        if moment.time() == ROUNDS[0]:
            scene.console.print(f"\n[bold]Day {day}[/] · {planted.days[day - 1]}")
        mails, hooks = len(scene.mail.mails), set(scene.hook.taken)
        tally = await run_round(scene.watch, list(scene.watch.sources), every_page=True)
        await _tell_round(scene, day, tally)
        _tell_received(scene, mails, hooks)
    return _conclude(scene, planted)


def _moments(planted: Plan) -> list[tuple[int, datetime]]:
    """Every round of every day, in order."""
    days = enumerate(planted.days, start=1)
    return [(day, datetime.combine(date, at, UTC)) for day, date in days for at in ROUNDS]


async def _tell_round(scene: Scene, day: int, tally: Tally) -> None:
    looks = ", ".join(f"{count} {outcome}" for outcome, count in sorted(tally.outcomes.items()))
    clock = (scene.clock.at + timedelta(hours=8)).strftime("%H:%M")
    scene.console.print(f"  {clock}  {tally.listings} listings, {tally.pages} pages ({looks})", highlight=False)
    for seen in tally.troubles:
        scene.console.print(f"         [dim]{_path(seen.errand.url)}: {seen.trouble}[/]", highlight=False)
    for told in await scene.watch.store.told([change.id for change in tally.changes]):
        scene.told.append((day, told.change.kind.value, _path(told.change.url)))
        title = told.document.title if told.document else ""
        scene.console.print(f"         [bold]{told.change.kind.value}[/] {title}", highlight=False)
        scene.console.print(f"         [dim]{told.source_name} · {told.change.headline}[/]", highlight=False)


def _tell_received(scene: Scene, mails: int, hooks: set[str]) -> None:
    for mail in scene.mail.mails[mails:]:
        scene.console.print(f"         ✉  {mail['To']}: {mail['Subject']}", highlight=False, markup=False)
    for number in scene.hook.taken.keys() - hooks:
        scene.console.print(f"         ⚓ webhook {number}, signature verified", highlight=False)


def _conclude(scene: Scene, planted: Plan) -> bool:
    expected = sorted((change.day, change.kind.value, change.path) for change in planted.changes)
    exact = sorted(scene.told) == expected
    mailed = sorted(str(mail["Message-ID"]) for mail in scene.mail.mails)
    once = len(mailed) == len(set(mailed)) == len(expected) and scene.hook.calls == len(scene.hook.taken) == len(
        expected
    )
    scene.console.print(
        f"\nplanted {len(expected)} changes, told {len(scene.told)}: {'exactly those' if exact else 'NOT those'}; "
        f"{len(scene.mail.mails)} mails and {len(scene.hook.taken)} webhooks arrived"
        f"{', each once' if once else ', NOT each once'}",
        highlight=False,
    )
    for day, kind, path in _differences(expected, scene.told):
        scene.console.print(f"  ! day {day}: {kind} {path}", highlight=False)
    return exact and once


def _differences(expected: list[Fact], told: list[Fact]) -> Iterator[Fact]:
    for fact in sorted(set(expected) ^ set(told)):
        yield (fact[0], ("missed " if fact in expected else "false ") + fact[1], fact[2])


def _path(url: str) -> str:
    return urlsplit(url).path


async def linger(scene: Scene) -> None:
    """Keep the sites up until the demo is interrupted."""
    scene.console.print(
        f"\nThe sites stay up at {scene.sites.official} and {scene.sites.mirror}; Ctrl-C ends the demo."
    )
    await asyncio.Event().wait()
