"""Feeds and metrics over a real database: `feed`, `metrics`, and the folder that a daemon writes."""

import asyncio
import json
import os
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from icalendar import Calendar
from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner, Result

from core.errors import UsageError
from core.model import Change, ChangeKind, Dates, Page, Presence, Verdict
from core.ports import Store
from core.source import Channel, ChannelType, Configuration, Language, Match, Rule, Settings, SourceId, Words
from policywatch.cli import app
from policywatch.feeds import publish
from policywatch.wiring import Watch
from storage import open_store
from tests.contract.stored import a_change, a_listed_page, a_source, a_verdict, a_version
from tests.fakes.nouns import NOW
from tests.fakes.scripted_web import ScriptedWeb

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = timedelta(days=1)
CONFIG = """\
version: 1
sources: [{id: gz-wjw, name: 广州市卫生健康委员会, url: "https://www.example.gov.cn/tzgg/"}]
channels: {out: {type: console}}
rules:
  - {name: cell-therapy, match: {words: {any: [细胞治疗]}}, send_to: [out]}
  - {name: 全部 ../变化, send_to: [out]}
"""
CELLS = Rule(name="cell-therapy", send_to=("out",), match=Match(words=Words(any=("细胞治疗",))))
EVERYTHING = Rule(name="全部 ../变化", send_to=("out",))
SOURCE = replace(a_source(), tags=("广州",))


