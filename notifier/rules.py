"""route(change, folded, source, rules, channels) -> deliveries: whom to tell of a change, and what is owed for it."""

from collections.abc import Sequence

from core.model import ACTIONABLE, Change, ChangeKind, Delivery, digest_of
from core.source import Channel, Match, Rule, Source, Words


def route(
    change: Change, folded: str, source: Source, rules: Sequence[Rule], channels: Sequence[Channel]
) -> tuple[Delivery, ...]:
    """What is owed because of a change: at most one delivery per channel and recipient.

    Where several rules would tell the same recipient, the first in the order of the file does. A
    `rebased` change is ours, not the document's, and is never told.

    Args:
        folded: the text in which words are looked for; words are stored folded alike.
    """
    if change.kind is ChangeKind.REBASED:
        return ()
    known = {channel.name: channel for channel in channels}
    owed: dict[tuple[str, str], Delivery] = {}
    for rule in rules:
        if not wants(rule.match, change, folded, source):
            continue
        for channel in (known[name] for name in rule.send_to if name in known):
            for recipient in channel.recipients:
                owed.setdefault((channel.name, recipient), _delivery(change, rule, channel, recipient))
    return tuple(owed.values())


def wants(match: Match, change: Change, folded: str, source: Source) -> bool:
    """Whether a rule asks for the change; an empty part asks for everything."""
    return (
        change.kind in (match.kinds or ACTIONABLE)
        and (not match.sources or source.id in match.sources)
        and (not match.tags or not set(match.tags).isdisjoint(source.tags))
        and (not match.tiers or source.tier in match.tiers)
        and _says(match.words, folded)
    )


def _says(words: Words, folded: str) -> bool:
    return (
        (not words.any or any(word in folded for word in words.any))
        and all(word in folded for word in words.all)
        and not any(word in folded for word in words.none)
    )


def _delivery(change: Change, rule: Rule, channel: Channel, recipient: str) -> Delivery:
    return Delivery(
        change_id=change.id,
        page_id=change.page_id,
        number=change.number,
        rule=rule.name,
        channel=channel.name,
        recipient=recipient,
        due_at=change.at,
        promised_at=change.at,
        line=digest_of(channel.name, recipient, change.policy_id or change.url),
        created_at=change.at,
    )
