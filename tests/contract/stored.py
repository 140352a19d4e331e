"""What the contract suites store: small, whole nouns under one source."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from core.fingerprint import fingerprint
from core.model import (
    Change,
    ChangeKind,
    Delivery,
    Features,
    Finding,
    Kinship,
    Owed,
    Page,
    PageId,
    Presence,
    Related,
    Stage,
    Verdict,
    Version,
    digest_of,
)
from core.ports import Store
from core.source import Baseline, Source, SourceId, SourceKind, Tier
from tests.fakes.nouns import NOW, RECIPE, version

HOUR = timedelta(hours=1)


def a_source(
    source_id: str = "gz-wjw",
    *,
    name: str = "广州市卫生健康委员会",
    url: str = "https://www.example.gov.cn/tzgg/",
    kind: SourceKind = SourceKind.AUTO,
    tier: Tier = Tier.OFFICIAL,
    baseline: Baseline = Baseline.SILENT,
    disabled: str | None = None,
) -> Source:
    """A source with a listing, unless another kind is said."""
    return Source(
        id=SourceId(source_id),
        name=name,
        url=url,
        recipe=RECIPE,
        kind=kind,
        tier=tier,
        baseline=baseline,
        disabled=disabled,
    )


def a_version(number: int, *paragraphs: str) -> Version:
    """A version with digests of its own."""
    digest = sha256(f"bytes {number}".encode()).hexdigest()
    return replace(version(*(paragraphs or ("第一条。",)), number=number), raw_digest=digest)


def a_change(
    page: Page, number: int, *, kind: ChangeKind = ChangeKind.NEW, before: int | None = None, after: int | None = None
) -> Change:
    """The nth change of a page."""
    return Change(
        page_id=page.id,
        source_id=page.source_id,
        url=page.url,
        number=number,
        kind=kind,
        at=NOW + number * timedelta(minutes=1),
        before=before,
        after=after,
        similarity=0.5,
        fields={"stage": (None, "in_force")},
        headline="一句话",
        canonical_url=page.url,
        copies=("https://copy.example.org/1",),
    )


async def claimed(store: Store, now: datetime, lease: timedelta, limit: int) -> list[Owed]:
    """What is claimed, out of its letters."""
    return [owed for letter in await store.claim(now, lease, limit) for owed in letter.owed]


def a_delivery(change: Change, *, recipient: str = "policy@example.org") -> Delivery:
    """What is owed because of a change, due now."""
    return Delivery(
        change_id=change.id,
        page_id=change.page_id,
        number=change.number,
        rule="cell-therapy",
        channel="team",
        recipient=recipient,
        due_at=NOW,
        promised_at=NOW,
        line=digest_of("team", recipient, change.url),
        created_at=NOW,
    )


def a_verdict(page: Page, latest: Version, change: Change | None = None) -> Verdict:
    """The page with a new latest version and, where something changed, one delivery."""
    after = replace(page, latest=latest, presence=Presence.PRESENT, changes=change.number if change else page.changes)
    owed = (a_delivery(change),) if change else ()
    return Verdict(page=after, version=latest, change=change, deliveries=owed)


def first_verdict(page: Page) -> Verdict:
    """A page read for the first time and told of."""
    return replace(a_verdict(page, a_version(1), a_change(page, 1, after=1)), raw=b"<p>")


def a_new_page(url: str, source_id: str = "gz-wjw") -> Page:
    """A page that a look at the listing has just found, not stored yet; due now."""
    return Page(id=PageId(0), source_id=SourceId(source_id), url=url, first_seen_at=NOW, next_check_at=NOW)


async def found(store: Store, *pages: Page, source_id: str = "gz-wjw") -> list[PageId]:
    """A look at the listing of a registered source finds these; the ids of the new ones."""
    listing = await store.listing(SourceId(source_id))
    return await store.commit_finding(listing, Finding(listing=listing, pages=pages))


async def a_listed_page(
    store: Store, source_id: str = "gz-wjw", url: str = "/content/post_1.html", *, first_seen_at: datetime = NOW
) -> Page:
    """A page that a look at the listing has just found, of a source that is registered if need be."""
    known = {listing.source_id for listing in await store.listings()}
    if source_id not in known:
        await store.register([a_source(source_id)], NOW)
    page = replace(a_new_page(url, source_id), first_seen_at=first_seen_at)
    (page_id,) = await found(store, page, source_id=source_id)
    return await store.page(page_id)


async def a_read_page(store: Store, source_id: str = "gz-wjw", url: str = "/content/post_1.html") -> Page:
    """A page whose first version was stored and told of."""
    page = await a_listed_page(store, source_id, url)
    await store.commit(page, first_verdict(page))
    return await store.page(page.id)


async def a_document(
    store: Store,
    url: str,
    *paragraphs: str,
    source_id: str = "gz-wjw",
    first_seen_at: datetime = NOW,
    stage: Stage | None = None,
    features: Features | None = None,
    kinship: Kinship | None = None,
    relations: tuple[Related, ...] | None = None,
) -> Page:
    """A page that was read `NOW`, with what its text says of it; its source is registered if need be."""
    page = await a_listed_page(store, source_id, url, first_seen_at=first_seen_at)
    verdict = a_verdict(page, a_text(1, *paragraphs, stage=stage))
    verdict = replace(verdict, features=features or Features(), kinship=kinship, relations=relations)
    await store.commit(page, replace(verdict, page=replace(verdict.page, last_looked_at=NOW)))
    return await store.page(page.id)


def a_text(number: int, *paragraphs: str, stage: Stage | None = None) -> Version:
    """A version with the digests of its text."""
    said = a_version(number, *paragraphs)
    document = replace(said.document, stage=stage)
    return replace(said, document=document, fingerprint=fingerprint(document.body, RECIPE.digest))
