"""A village as two days of watching left it: four versions of three documents, two changes, all of it delivered."""

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from policywatch.demo.receivers import HookReceiver, MailServer
from policywatch.round import run_round
from policywatch.wiring import open_watch, read_configuration
from tests.e2e.village import DAY_ONE, SECRET, Village, village
from tests.fakes.website import Website

DATABASE = "watch.db"


@dataclass(frozen=True, slots=True)
class Photograph:
    """What is left of a village when its servers are gone."""

    database: bytes
    config: str
    address: str


@cache
def photograph() -> Photograph:
    """Made once a process: the rounds are the same for every test."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_watched(Path(folder)))


def watched_village(folder: Path) -> Village:
    """The village in a folder; its servers are gone, its database and its sources.yaml are there."""
    taken = photograph()
    site = Website()
    site.url = taken.address
    place = Village(site, MailServer(), HookReceiver(SECRET), folder, {"HOOK_SECRET": SECRET})
    place.environ["POLICYWATCH_SMTP_URL"] = "smtp://127.0.0.1:9?from=policywatch@example.org"
    place.config.write_text(taken.config, encoding="utf-8")
    (folder / DATABASE).write_bytes(taken.database)
    return place


def page_of(place: Village, number: int) -> tuple[int, str]:
    """Id and address of a document."""
    url = f"{place.site.url}/content/post_{number}.html"
    with closing(sqlite3.connect(place.folder / DATABASE)) as connection:
        (page_id,) = connection.execute("SELECT id FROM page WHERE url = ?", (url,)).fetchone()
    return page_id, url


def tamper(place: Village, statement: str, *values: object) -> None:
    """What somebody does behind our back."""
    with closing(sqlite3.connect(place.folder / DATABASE)) as connection, connection:
        assert connection.execute(statement, values).rowcount > 0


async def two_days(place: Village, database: str) -> None:
    """A silent baseline of two documents, then a third one and an edit of the first."""
    config = read_configuration(place.config, place.environ)
    for day in (0, 1):
        if day:
            place.publish(3, 2, 1)
            place.write(1, "第1条 资助金额最高为800万元。")
        now = DAY_ONE + timedelta(days=day)
        async with open_watch(config, database, place.environ, lambda now=now: now) as watch:  # type: ignore[misc]
            await run_round(watch, list(watch.sources), every_page=True)


async def _watched(folder: Path) -> Photograph:
    async with village(folder) as place:
        await two_days(place, f"sqlite:///{folder / DATABASE}")
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        return Photograph((folder / DATABASE).read_bytes(), place.config.read_text(encoding="utf-8"), place.site.url)
