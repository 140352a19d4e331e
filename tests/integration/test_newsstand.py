"""Which changes a rule wants is found out once, whoever asks and whatever is killed; no reader waits for all of it."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from icalendar import Calendar

from core.errors import StoreError
from core.model import Change, ChangeKind, Cutting, Dates, Page, Stage, Stretch, Told
from core.source import Configuration, Match, Rule, Settings, Source, Words
from notifier.asked import rule_digest
from notifier.clipper import LATE, reaches_back
from policywatch.dashboard import Place, desk_over, served
from policywatch.feed_format import Format
from policywatch.feeds import catch_up, publish
from policywatch.feeds import feed as made
from policywatch.newsstand import Newsstand
from policywatch.press import Press
from policywatch.scissors import Scissors
from policywatch.wiring import Watch
from storage import SqlStore
from tests.contract.postgres import emptied_database
from tests.contract.stored import a_change, a_listed_page, a_source, a_verdict, a_version
from tests.fakes.nouns import NOW
from tests.fakes.scripted_web import ScriptedWeb
from web.access.lock import Lock
from web.service import Published

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
CELLS = Rule(name="cells", send_to=(), match=Match(words=Words(any=("细胞",))))
TAGGED = Rule(name="tagged", send_to=(), match=Match(tags=("health",)))
EVERYTHING = Rule(name="everything", send_to=())
SOURCE = replace(a_source(), tags=("health",))
MANY = 120


class Reread(SqlStore):
    """A store that remembers what was read to be judged, and that can be made to die before it keeps it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.read: list[str] = []
        self.keeps = 10**6

    async def stretch(self, wanted: Stretch, limit: int) -> list[Told]:
        """See `Clippings`."""
        told = await super().stretch(wanted, limit)
        self.read += [one.change.id for one in told]
        return told

    async def keep(self, cuttings: Sequence[Cutting]) -> None:
        """See `Clippings`."""
        self.keeps -= 1
        if self.keeps < 0:
            raise StoreError("killed")
        await super().keep(cuttings)


@dataclass
class Kiosk:
    """A database, and whoever asks it for feeds at some time."""

    folder: Path
    store: Reread
    config: Configuration = field(
        default_factory=lambda: Configuration(sources=(SOURCE,), rules=(CELLS, TAGGED, EVERYTHING))
    )

    async def tell(
        self,
        number: int,
        *,
        ago: timedelta = MINUTE,
        edit: str | None = None,
        joins: str | None = None,
        page: Page | None = None,
        kind: ChangeKind = ChangeKind.NEW,
        day: date | None = None,
        stage: Stage | None = None,
    ) -> Change:
        """A page says something, which every third time is of cells."""
        page = await self.store.page(page.id) if page else await a_listed_page(self.store, url=f"/{number}")
        version = a_version(page.changes + 1, "细胞" if number % 3 == 0 else "别的", str(number))
        document = replace(version.document, title=f"通知 {number}", dates=Dates(deadline=day), stage=stage)
        before = page.latest.number if page.latest else None
        change = replace(a_change(page, page.changes + 1, kind=kind, before=before, after=version.number), at=NOW - ago)
        verdict = a_verdict(page, replace(version, document=document), replace(change, edit=edit))
        await self.store.commit(page, replace(verdict, deliveries=(), joins=joins))
        return change

    def stand(self, *, bite: int = 10, patience: timedelta = DAY) -> Newsstand:
        """A process that serves feeds."""
        press = Press(Scissors(bite))
        return Newsstand(self.store, press, lambda: self.config, lambda: NOW, patience)

    def watch(self) -> Watch:
        """A process that writes them to a folder."""
        config = replace(self.config, settings=Settings(feeds=str(self.folder / "feeds")))
        return Watch(config, self.store, ScriptedWeb(), {}, lambda: NOW)

    async def told(self, rule: Rule) -> list[str]:
        """What the rule's feed says, from the beginning, by another process."""
        return titles(await made(self.store, self.config, rule, Format.JSON, NOW))


def titles(feed: bytes | Published | None) -> list[str]:
    content = feed.content if isinstance(feed, Published) else feed
    assert content is not None
    return [item["title"].rpartition(" ")[2] for item in json.loads(content)["items"]]


