"""The roads through the store, each as its callers walk it: one step is timed, the next is not."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from random import Random

from benchmarks.scale.cpu import Meter
from benchmarks.scale.filling import NOW, SHARED
from benchmarks.scale.size import SAMPLED, Size
from benchmarks.scale.table import Spent
from benchmarks.scale.verdicts import edited, known_addresses, looked_at, new_page
from core.model import DeliveryState, Features, Finding, Fingerprint, PageId, Presence
from core.source import Allowance, Source, SourceId
from storage import SqlStore

LISTINGS = 100
PAGES = 1_000
"""As many of each are due at 20,000 pages and at any more: a batch is the same work everywhere."""

CLAIMED = 50
"""As the outbox claims."""

ALLOWANCES = {name: Allowance(messages=30, per=timedelta(hours=1)) for name in ("team", "hook")}
LEASE = timedelta(minutes=10)
DAY = timedelta(days=1)
MAINTENANCE = sha256(b"maintenance").hexdigest()


@dataclass
class Walk:
    """One walk over all roads.

    Args:
        pages, sources: a sample, the same at every walk over a size.
        registered: all sources, as they are stored.
        is_first: of the turns in which a walk is made.
        times: what each step took, by its name.
    """

    store: SqlStore
    pages: Sequence[PageId]
    sources: Sequence[SourceId]
    registered: Sequence[Source] = ()
    is_first: bool = True
    meter: Meter = field(default_factory=Meter)
    times: dict[str, list[Spent]] = field(default_factory=dict)

    @asynccontextmanager
    async def timed(self, step: str) -> AsyncIterator[None]:
        """Time what stands in the block."""
        began, ran = time.perf_counter(), self.meter.seconds()
        yield
        spent = Spent(self.meter.seconds() - ran, time.perf_counter() - began)
        self.times.setdefault(step, []).append(spent)


Road = Callable[[Walk], Awaitable[None]]


def sample(size: Size, count: int, seed: int) -> tuple[list[PageId], list[SourceId]]:
    """Pages with signature and bands whose text three others repeat, and sources, all over the installation."""
    chance = Random(seed)
    family = 2 * SAMPLED
    pages = [PageId(family * chance.randint(2, size.pages // family - 1)) for _ in range(count)]
    return pages, [SourceId(f"s{chance.randint(1, size.sources)}") for _ in range(count)]


async def plan(walk: Walk) -> None:
    """What a tick of the planner asks."""
    for _ in range(3):
        async with walk.timed("plan: 100 due listings"):
            await walk.store.due_listings(NOW, LISTINGS)
        async with walk.timed("plan: 1,000 due pages"):
            await walk.store.due_pages(NOW, PAGES)
        async with walk.timed("plan: 100 due reminders"):
            await walk.store.due_reminders(NOW + 30 * DAY, LISTINGS)


async def unchanged(walk: Walk) -> None:
    """A look that finds nothing."""
    for page_id in walk.pages:
        async with walk.timed("recall a page"):
            page = await walk.store.page(page_id)
        async with walk.timed("commit: unchanged"):
            await walk.store.commit(page, looked_at(page))


async def changed(walk: Walk) -> None:
    """A look that finds an edit: kin, storm, then version, bytes, change and two deliveries."""
    for page_id in walk.pages:
        page = await walk.store.page(page_id)
        if page.latest is None or page.presence is not Presence.PRESENT:
            continue
        said = Features(number=f"no-{page_id}", name=f"name-{page_id}")
        async with walk.timed("kin: of a document"):
            await walk.store.kin(page, page.latest.fingerprint, said)
        async with walk.timed("turmoil of a source"):
            await walk.store.turmoil(page.source_id, NOW - DAY)
        verdict = edited(page, page.latest, said)
        async with walk.timed("commit: version, change, 2 deliveries"):
            await walk.store.commit(page, verdict)
        async with walk.timed("echoes of an edit"):
            await walk.store.echoes(page.source_id, verdict.change.edit or "" if verdict.change else "", NOW - DAY)


async def shared(walk: Walk) -> None:
    """Kin of a page that says what thousands say, under a name that thousands have."""
    fingerprint = Fingerprint(MAINTENANCE, SHARED.near, "any")
    for page_id in walk.pages[:4]:
        page = await walk.store.page(page_id)
        said = Features(number="law-1", name=f"common-{page_id // 20 % 20}")
        async with walk.timed("kin: of what thousands share"):
            await walk.store.kin(page, fingerprint, said)


async def listed(walk: Walk) -> None:
    """A look at a listing of 20 documents, one of them new."""
    for source_id in walk.sources:
        listing = await walk.store.listing(source_id)
        new = new_page(source_id, listing.revision)
        shown = [new.url, *known_addresses(source_id, len(walk.registered), 19)]
        async with walk.timed("known: 19 of 20 addresses"):
            await walk.store.known(source_id, shown)
        after = replace(listing, last_looked_at=NOW, items=20)
        async with walk.timed("commit: a listing, 1 new page"):
            await walk.store.commit_finding(listing, Finding(listing=after, pages=(new,)))


async def outbox(walk: Walk) -> None:
    """Claims out of a backlog, each put back so that the next meets the same."""
    for _ in range(2):
        async with walk.timed("claim: 50 of a backlog"):
            letters = await walk.store.claim(NOW, LEASE, CLAIMED)
        claimed = [owed.delivery for letter in letters for owed in letter.owed]
        async with walk.timed("settle: what that claim took"):
            await walk.store.settle([replace(one, state=DeliveryState.OWED) for one in claimed])
    async with walk.timed("all: what is late, by channel"):
        await walk.store.undelivered(NOW - timedelta(minutes=5))


async def gathered(walk: Walk) -> None:
    """Claims with an allowance; what is put back keeps its letter, so every claim takes what no other took before."""
    async with walk.timed("all: claim 8 recipients' backlogs"):
        letters = await walk.store.claim(NOW, LEASE, 8, allowances=ALLOWANCES)
    claimed = [owed.delivery for letter in letters for owed in letter.owed]
    later = [replace(one, state=DeliveryState.OWED, due_at=NOW + DAY) for one in claimed]
    await walk.store.settle(later)


async def archive(walk: Walk) -> None:
    """What people ask."""
    for page_id in walk.pages[:4]:
        page = await walk.store.page(page_id)
        async with walk.timed("show: 100 newest changes"):
            await walk.store.changes(limit=100)
        async with walk.timed("show: changes of a source"):
            await walk.store.changes(source_id=page.source_id, limit=100)
        async with walk.timed("show: versions at an address"):
            await walk.store.versions(page.url)
        async with walk.timed("show: a policy and its pages"):
            await walk.store.policy(page.url)
        async with walk.timed("show: relations of a policy"):
            await walk.store.related(page.url)
        async with walk.timed("show: failed deliveries"):
            await walk.store.deliveries(state=DeliveryState.FAILED)


async def everything(walk: Walk) -> None:
    """What asks for all there is, and so grows with it."""
    if not walk.is_first:
        return
    async with walk.timed("all: register, nothing moved"):
        await walk.store.register(walk.registered, NOW)
    async with walk.timed("all: state of every listing"):
        await walk.store.listings()
    async with walk.timed("all: documents of a week, by source"):
        await walk.store.pulse(NOW - 7 * DAY)
    async with walk.timed("all: counts"):
        await walk.store.counts()


async def further(walk: Walk) -> None:
    """Planning for many machines, and the figures for metrics."""
    for _ in range(3):
        async with walk.timed("plan: is anything owed"):
            await walk.store.owes(NOW)
    async with walk.timed("all: due pages by source and host"):
        await walk.store.due_tours(NOW)
    async with walk.timed("all: figures for metrics"):
        await walk.store.figures(NOW)


ROADS: tuple[Road, ...] = (plan, unchanged, changed, shared, listed, outbox, gathered, archive, everything, further)
