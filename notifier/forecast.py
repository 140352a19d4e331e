"""posts(deliveries, channels): in how many messages deliveries would come. By their times only: nothing fails here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from core.model import Delivery
from core.source import Allowance, Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message that a recipient would get.

    Args:
        changes: how many it tells of.
    """

    channel: str
    recipient: str
    at: datetime
    changes: int = 1


def posts(deliveries: Iterable[Delivery], channels: Sequence[Channel]) -> tuple[Post, ...]:
    """The messages, by channel and recipient, then by time: digests gathered, and what is over an allowance."""
    allowances = {channel.name: channel.allowance for channel in channels}
    told: list[Post] = []
    for (channel, _), some in groupby(sorted(deliveries, key=_addressed), key=_addressed):
        told += _allowed(_gathered(some), allowances.get(channel))
    return tuple(told)


def _addressed(delivery: Delivery) -> tuple[str, str]:
    return delivery.channel, delivery.recipient


def _gathered(deliveries: Iterable[Delivery]) -> list[Post]:
    found: dict[tuple[datetime, str], Post] = {}
    for one in deliveries:
        key = one.due_at, one.gather or one.id
        known = found.get(key)
        post = Post(channel=one.channel, recipient=one.recipient, at=one.due_at)
        found[key] = replace(known, changes=known.changes + 1) if known else post
    return sorted(found.values(), key=lambda post: post.at)


def _allowed(wanted: Sequence[Post], allowance: Allowance | None) -> list[Post]:
    """At most so many within the time; what comes meanwhile waits for the end of it, and travels together."""
    if allowance is None:
        return list(wanted)
    sent: list[Post] = []
    for post in wanted:
        if sent and sent[-1].at > post.at:
            sent[-1] = replace(sent[-1], changes=sent[-1].changes + post.changes)
            continue
        before = sent[-allowance.messages].at if len(sent) >= allowance.messages else None
        sent.append(post if before is None else replace(post, at=max(post.at, before + allowance.per)))
    return sent