@pytest.fixture
async def kiosk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Kiosk]:
    """Thirty changes, a minute apart; the newest is number 0. In SQLite, unless a test says otherwise."""
    engine = getattr(request, "param", "sqlite")
    store = Reread(emptied_database() if engine == "postgresql" else f"sqlite:///{tmp_path / 'w.db'}")
    await store.register([SOURCE], NOW)
    made = Kiosk(tmp_path, store)
    for number in range(30):
        await made.tell(number, ago=2 * LATE + number * MINUTE)
    yield made
    await store.close()


ALL = [str(number) for number in range(30)]
OF_CELLS = ALL[::3]


async def test_another_process_judges_nothing_again(kiosk: Kiosk) -> None:
    assert await kiosk.told(CELLS) == OF_CELLS
    kiosk.store.read.clear()
    assert await kiosk.told(CELLS) == OF_CELLS
    assert titles(await kiosk.stand().feed("cells", "json", "/")) == OF_CELLS
    assert kiosk.store.read == []


async def test_publishing_again_in_another_process_judges_only_what_is_new(kiosk: Kiosk) -> None:
    assert len(await publish(kiosk.watch())) == 9
    kiosk.store.read.clear()
    new = await kiosk.tell(99)
    assert len(await publish(kiosk.watch())) == 6  # it has no days
    assert kiosk.store.read == [new.id]


@pytest.mark.parametrize("kiosk", ["sqlite", "postgresql"], indirect=True)
async def test_a_kill_between_two_bites_loses_nothing_and_doubles_nothing(kiosk: Kiosk) -> None:
    for _ in range(4):
        kiosk.store.keeps = 1
        with pytest.raises(StoreError, match="killed"):
            await kiosk.stand(bite=4).feed("everything", "json", "/")
    kiosk.store.keeps = 10**6
    assert titles(await kiosk.stand(bite=4).feed("everything", "json", "/")) == ALL
    assert await kiosk.told(CELLS) == OF_CELLS


async def test_a_kill_while_what_is_new_is_read_loses_nothing(kiosk: Kiosk) -> None:
    await kiosk.told(EVERYTHING)
    for number in range(100, 109):
        await kiosk.tell(number, ago=timedelta(seconds=200 - number))
    for _ in range(2):
        kiosk.store.keeps = 1
        with pytest.raises(StoreError, match="killed"):
            await kiosk.stand(bite=2).feed("everything", "json", "/")
    kiosk.store.keeps = 10**6
    newest = [str(number) for number in range(108, 99, -1)]
    assert titles(await kiosk.stand(bite=2).feed("everything", "json", "/")) == newest + ALL


async def judged(kiosk: Kiosk, rule: Rule) -> None:
    """Wait until somebody has judged all changes for a rule."""
    for _ in range(2_000):
        books = await kiosk.store.scrapbooks([rule_digest(rule.match)])
        if any(reaches_back(book, NOW) for book in books):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody judges the rest")


async def test_a_new_rules_feed_answers_at_once_with_the_newest_and_is_whole_later(kiosk: Kiosk) -> None:
    stand = kiosk.stand(bite=10, patience=timedelta())
    first = await stand.feed("everything", "json", "/")
    assert first
    assert (titles(first), first.updated) == (ALL[:10], None)
    serving = asyncio.create_task(stand.attend())
    await judged(kiosk, EVERYTHING)
    serving.cancel()
    assert isinstance((await asyncio.gather(serving, return_exceptions=True))[0], asyncio.CancelledError)
    last = await stand.feed("everything", "json", "/")
    assert last
    assert (titles(last), last.updated) == (ALL, NOW - 2 * LATE)


async def test_a_calendar_that_is_asked_for_meanwhile_shows_what_there_is(kiosk: Kiosk) -> None:
    for number in range(3):
        await kiosk.tell(200 + number, ago=3 * LATE + number * MINUTE, day=date(2026, 4, 1 + number))
    stand = kiosk.stand(bite=31, patience=timedelta())
    found = await stand.feed("everything", "ics", "/")
    assert found
    assert [event.start.day for event in Calendar.from_ical(found.content).events] == [1]
    found = await stand.feed("everything", "ics", "/")
    assert found
    assert [event.start.day for event in Calendar.from_ical(found.content).events] == [1, 2, 3]


async def test_a_feed_that_is_full_waits_for_nothing_more(kiosk: Kiosk) -> None:
    for number in range(MANY):
        await kiosk.tell(1000 + number, ago=LATE + (1 + number) * timedelta(seconds=10))
    kiosk.store.read.clear()
    found = await kiosk.stand(bite=60).feed("everything", "json", "/")
    assert found
    assert len(titles(found)) == 100
    assert len(kiosk.store.read) == 120
    assert found.updated == NOW - LATE - timedelta(seconds=10)


