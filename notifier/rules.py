"""route(subject, config) -> deliveries: whom to tell of a change, when, and what is owed for it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.model import Change, ChangeKind, Delivery, digest_of
from core.source import Configuration, Rule, When
from notifier.judging import Clause, judge, wants
from notifier.subject import Subject
from notifier.timing import Slot, slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What one rule makes of a change.

    Args:
        clauses: what each of its parts found; it fires when all of them hold.
        tells: what it owes.
        others: those whom it would tell too, but whom an earlier rule tells: channel, recipient, name of that rule.
    """

    rule: Rule
    clauses: tuple[Clause, ...]
    tells: tuple[Delivery, ...] = ()
    others: tuple[tuple[str, str, str], ...] = ()

    @property
    def fires(self) -> bool:
        """Whether the rule wants the change."""
        return all(clause.holds for clause in self.clauses)


def route(subject: Subject, config: Configuration) -> tuple[Delivery, ...]:
    """What is owed because of a change: at most one delivery per channel and recipient.

    Where several rules would tell the same recipient, the first in the order of the file does. An edit waits
    until the `hold` of the settings is over, so that the same edit of other pages can join it.
    """
    known = {channel.name: channel for channel in config.channels}
    owed: dict[tuple[str, str], Delivery] = {}
    for rule in config.rules:
        if not wants(rule.match, subject):
            continue
        for channel in (known[name] for name in rule.send_to if name in known):
            at = slot(_ripe(subject.change, config), rule.when, channel, config.settings.timezone)
            for recipient in channel.recipients:
                owed.setdefault((channel.name, recipient), _delivery(subject.change, rule, channel.name, recipient, at))
    return tuple(owed.values())


def explain(subject: Subject, config: Configuration) -> tuple[Explained, ...]:
    """What every rule makes of a change, in the order of the file: why `route` owes what it owes."""
    owed = route(subject, config)
    first = {(one.channel, one.recipient): one.rule for one in owed}
    recipients = {channel.name: channel.recipients for channel in config.channels}
    told = []
    for rule in config.rules:
        one = Explained(rule=rule, clauses=judge(rule.match, subject))
        if one.fires:
            asked = dict.fromkeys((name, to) for name in rule.send_to for to in recipients.get(name, ()))
            one = replace(
                one,
                tells=tuple(delivery for delivery in owed if delivery.rule == rule.name),
                others=tuple((*key, first[key]) for key in asked if first[key] != rule.name),
            )
        told.append(one)
    return tuple(told)


def _ripe(change: Change, config: Configuration) -> datetime:
    """From when on a change may be told."""
    return change.at + (config.settings.hold if change.kind is ChangeKind.EDITED else timedelta())


def _delivery(change: Change, rule: Rule, channel: str, recipient: str, at: Slot) -> Delivery:
    schedule = _schedule(rule.when) if at.firing else "at once"
    return Delivery(
        change_id=change.id,
        page_id=change.page_id,
        number=change.number,
        rule=rule.name,
        channel=channel,
        recipient=recipient,
        due_at=at.due_at,
        promised_at=at.due_at,
        # A digest has lines of its own: what is told at once never waits for one.
        line=digest_of(channel, recipient, change.policy_id or change.url, schedule),
        gather=digest_of(rule.name, at.firing.isoformat()) if at.firing else None,
        created_at=change.at,
    )


def _schedule(when: When) -> str:
    return f"{when.digest} {when.days} {when.timezone}"
