"""A dashboard over a real SQLite file, for tests of its pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypedDict, Unpack

from core.model import Change, ChangeKind, Dates, Document, Features, Page, Related, Stage, Version
from core.ports import Store
from core.search import heading
from core.source import Channel, ChannelType, Configuration, Match, Rule, Source, Words
from crawler.normalise import fold
from policywatch.service import service_over
from storage import open_store
from tests.contract.stored import a_change, a_listed_page, a_source, a_text, a_verdict
from tests.fakes.desk import Browser, a_browser, a_desk
from tests.fakes.nouns import NOW
from web.service import Service

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = NOW.date()
TEAM = Channel(name="team", type=ChannelType.EMAIL, to=("policy@example.org",))
CELLS = Rule(name="cell-therapy", send_to=("team",), match=Match(words=Words(any=("细胞治疗",))))
SOURCES: tuple[Source, ...] = (
    replace(a_source(), tags=("广州",), name_en="Health Commission"),
    replace(a_source("media", name="某报", url="https://news.example.cn/"), tags=("媒体",)),
    a_source("closed", name="停用的来源", url="https://closed.example.cn/", disabled="它的网站已关闭"),
)
CONFIGURATION = Configuration(sources=SOURCES, channels=(TEAM,), rules=(CELLS, Rule(name="全部", send_to=("team",))))


class Said(TypedDict, total=False):
    """What else a document says."""

    stage: Stage
    dates: Dates
    features: Features
    relations: tuple[Related, ...]
    evidence: dict[str, str]


@dataclass
class Office:
    """A store, and a browser that has come in."""

    store: Store
    browser: Browser

    async def page(self, path: str, language: str = "en") -> str:
        """The HTML of a page that is there."""
        answer = await self.browser.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert answer.status == 200, (path, answer.status)
        return answer.text

    async def status(self, path: str) -> int:
        """Under which status a page is answered."""
        return (await self.browser.get(path)).status

    async def publish(
        self,
        url: str,
        *paragraphs: str,
        title: str = "关于印发办法的通知",
        source: str = "gz-wjw",
        at: datetime = NOW,
        kind: ChangeKind = ChangeKind.NEW,
        **said: Unpack[Said],
    ) -> Page:
        """A document that was read for the first time."""
        known = await a_listed_page(self.store, source, url)
        return await self.say(known, 1, *paragraphs, title=title, at=at, kind=kind, **said)

    async def say(
        self,
        known: Page,
        number: int,
        *paragraphs: str,
        title: str = "关于印发办法的通知",
        at: datetime = NOW,
        kind: ChangeKind = ChangeKind.EDITED,
        **said: Unpack[Said],
    ) -> Page:
        """The nth version of a page, and a change of which nobody is told."""
        version = a_text(number, *(paragraphs or (title,)), stage=said.get("stage"))
        dates, evidence = said.get("dates", Dates()), said.get("evidence", {})
        blocks = tuple(replace(block, folded=fold(block.text)) for block in version.document.blocks)
        document = replace(version.document, title=title, dates=dates, evidence=evidence, blocks=blocks)
        change = self._change(known, number, kind, at)
        verdict = a_verdict(known, _at(version, document, at), change)
        features, relations = said.get("features", Features()), said.get("relations")
        verdict = replace(verdict, features=features, relations=relations, raw=b"<p>", deliveries=())
        verdict = replace(verdict, heading=heading(document, None, fold))
        await self.store.commit(known, verdict)
        return await self.store.page(known.id)

    @staticmethod
    def _change(page: Page, number: int, kind: ChangeKind, at: datetime) -> Change:
        change = a_change(page, number, kind=kind, before=number - 1 or None, after=number)
        return replace(change, at=at, copies=(), policy_id=page.policy_id)


def _at(version: Version, document: Document, at: datetime) -> Version:
    return replace(version, document=document, captured_at=at)


@asynccontextmanager
async def office(
    folder: Path, *, configuration: Configuration = CONFIGURATION, service: Service | None = None
) -> AsyncIterator[Office]:
    """An installation with three sources, of which nothing was read yet."""
    store = open_store(f"sqlite:///{folder / 'office.db'}")
    try:
        await store.register(configuration.sources, NOW)
        plain = a_desk(store, configuration)
        desk = replace(plain, service=service or service_over(store, plain.configuration, plain.clock, environ={}))
        async with a_browser(desk) as browser:
            await browser.enter()
            yield Office(store, browser)
    finally:
        await store.close()