async def test_what_fails_behind_the_readers_back_is_tried_again_when_he_asks_again(kiosk: Kiosk) -> None:
    stand = kiosk.stand(bite=5, patience=timedelta())
    await stand.feed("everything", "json", "/")
    kiosk.store.keeps = 0
    serving = asyncio.create_task(stand.attend())
    await asyncio.sleep(0.1)
    assert (serving.done(), kiosk.store.keeps) == (False, -1)
    kiosk.store.keeps = 10**6
    await stand.feed("everything", "json", "/")
    await judged(kiosk, EVERYTHING)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


async def test_a_source_with_other_tags_is_judged_anew_and_only_for_rules_that_look_at_them(kiosk: Kiosk) -> None:
    assert (await kiosk.told(TAGGED), await kiosk.told(CELLS)) == (ALL, OF_CELLS)
    kiosk.config = replace(kiosk.config, sources=(replace(SOURCE, tags=("housing",)),))
    kiosk.store.read.clear()
    assert await kiosk.told(CELLS) == OF_CELLS
    assert kiosk.store.read == []
    assert await kiosk.told(TAGGED) == []
    assert len(kiosk.store.read) == len(ALL)
    kiosk.config = replace(kiosk.config, sources=(SOURCE,))
    kiosk.store.read.clear()
    assert await kiosk.told(TAGGED) == ALL
    assert kiosk.store.read == []


async def test_a_source_that_is_new_or_gone_has_nothing_judged_again(kiosk: Kiosk) -> None:
    await kiosk.told(TAGGED)
    kiosk.store.read.clear()
    other = Source(id=a_source("other").id, name="又一", url="https://other.example/", recipe=SOURCE.recipe)
    kiosk.config = replace(kiosk.config, sources=(SOURCE, other))
    assert await kiosk.told(TAGGED) == ALL
    kiosk.config = replace(kiosk.config, sources=(other,))
    assert await kiosk.told(TAGGED) == []
    kiosk.config = replace(kiosk.config, sources=(SOURCE,))
    assert await kiosk.told(TAGGED) == ALL
    assert kiosk.store.read == []


async def test_another_rule_that_is_changed_has_this_one_not_judged_again(kiosk: Kiosk) -> None:
    await publish(kiosk.watch())
    kiosk.store.read.clear()
    kiosk.config = replace(kiosk.config, rules=(CELLS, replace(TAGGED, match=Match(kinds=("edited",))), EVERYTHING))
    await publish(kiosk.watch())
    assert kiosk.store.read == []  # there are no edits
    renamed = replace(CELLS, name="renamed", send_to=("team",))
    kiosk.config = replace(kiosk.config, rules=(renamed,))
    await publish(kiosk.watch())
    assert kiosk.store.read == []


@pytest.mark.parametrize("kiosk", ["sqlite", "postgresql"], indirect=True)
async def test_processes_that_judge_at_once_come_to_the_same(kiosk: Kiosk) -> None:
    stands = [kiosk.stand(bite=bite) for bite in (3, 4, 7)]
    asked = [stand.feed(rule.name, "json", "/") for stand in stands for rule in kiosk.config.rules]
    found = [titles(one) for one in await asyncio.gather(*asked)]
    assert found == [OF_CELLS, ALL, ALL] * 3


async def test_what_one_process_asks_for_at_once_is_judged_once(kiosk: Kiosk) -> None:
    stand = kiosk.stand(bite=4)
    await asyncio.gather(*(stand.feed("cells", style, "/") for style in Format))
    assert len(kiosk.store.read) == len(ALL)


@pytest.mark.parametrize("kiosk", ["sqlite", "postgresql"], indirect=True)
async def test_what_is_committed_within_the_hour_is_not_missed(kiosk: Kiosk) -> None:
    stand = kiosk.stand()
    await kiosk.tell(99, ago=MINUTE)
    await stand.feed("everything", "json", "/")
    await kiosk.tell(98, ago=LATE - MINUTE)
    await kiosk.tell(97, ago=timedelta(seconds=1))
    assert titles(await stand.feed("everything", "json", "/")) == ["97", "99", "98", *ALL]