@dataclass
class Desk:
    """A database, and the service that reads it at some time."""

    folder: Path
    store: Store
    now: datetime = NOW + DAY

    async def tell(self, page: Page, text: str, *, kind: ChangeKind = ChangeKind.NEW, at: datetime = NOW) -> Change:
        """The page says something else from now on, and that is a change."""
        page = await self.store.page(page.id)
        before = page.latest.number if page.latest else None
        number = (before or 0) + 1
        version = a_version(number, text)
        dates = Dates(deadline=date(2026, 4, number))
        version = replace(version, document=replace(version.document, title=f"通知 {number}", dates=dates))
        change = replace(a_change(page, page.changes + 1, kind=kind, before=before, after=number), at=at)
        await self.store.commit(page, replace(a_verdict(page, version, change), deliveries=()))
        return change

    async def remove(self, page: Page, at: datetime) -> None:
        """The page is gone."""
        page = await self.store.page(page.id)
        assert page.latest
        number = page.changes + 1
        change = replace(a_change(page, number, kind=ChangeKind.REMOVED, before=page.latest.number), at=at)
        after = replace(page, presence=Presence.REMOVED, changes=number)
        await self.store.commit(page, Verdict(page=after, change=change))

    def watch(self, *rules: Rule, language: Language = Language.BOTH) -> Watch:
        """A service that publishes these rules."""
        channel = Channel(name="out", type=ChannelType.CONSOLE, language=language)
        settings = Settings(feeds=str(self.folder / "feeds"), dashboard="https://watch.example.org")
        config = Configuration(sources=(SOURCE,), channels=(channel,), rules=rules, settings=settings)
        return Watch(config, self.store, ScriptedWeb(), {}, lambda: self.now)

    async def command(self, *arguments: str) -> Result:
        """One command over the database."""
        options = ["--config", str(self.folder / "sources.yaml"), "--database", f"sqlite:///{self.folder / 'w.db'}"]
        return await asyncio.to_thread(CliRunner().invoke, app, [*options, *arguments])

    def files(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "feeds").iterdir())

    def titles(self, name: str) -> list[str]:
        root = ElementTree.fromstring((self.folder / "feeds" / name).read_bytes())
        return [entry.findtext(f"{ATOM}title", "") for entry in root.findall(f"{ATOM}entry")]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Two pages; one speaks of cell therapy and was edited."""
    (tmp_path / "sources.yaml").write_text(CONFIG, encoding="utf-8")
    store = open_store(f"sqlite:///{tmp_path / 'w.db'}")
    made = Desk(tmp_path, store)
    await store.register([SOURCE], NOW)
    one, other = await a_listed_page(store, url="/1"), await a_listed_page(store, url="/2")
    await made.tell(one, "细胞治疗一。")
    await made.tell(other, "别的。", at=NOW + timedelta(minutes=1))
    await made.tell(one, "细胞治疗二。", kind=ChangeKind.EDITED, at=NOW + timedelta(minutes=2))
    yield made
    await store.close()


async def page_one(desk: Desk) -> Page:
    return next(page for page in await desk.store.source_pages(SourceId("gz-wjw")) if page.url == "/1")


async def test_feed_prints_what_a_rule_wants_newest_first(desk: Desk) -> None:
    printed = await desk.command("feed", "cell-therapy")
    assert printed.exit_code == 0
    root = ElementTree.fromstring(printed.stdout_bytes)
    assert [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")] == [
        "edited 修改: 通知 2",
        "new 新发布: 通知 1",
    ]
    items = json.loads((await desk.command("feed", "全部 ../变化", "--format", "json")).stdout_bytes)["items"]
    assert [item["title"] for item in items] == ["edited 修改: 通知 2", "new 新发布: 通知 1", "new 新发布: 通知 1"]


async def test_feed_writes_a_calendar_to_a_file(desk: Desk) -> None:
    target = desk.folder / "dates.ics"
    assert (await desk.command("feed", "cell-therapy", "--format", "ics", "--output", str(target))).exit_code == 0
    (event,) = Calendar.from_ical(target.read_bytes()).events
    assert event.start == date(2026, 4, 2)
    assert [path.name for path in desk.folder.iterdir() if path.name.startswith(".")] == []


async def test_an_unknown_rule_or_a_file_that_cannot_be_written_is_told_in_a_sentence(desk: Desk) -> None:
    unknown = (await desk.command("feed", "cell-terapy")).exception
    assert isinstance(unknown, UsageError)
    assert str(unknown) == "feed: there is no rule 'cell-terapy'; did you mean 'cell-therapy'?"
    nowhere = (await desk.command("feed", "cell-therapy", "--output", str(desk.folder / "no" / "a.atom"))).exception
    assert isinstance(nowhere, UsageError)
    assert "name another file" in str(nowhere)


async def test_every_rule_gets_three_files_that_a_web_server_may_read(desk: Desk) -> None:
    written = await publish(desk.watch(CELLS, EVERYTHING))
    assert len(written) == 6
    mine = [name for name in desk.files() if name.startswith("cell-therapy.")]
    other = [name for name in desk.files() if name not in mine]
    assert mine == ["cell-therapy.atom", "cell-therapy.ics", "cell-therapy.json"]
    assert len(other) == 3
    assert {name.split(".")[0].split("-")[0] for name in other} == {"rule"}
    assert desk.titles("cell-therapy.atom") == ["edited 修改: 通知 2", "new 新发布: 通知 1"]
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(written[0].stat().st_mode) == 0o666 & ~umask


async def test_what_says_the_same_is_not_written_again(desk: Desk) -> None:
    watch = desk.watch(CELLS, EVERYTHING)
    first = await publish(watch)
    before = {path: path.stat().st_mtime_ns for path in first}
    desk.now += DAY
    assert await publish(watch) == []
    assert await publish(desk.watch(CELLS, EVERYTHING)) == []
    assert {path: path.stat().st_mtime_ns for path in first} == before


async def test_only_the_rules_that_want_it_are_written_when_something_is_new(desk: Desk) -> None:
    watch = desk.watch(CELLS, EVERYTHING)
    await publish(watch)
    other = await a_listed_page(desk.store, url="/3")
    await desk.tell(other, "又一件事。", at=NOW + DAY)
    desk.now += DAY
    assert {path.name.split(".")[0].split("-")[0] for path in await publish(watch)} == {"rule"}
    assert desk.titles("cell-therapy.atom") == ["edited 修改: 通知 2", "new 新发布: 通知 1"]


async def test_a_document_that_is_gone_is_told_and_its_dates_are_cancelled(desk: Desk) -> None:
    watch = desk.watch(CELLS)
    await publish(watch)
    await desk.remove(await page_one(desk), NOW + DAY)
    desk.now += DAY
    await publish(watch)
    assert desk.titles("cell-therapy.atom")[0] == "removed 已撤下: 通知 2"
    (event,) = Calendar.from_ical((desk.folder / "feeds" / "cell-therapy.ics").read_bytes()).events
    assert (str(event["status"]), event.sequence) == ("CANCELLED", 3)


async def test_another_configuration_is_another_feed(desk: Desk) -> None:
    watch = desk.watch(CELLS)
    await publish(watch)
    watch.config = desk.watch(replace(CELLS, match=Match(kinds=("edited",))), language=Language.ZH).config
    await publish(watch)
    assert desk.titles("cell-therapy.atom") == ["修改: 通知 2"]


async def test_a_file_that_somebody_took_away_is_written_again(desk: Desk) -> None:
    watch = desk.watch(CELLS)
    await publish(watch)
    (desk.folder / "feeds" / "cell-therapy.json").unlink()
    assert [path.name for path in await publish(watch)] == ["cell-therapy.json"]


async def test_an_edit_of_many_pages_is_one_entry(desk: Desk) -> None:
    pages = [await a_listed_page(desk.store, url=f"/storm/{number}") for number in range(3)]
    leader: Change | None = None
    for minute, page in enumerate(pages):
        change = replace(a_change(page, 1, kind=ChangeKind.EDITED, after=1), edit="e1", at=NOW + DAY)
        change = replace(change, at=change.at + timedelta(minutes=minute), headline="页脚")
        verdict = replace(a_verdict(page, a_version(1, "细胞治疗"), change), deliveries=())
        await desk.store.commit(page, replace(verdict, joins=leader.id if leader else None))
        leader = leader or change
    desk.now = NOW + 2 * DAY
    watch = desk.watch(CELLS)
    await publish(watch)
    entries = watch.press.written[CELLS.name].entries
    assert [entry.summary for entry in entries].count("页脚") == 1
    assert "Same edit on further pages 同样修改的其他页面: 2" in entries[0].text


async def test_what_we_read_differently_and_what_a_removed_source_said_is_in_no_feed(desk: Desk) -> None:
    await desk.tell(await page_one(desk), "细胞治疗三。", kind=ChangeKind.REBASED, at=NOW + DAY)
    watch = desk.watch(CELLS)
    await publish(watch)
    assert [entry.kind for entry in watch.press.written[CELLS.name].entries] == [ChangeKind.EDITED, ChangeKind.NEW]
    watch.config = replace(watch.config, sources=())
    await publish(watch)
    assert watch.press.written[CELLS.name].entries == ()


async def test_without_a_folder_nothing_is_written_and_a_folder_that_is_none_is_told(desk: Desk) -> None:
    watch = desk.watch(CELLS)
    watch.config = replace(watch.config, settings=Settings())
    assert await publish(watch) == []
    (desk.folder / "taken").write_text("a file")
    watch.config = replace(watch.config, settings=Settings(feeds=str(desk.folder / "taken" / "feeds")))
    with pytest.raises(UsageError, match=r"settings\.feeds: .* cannot be written"):
        await publish(watch)


async def test_metrics_prints_what_the_database_and_the_file_say(desk: Desk) -> None:
    printed = await desk.command("metrics")
    assert printed.exit_code == 0, printed.exception
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(printed.stdout_bytes.decode())
        for sample in family.samples
    }
    assert found["policywatch_pages", "present"] == 2
    assert found["policywatch_versions",] == 3
    assert found["policywatch_changes_total", "new"] == 2
    assert found["policywatch_sources", "unseen"] == 1
    assert found["policywatch_due", "pages"] == 2
    assert found["policywatch_overdue_seconds", "pages"] > 0
