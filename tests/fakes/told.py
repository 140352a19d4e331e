"""Changes and deliveries for tests of what is told."""

from dataclasses import replace
from datetime import date, datetime

from core.model import (
    Attachment,
    Change,
    ChangeKind,
    Dates,
    Delivery,
    Document,
    Fields,
    Letter,
    Owed,
    PageId,
    Stage,
    Told,
    Version,
    alone,
    digest_of,
)
from core.source import SourceId, Tier
from tests.fakes.nouns import NOW, URL, document, version

BEFORE = ("第一条 为了鼓励创新，制定本办法。", "第二条 最高奖励500万元。", "第三条 本办法自印发之日起施行。")
AFTER = ("第一条 为了鼓励创新，制定本办法。", "第二条 最高奖励800万元。", "第三条 本办法自印发之日起施行。")
HOSTILE = "通知\r\nBcc: evil@example.org\x1b[2J\u202e<script>alert(1)</script><a href='http://evil.example'>x</a>"


def article(*paragraphs: str, title: str = "关于印发办法的通知") -> Document:
    """A document with its metadata and a place for each block that has one."""
    said = document(*paragraphs, title=title, stage=Stage.IN_FORCE)
    blocks = tuple(replace(block, place=block.text[:3] if block.text[:1] == "第" else None) for block in said.blocks)
    return replace(
        said,
        blocks=blocks,
        agency="某市卫生健康委员会",
        doc_number="某卫规字〔2026〕3号",
        dates=Dates(written=date(2026, 2, 20), published=date(2026, 3, 1), deadline=date(2026, 4, 1)),
        attachments=(Attachment("附件.docx", "https://www.example.gov.cn/a.docx"),),
    )


def state(number: int, *paragraphs: str, title: str = "关于印发办法的通知") -> Version:
    """A version with a whole document."""
    return replace(version(*paragraphs, number=number), document=article(*paragraphs, title=title))


def change(
    kind: ChangeKind = ChangeKind.EDITED, *, number: int = 1, fields: Fields | None = None, url: str = URL
) -> Change:
    """A change from version 1 to 2 of a page of the source `source`."""
    return Change(
        page_id=PageId(1),
        source_id=SourceId("source"),
        url=url,
        number=number,
        kind=kind,
        at=NOW,
        before=1,
        after=2,
        similarity=0.973,
        fields=fields or {},
        headline="第二条: 500万元 → 800万元",
        canonical_url=url,
    )


def told(*, number: int = 1, title: str = "关于印发办法的通知", url: str = URL, fields: Fields | None = None) -> Told:
    """An edited document: the reward of article 2 is raised."""
    return Told(
        change=change(number=number, fields=fields, url=url),
        source_name="某市卫生健康委员会",
        tier=Tier.OFFICIAL,
        before=state(1, *BEFORE, title=title),
        after=state(2, *AFTER, title=title),
    )


def hostile() -> Told:
    """A change of which every text tries to be more than text."""
    before, after = state(1, HOSTILE, title=HOSTILE), state(2, HOSTILE + "！", title=HOSTILE)
    places = tuple(replace(block, place=HOSTILE) for block in after.document.blocks)
    document = replace(after.document, blocks=places, agency=HOSTILE, doc_number=HOSTILE)
    return replace(
        told(),
        change=replace(
            told().change, fields={"agency": (HOSTILE, HOSTILE)}, headline=HOSTILE, copies=("javascript:x",)
        ),
        source_name=HOSTILE,
        before=before,
        after=replace(after, document=document),
    )


def letter(what: Told | None = None, *, channel: str = "team", recipient: str = "policy@example.org") -> Letter:
    """A letter with one claimed delivery."""
    return alone(owed(what, channel=channel, recipient=recipient))


def owed(
    what: Told | None = None,
    *,
    channel: str = "team",
    recipient: str = "policy@example.org",
    due_at: datetime = NOW,
    attempts: int = 1,
    line: str | None = None,
) -> Owed:
    """A claimed delivery, its attempt counted; in a line of its own unless another is said."""
    subject = what or told()
    return Owed(
        delivery=Delivery(
            change_id=subject.change.id,
            page_id=subject.change.page_id,
            number=subject.change.number,
            rule="rule",
            channel=channel,
            recipient=recipient,
            due_at=due_at,
            promised_at=due_at,
            line=digest_of(channel, recipient, subject.change.id) if line is None else line,
            created_at=NOW,
            attempts=attempts,
        ),
        told=subject,
    )