async def test_an_edit_of_many_pages_is_one_entry_that_says_of_how_many(kiosk: Kiosk) -> None:
    leader = await kiosk.tell(99, edit="e")
    stand = kiosk.stand()
    assert titles(await stand.feed("cells", "json", "/")) == ["99", *OF_CELLS]
    await kiosk.tell(96, ago=MINUTE / 2, edit="e", joins=leader.id)
    await kiosk.tell(98, ago=MINUTE / 2, edit="e", joins=leader.id)
    await kiosk.tell(97)  # the list of changes has moved
    found = await stand.feed("cells", "json", "/")
    assert found
    assert titles(found) == ["99", *OF_CELLS]
    assert "同样修改的其他页面: 2" in json.loads(found.content)["items"][0]["content_text"]


async def test_a_day_that_moved_by_an_edit_that_the_rule_does_not_want_is_right_too(kiosk: Kiosk) -> None:
    first = await kiosk.tell(300, day=date(2026, 4, 1))
    page = await kiosk.store.page(first.page_id)
    kiosk.config = replace(kiosk.config, rules=(replace(EVERYTHING, match=Match(kinds=("new",))),))
    stand = kiosk.stand()
    await stand.feed("everything", "ics", "/")
    await kiosk.tell(301, page=page, kind=ChangeKind.EDITED, day=date(2026, 4, 9), ago=MINUTE / 2)
    found = await stand.feed("everything", "ics", "/")
    assert found
    (event,) = Calendar.from_ical(found.content).events
    assert (event.start, event.sequence) == (date(2026, 4, 9), 2)
    assert found.updated == NOW - MINUTE / 2


async def test_the_days_of_a_document_that_was_repealed_are_cancelled_whatever_the_rule_wants(kiosk: Kiosk) -> None:
    day = date(2026, 4, 1)
    first = await kiosk.tell(300, day=day)
    page = await kiosk.store.page(first.page_id)
    await kiosk.tell(301, page=page, kind=ChangeKind.STATUS, day=day, ago=MINUTE / 2, stage=Stage.REPEALED)
    rule = replace(EVERYTHING, match=Match(kinds=("new",)))
    (event,) = Calendar.from_ical(await made(kiosk.store, kiosk.config, rule, Format.ICS, NOW)).events
    assert (event.start, event.sequence, event["status"]) == (day, 2, "CANCELLED")


async def test_what_has_not_moved_is_handed_out_as_it_was(kiosk: Kiosk) -> None:
    stand = kiosk.stand()
    first = await stand.feed("cells", "atom", "/")
    assert await stand.feed("cells", "atom", "/") is first
    assert await stand.feed("cells", "atom", "/elsewhere") is not first
    kiosk.config = replace(kiosk.config)
    assert await stand.feed("cells", "atom", "/") is not first
    assert await stand.feed("unknown", "atom", "/") is None
    assert await stand.feed("cells", "rss", "/") is None


async def test_of_many_that_came_at_one_moment_none_is_lost(kiosk: Kiosk) -> None:
    for number in range(100, 112):
        await kiosk.tell(number, ago=3 * LATE)
    assert set(await kiosk.told(EVERYTHING)) == {*ALL, *map(str, range(100, 112))}
    for number in range(200, 212):
        await kiosk.tell(number, ago=MINUTE)
    scissors = Scissors(bite=5)
    await catch_up(scissors, kiosk.store, kiosk.config, [EVERYTHING], NOW)
    assert len(await kiosk.told(EVERYTHING)) == 54


async def test_the_rest_is_judged_beside_the_servers_answers_and_ends_with_the_server(kiosk: Kiosk) -> None:
    desk = desk_over(kiosk.store, lambda: kiosk.config, Lock(secret=b"0" * 32), lambda: NOW, environ={})
    assert desk.service
    stand = kiosk.stand(bite=10, patience=timedelta())
    desk = replace(desk, service=replace(desk.service, feed=stand.feed, attend=stand.attend))
    async with served(desk, Place(port=0)) as address, httpx.AsyncClient(base_url=address) as reader:
        first = await reader.get("/feeds/everything.json")
        long_after = {"If-Modified-Since": "Wed, 01 Jan 2070 00:00:00 GMT"}
        assert (len(first.json()["items"]), "last-modified" in first.headers) == (10, False)
        await judged(kiosk, EVERYTHING)
        last = await reader.get("/feeds/everything.json", headers=long_after | {"If-None-Match": first.headers["etag"]})
        assert (len(last.json()["items"]), "last-modified" in last.headers) == (30, True)
        assert (await reader.get("/feeds/everything.json", headers=long_after)).status_code == 304
        assert "feeds" in {task.get_name() for task in asyncio.all_tasks()}
    assert "feeds" not in {task.get_name() for task in asyncio.all_tasks()}
