"""Sample messages, for `notify-test` and `preview`: plainly marked as such, of the same shape as real ones."""

from datetime import datetime, timedelta

from core.model import (
    Alarm,
    Backlog,
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
    letter_id,
)
from core.source import SourceId, Tier

TITLE = "PolicyWatch 测试通知 (a sample: no policy has changed)"
BEFORE = "第五条 对符合条件的企业，给予最高500万元的资助。"
AFTER = "第五条 对符合条件的企业，给予最高800万元的资助。"
KINDS = (ChangeKind.EDITED, ChangeKind.NEW, ChangeKind.REMOVED)
SINCE = timedelta(days=1)
"""How long before the message the version before was captured."""


def sample(channel: str, recipient: str, now: datetime) -> Letter:
    """What a channel would be given for an edited document."""
    return letter_of([_told(ChangeKind.EDITED, now)], channel, recipient, now)


def sample_digest(channel: str, recipient: str, now: datetime) -> Letter:
    """What a channel would be given for three changes that are told together."""
    told = [_told(kind, now - timedelta(hours=hour), page=hour) for hour, kind in enumerate(KINDS)]
    return letter_of(list(reversed(told)), channel, recipient, now)


def sample_alarm(channel: str, recipient: str, now: datetime) -> Alarm:
    """What a channel would be given when another one did not deliver."""
    why = "a sample: no message is waiting 样例，并无消息滞留"
    backlog = Backlog(channel="sample", deliveries=3, since=now - SINCE, why=why)
    return Alarm(channel=channel, recipient=recipient, backlog=backlog, at=now)


def letter_of(told: list[Told], channel: str, recipient: str, now: datetime) -> Letter:
    """A letter that tells these changes; nothing of it is in any outbox."""
    owed = tuple(Owed(delivery=_delivery(one.change, channel, recipient, now), told=one) for one in told)
    return alone(owed[0]) if len(owed) == 1 else Letter(id=letter_id([one.delivery.id for one in owed]), owed=owed)


def _told(kind: ChangeKind, now: datetime, *, page: int = 0) -> Told:
    url = f"https://example.org/sample{f'/{page}' if page else ''}"
    is_new, is_gone = kind is ChangeKind.NEW, kind is ChangeKind.REMOVED
    change = Change(
        page_id=PageId(page),
        source_id=SourceId("sample"),
        url=url,
        number=int(now.timestamp()),
        kind=kind,
        at=now,
        before=None if is_new else 1,
        after=None if is_gone else 2,
        similarity=0.0 if is_new or is_gone else 0.95,
        headline=TITLE if is_new or is_gone else "第五条: 500 → 800",
        canonical_url=url,
    )
    return Told(
        change=change,
        source_name="sample 样例",
        tier=Tier.OFFICIAL,
        before=None if is_new else _version(1, BEFORE, now - SINCE),
        after=None if is_gone else _version(2, AFTER, now),
    )


def _delivery(change: Change, channel: str, recipient: str, now: datetime) -> Delivery:
    return Delivery(
        change_id=change.id,
        page_id=change.page_id,
        number=change.number,
        rule="sample",
        channel=channel,
        recipient=recipient,
        due_at=now,
        promised_at=now,
        created_at=now,
    )


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
