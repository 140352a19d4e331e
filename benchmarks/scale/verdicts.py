"""What looks at simulated pages lead to."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from benchmarks.scale.filling import EDITED, NOW
from benchmarks.scale.size import Size
from core.model import (
    Block,
    Change,
    ChangeKind,
    Delivery,
    Document,
    Features,
    Fingerprint,
    Kinship,
    Page,
    PageId,
    PageKind,
    Related,
    RelationKind,
    Verdict,
    Version,
    digest_of,
)
from core.source import Recipe, Source, SourceId, SourceKind, Tier

_RECIPE = Recipe(reading_version=1)
RECIPIENTS = (("team", "policy@example.org"), ("hook", ""))


def stored_sources(size: Size) -> list[Source]:
    """All sources as `rows.SOURCE` has them."""
    tiers = [Tier.OFFICIAL] * 7 + [Tier.MEDIA] * 2 + [Tier.MIRROR]
    return [
        Source(
            id=SourceId(f"s{number}"),
            name=f"第{number}号人民政府办公室",
            url=f"https://s{number}.example.gov.cn/list/",
            recipe=_RECIPE,
            kind=SourceKind.AUTO,
            tier=tiers[number % 10],
            disabled=None if number % 50 else "moved",
        )
        for number in range(1, size.sources + 1)
    ]


def looked_at(page: Page) -> Verdict:
    """Nothing has changed; the page is due an hour later than it was."""
    seen = page.observations
    return Verdict(
        page=replace(
            page,
            next_check_at=None if page.next_check_at is None else page.next_check_at + timedelta(hours=1),
            observations=replace(seen, looks=seen.looks + 1, watched=seen.watched + timedelta(days=1)),
            last_looked_at=NOW,
            last_outcome="unchanged",
        )
    )


def edited(page: Page, latest: Version, said: Features) -> Verdict:
    """An amount has changed: two recipients are told."""
    version, raw = _next(page, latest)
    number = page.changes + 1
    change = Change(
        page_id=page.id,
        source_id=page.source_id,
        url=page.url,
        number=number,
        kind=ChangeKind.EDITED,
        at=NOW,
        before=latest.number,
        after=version.number,
        similarity=0.98,
        headline="第五条：五百万元 改为 八百万元",
        canonical_url=page.url,
        policy_id=page.policy_id,
        nature="figures",
        edit=digest_of(page.url, str(number)),
    )
    return Verdict(
        page=replace(page, latest=version, changes=number, last_looked_at=NOW, last_outcome="text"),
        version=version,
        raw=raw,
        change=change,
        deliveries=tuple(_owed(change, channel, recipient) for channel, recipient in RECIPIENTS),
        features=said,
        kinship=Kinship(policy_id=page.policy_id, canonical_url=page.url) if page.policy_id else None,
        relations=(Related(kind=RelationKind.CITES, name="name-1", title="管理办法", evidence="依据《管理办法》"),),
    )


def known_addresses(source_id: SourceId, sources: int, count: int) -> list[str]:
    """Of the oldest documents of a source, as `rows.PAGE` has them."""
    first = int(source_id.removeprefix("s")) - 1 or sources
    return [
        f"https://{source_id}.example.gov.cn/content/post_{number}.html"
        for number in range(first, first + count * sources, sources)
    ]


def new_page(source_id: SourceId, revision: int) -> Page:
    """A document that is new to us at every revision of its listing."""
    url = f"https://{source_id}.example.gov.cn/content/new_{revision}.html"
    return Page(id=PageId(0), source_id=source_id, url=url, first_seen_at=NOW, next_check_at=NOW + timedelta(days=1))


def _next(page: Page, latest: Version) -> tuple[Version, bytes]:
    number = latest.number + 1
    paragraphs = (*EDITED, f"第{page.id}号文件的第{number}版。")
    raw = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs * 5).encode()
    document = Document(
        page_kind=PageKind.ARTICLE,
        title="关于印发管理办法的通知",
        blocks=tuple(Block(paragraph, paragraph) for paragraph in paragraphs),
    )
    exact = sha256(document.body.encode()).hexdigest()
    version = Version(
        number=number,
        captured_at=NOW,
        document=document,
        fingerprint=Fingerprint(exact, latest.fingerprint.near, latest.fingerprint.recipe),
        raw_digest=sha256(raw).hexdigest(),
        chain=sha256((latest.chain + exact).encode()).hexdigest(),
        evidence={":url": page.url, ":status": "200"},
    )
    return version, raw


def _owed(change: Change, channel: str, recipient: str) -> Delivery:
    # Due later than the backlog that is measured, so that every walk meets the same one.
    at = NOW + timedelta(hours=1)
    return Delivery(
        change_id=change.id,
        page_id=change.page_id,
        number=change.number,
        rule="all",
        channel=channel,
        recipient=recipient,
        due_at=at,
        promised_at=at,
        line=digest_of(channel, recipient, change.policy_id or change.url),
        created_at=change.at,
    )
