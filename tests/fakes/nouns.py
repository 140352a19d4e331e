"""Nouns for tests: whole, ordinary ones, of which a test says only what matters to it."""

import hashlib
from datetime import UTC, date, datetime

from core.model import (
    Attachment,
    Block,
    Document,
    Fingerprint,
    Fresh,
    Listed,
    Page,
    PageId,
    PageKind,
    Presence,
    Stage,
    Text,
    Validators,
    Validity,
    Version,
)
from core.source import Recipe, SourceId, Tier

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
RECIPE = Recipe(reading_version=1)
URL = "https://www.example.gov.cn/content/post_1.html"
LISTED = Listed(
    doc_number="穗卫〔2025〕3号",
    index_number="000014349/2025-00012",
    agency="广州市卫生健康委员会",
    source_label="本网",
    written=date(2025, 2, 28),
    validity=Validity.REPEALED,
    attachments=(Attachment("附件1.docx", "https://www.example.gov.cn/1.docx"),),
    modified=NOW,
)
"""All that a listing can say of a document."""


def document(*paragraphs: str, title: str | None = "关于印发办法的通知", stage: Stage | None = None) -> Document:
    """An article of these paragraphs."""
    return Document(
        page_kind=PageKind.ARTICLE,
        title=title,
        blocks=tuple(Block(text, "".join(text.split())) for text in paragraphs),
        stage=stage,
    )


def fingerprint(of: Document) -> Fingerprint:
    """The digests of a document under `RECIPE`."""
    folded = "".join(block.folded for block in of.blocks)
    digest = hashlib.sha256(folded.encode()).hexdigest()
    return Fingerprint(exact=digest, near=digest[:16], recipe=RECIPE.digest)


def fresh(body: bytes = b"<p></p>", *, url: str = URL) -> Fresh:
    """A 200 with this body."""
    digest = hashlib.sha256(body).hexdigest()
    return Fresh(url=url, status=200, body=body, headers=(), validators=Validators(etag='"1"', raw_digest=digest))


def reading(*paragraphs: str, title: str | None = "关于印发办法的通知", stage: Stage | None = None) -> Text:
    """A trusted reading of these paragraphs."""
    said = document(*paragraphs, title=title, stage=stage)
    folded = "".join(block.folded for block in said.blocks)
    return Text(document=said, fingerprint=fingerprint(said), folded=folded, sight=fresh(folded.encode()))


def version(*paragraphs: str, number: int = 1, title: str | None = "关于印发办法的通知") -> Version:
    """A stored version of these paragraphs."""
    said = document(*paragraphs, title=title)
    return Version(
        number=number,
        captured_at=NOW,
        document=said,
        fingerprint=fingerprint(said),
        raw_digest="0" * 64,
        chain="0" * 64,
    )


def page(
    *,
    latest: Version | None = None,
    announce: bool = True,
    tier: Tier = Tier.OFFICIAL,
    presence: Presence | None = None,
    recipe: str | None = RECIPE.digest,
    gone_sightings: int = 0,
    gone_seen_at: datetime | None = None,
) -> Page:
    """A page of the source `source`; present when it has a version, unless said otherwise."""
    return Page(
        id=PageId(1),
        source_id=SourceId("source"),
        url=URL,
        first_seen_at=NOW,
        next_check_at=NOW,
        tier=tier,
        announce=announce,
        presence=presence or (Presence.PRESENT if latest else Presence.UNSEEN),
        recipe=recipe,
        latest=latest,
        changes=latest.number - 1 if latest else 0,
        gone_sightings=gone_sightings,
        gone_seen_at=gone_seen_at,
    )
