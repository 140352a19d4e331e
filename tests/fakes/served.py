"""An installation with a few changes, served on loopback, and a program that asks it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import httpx

from core.model import Attachment, Change, ChangeKind, DeliveryState, Document, Page, Version
from core.ports import Store
from core.source import Channel, ChannelType, Configuration, Match, Rule, Settings, Words
from policywatch.dashboard import Place, served
from policywatch.service import service_over
from tests.contract.stored import a_change, a_listed_page, a_source, a_verdict, a_version, claimed
from tests.fakes.desk import TOKEN, a_desk
from tests.fakes.nouns import NOW
from tests.fakes.told import article
from web.desk import Desk

HOUR = timedelta(hours=1)
HOSTILE = "通知\ud800\x00\u202e<script>alert(1)</script>"
SOURCES = (a_source(), a_source("media", name="某报", url="https://news.example.cn/"))
CELLS = Rule(name="cell-therapy", send_to=("team",), match=Match(words=Words(any=("细胞治疗",))))
EVERYTHING = Rule(name="全部 ../变化", send_to=("team",))
CONFIGURATION = Configuration(
    sources=SOURCES,
    channels=(Channel(name="team", type=ChannelType.EMAIL, to=("policy@example.org",)),),
    rules=(CELLS, EVERYTHING),
    settings=Settings(hold=timedelta()),
)
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@dataclass
class Served:
    """A server, what it shows, and a client that may come in."""

    store: Store
    desk: Desk
    client: httpx.AsyncClient
    changes: list[Change] = field(default_factory=list)

    async def get(self, path: str, **asked: object) -> httpx.Response:
        """Ask for an address of the API."""
        return await self.client.get(f"/api/v1{path}", params=asked)  # type: ignore[arg-type]

    async def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        """Send JSON to an address of the API."""
        return await self.client.post(f"/api/v1{path}", json=body, headers=headers)


async def tell(
    store: Store, page: Page, document: Document, *, kind: ChangeKind = ChangeKind.NEW, at: timedelta = timedelta()
) -> Change:
    """The page says something else, and that is a change that somebody is told of."""
    page = await store.page(page.id)
    number = (page.latest.number if page.latest else 0) + 1
    version: Version = replace(a_version(number, str(number)), document=document)
    change = replace(a_change(page, number, kind=kind, before=number - 1 or None, after=number), at=NOW + at)
    await store.commit(page, a_verdict(page, version, change))
    return change


async def fill(store: Store) -> list[Change]:
    """A new document, an edit of it, a hostile one; the first delivery has failed."""
    await store.register(SOURCES, NOW)
    page = await a_listed_page(store)
    first = await tell(store, page, article("第一条 支持细胞治疗。", "第二条 奖励500万元。"))
    (owed, *_) = await claimed(store, NOW + HOUR, HOUR, 1)
    failed = replace(owed.delivery, state=DeliveryState.FAILED, settled_at=NOW, last_error="550 no such user")
    await store.settle([failed])
    second = await tell(
        store, page, article("第一条 支持细胞治疗。", "第二条 奖励800万元。"), kind=ChangeKind.EDITED, at=HOUR
    )
    hostile = replace(
        article(HOSTILE, title=HOSTILE),
        agency=HOSTILE,
        doc_number=HOSTILE,
        attachments=(Attachment(HOSTILE, "javascript:alert(1)"),),
        evidence={"deadline": HOSTILE},
    )
    other = await a_listed_page(store, "media", "/hostile")
    third = await tell(store, other, hostile, at=2 * HOUR)
    return [third, second, first]


@asynccontextmanager
async def serving(
    store: Store,
    *,
    token: str | None = TOKEN,
    address: str | None = None,
    wall: Callable[[], datetime] = lambda: NOW,
) -> AsyncIterator[Served]:
    """The installation, filled and served."""
    changes = await fill(store)
    plain = a_desk(store, CONFIGURATION, token=token, address=address, wall=wall)
    desk = replace(plain, service=service_over(store, plain.configuration, plain.clock))
    async with (
        served(desk, Place("127.0.0.1", 0)) as where,
        httpx.AsyncClient(base_url=where, headers=BEARER if token else {}) as client,
    ):
        yield Served(store, desk, client, changes)
