"""An installation in trouble under a hostile world: all that came from outside tries to become a page of ours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from core.model import Attachment, ChangeKind, DeliveryState, Document, Finding, Health, Mark, Triage
from core.ports import Store
from core.source import Channel, ChannelType, Configuration, Match, Rule, Settings, SourceId, Words
from policywatch.dashboard import Place, served
from policywatch.service import service_over
from storage import open_store
from tests.contract.stored import a_listed_page, a_source, claimed
from tests.fakes.desk import a_desk
from tests.fakes.nouns import NOW
from tests.fakes.served import tell
from tests.fakes.told import article

PAYLOAD = (
    "\"'></textarea></title></option><img class=xss src=x onerror=window.__xss=1>"
    "<script class=xss>window.__xss=1;alert(1)</script><svg class=xss onload=alert(1)>{{7*7}}${7*7}"
)
SCRIPT_URL = "javascript:window.__xss=1"
REFUSED = "connection refused by the host of the listing"
HOUR = timedelta(hours=1)

VILLAGE, BLOCKED = "village", "blocked"
SOURCES = (
    replace(a_source(VILLAGE, name=f"村 {PAYLOAD}"), tags=(PAYLOAD,), region=PAYLOAD, agency=PAYLOAD),
    a_source(BLOCKED, name="某局", url=f"https://blocked.example.cn/{PAYLOAD}"),
)


@dataclass(frozen=True)
class Besieged:
    """Where it is, and an address of every page that shows something of it."""

    address: str
    pages: tuple[str, ...]


@asynccontextmanager
async def besieged(folder: Path, token: str) -> AsyncIterator[Besieged]:
    """A dashboard over a database in which every field is hostile, a source fails and a delivery has failed."""
    store = open_store(f"sqlite:///{folder}/watch.db")
    try:
        pages = await _filled(store)
        plain = a_desk(store, _configuration(), token=token)
        desk = replace(plain, service=service_over(store, plain.configuration, plain.clock))
        async with served(desk, Place(port=0)) as address:
            yield Besieged(address, pages)
    finally:
        store.let_go()


def _configuration() -> Configuration:
    rule = Rule(name=f"rule {PAYLOAD}", send_to=("team",), match=Match(words=Words(any=(PAYLOAD, "奖励"))))
    return Configuration(
        sources=SOURCES,
        channels=(Channel(name="team", type=ChannelType.EMAIL, to=("policy@example.org",)),),
        rules=(rule,),
        settings=Settings(hold=timedelta()),
    )


async def _filled(store: Store) -> tuple[str, ...]:
    await store.register(SOURCES, NOW)
    page = await a_listed_page(store, VILLAGE, f"https://www.example.gov.cn/{PAYLOAD}")
    first = await tell(store, page, _document("奖励500万元。"))
    await _fail_delivery(store)
    second = await tell(store, page, _document("奖励800万元。"), kind=ChangeKind.EDITED, at=HOUR)
    await store.mark(Triage(change_id=second.id, number=1, mark=Mark.NOISE, at=NOW, by=PAYLOAD[:100], note=PAYLOAD))
    await _fail_listing(store)
    page = await store.page(page.id)
    changes = [f"/changes/{change.id}{view}" for change in (first, second) for view in ("", "?view=side")]
    asked = quote(PAYLOAD)
    return (
        *("/", "/sources", "/rules", "/deliveries", "/deadlines", "/search", "/system", "/add"),
        *changes,
        *(f"/changes/{second.id}/triage", f"/changes/{second.id}/silences", f"/changes/{second.id}/table.html"),
        *(f"/pages/{page.id}", f"/policies/{page.policy_id}", f"/compare?page={page.id}&from=1&to=2"),
        *(f"/sources/{VILLAGE}", f"/sources/{BLOCKED}", "/search?q=奖励", f"/search?q={asked}&since={asked}"),
        *(f"/?source={asked}&kind={asked}&after={asked}", f"/deliveries?rule={asked}&channel={asked}"),
        *(f"/sources?health={asked}", f"/sources/{asked}", f"/changes/{asked}", f"/deadlines?month={asked}"),
    )


def _document(said: str) -> Document:
    return replace(
        article(f"第一条 {PAYLOAD}", f"第二条 {said}{PAYLOAD}", title=f"通知 {PAYLOAD}"),
        agency=PAYLOAD,
        doc_number=PAYLOAD,
        source_label=PAYLOAD,
        attachments=(Attachment(PAYLOAD, SCRIPT_URL), Attachment(PAYLOAD, f"https://www.example.gov.cn/{PAYLOAD}")),
        evidence={"deadline": PAYLOAD, ":url": SCRIPT_URL},
    )


async def _fail_delivery(store: Store) -> None:
    (owed, *_) = await claimed(store, NOW + HOUR, HOUR, 1)
    failed = replace(owed.delivery, state=DeliveryState.FAILED, settled_at=NOW, last_error=f"550 {PAYLOAD}")
    await store.settle([failed])


async def _fail_listing(store: Store) -> None:
    listing = await store.listing(SourceId(BLOCKED))
    broken = replace(
        listing,
        health=Health.FAILING,
        failures=7,
        failing_since=NOW - 9 * HOUR,
        last_looked_at=NOW,
        last_outcome="unreachable",
        last_error=f"{REFUSED} {PAYLOAD}",
    )
    await store.commit_finding(listing, Finding(listing=broken))
