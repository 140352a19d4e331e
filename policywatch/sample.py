"""A sample message, for `notify-test`: plainly marked as one, of the same shape as a real one."""

from datetime import datetime

from core.model import (
    Block,
    Change,
    ChangeKind,
    Delivery,
    Document,
    Fingerprint,
    Letter,
    Owed,
    PageId,
    PageKind,
    Told,
    Version,
    alone,
)
from core.source import SourceId, Tier

TITLE = "PolicyWatch 测试通知 (a sample: no policy has changed)"
BEFORE = "第五条 对符合条件的企业，给予最高500万元的资助。"
AFTER = "第五条 对符合条件的企业，给予最高800万元的资助。"


def sample(channel: str, recipient: str, now: datetime) -> Letter:
    """What a channel would be given for an edited document."""
    change = Change(
        page_id=PageId(0),
        source_id=SourceId("sample"),
        url="https://example.org/sample",
        number=int(now.timestamp()),
        kind=ChangeKind.EDITED,
        at=now,
        before=1,
        after=2,
        similarity=0.95,
        headline="第五条: 500 → 800",
        canonical_url="https://example.org/sample",
    )
    told = Told(
        change=change,
        source_name="sample 样例",
        tier=Tier.OFFICIAL,
        before=_version(1, BEFORE, now),
        after=_version(2, AFTER, now),
    )
    delivery = Delivery(
        change_id=change.id,
        page_id=change.page_id,
        number=change.number,
        rule="notify-test",
        channel=channel,
        recipient=recipient,
        due_at=now,
        promised_at=now,
        created_at=now,
    )
    return alone(Owed(delivery=delivery, told=told))


def _version(number: int, text: str, now: datetime) -> Version:
    document = Document(page_kind=PageKind.ARTICLE, title=TITLE, blocks=(Block(text, text, place="第五条"),))
    nothing = "0" * 64
    return Version(
        number=number,
        captured_at=now,
        document=document,
        fingerprint=Fingerprint(exact=nothing, near="", recipe=""),
        raw_digest=nothing,
        chain=nothing,
    )
