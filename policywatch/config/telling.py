"""From valid channels and rules to the nouns of `core.source`."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from core.source import (
    AT_ONCE,
    Allowance,
    Channel,
    ChannelType,
    Match,
    Rule,
    SourceId,
    When,
    Words,
)
from policywatch.config.channels import (
    AppriseEntry,
    ChannelEntry,
    DingtalkEntry,
    EmailEntry,
    FeishuEntry,
    FileEntry,
    WebhookEntry,
    WecomEntry,
)
from policywatch.config.hours import AllowanceEntry, DigestEntry
from policywatch.config.places import absolute
from policywatch.config.relations import Fold
from policywatch.config.schema import RuleEntry, WordsEntry

USUAL_ALLOWANCE = Allowance(30, timedelta(hours=1))
"""What a person may get by mail or chat; programs take what they are given."""

ROBOTS = FeishuEntry | DingtalkEntry | WecomEntry | AppriseEntry
SIGNED = WebhookEntry | FeishuEntry | DingtalkEntry
FOR_PROGRAMS = (ChannelType.CONSOLE, ChannelType.FILE, ChannelType.WEBHOOK)


def channel(name: str, entry: ChannelEntry, file: Path) -> Channel:
    """A channel; `file` is the configuration, beside which the files that it names are."""
    kind = ChannelType(entry.type)
    return Channel(
        name=name,
        type=kind,
        to=unique(entry.to) if isinstance(entry, EmailEntry) else (),
        url=entry.url if isinstance(entry, WebhookEntry) else None,
        url_env=entry.url_env if isinstance(entry, ROBOTS) else None,
        secret_env=entry.secret_env if isinstance(entry, SIGNED) else None,
        path=absolute(file, entry.path) if isinstance(entry, FileEntry) else None,
        language=entry.language,
        timezone=entry.timezone,
        quiet=entry.quiet,
        days=entry.days,
        allowance=_allowance(entry, kind),
        templates=absolute(file, entry.templates) if entry.templates else None,
    )


def rule(entry: RuleEntry, fold: Fold) -> Rule:
    """A rule; its words and names are stored folded."""
    match = entry.match
    return Rule(
        name=entry.name,
        send_to=unique(entry.send_to),
        match=Match(
            words=_words(match.words, fold),
            sources=tuple(SourceId(name) for name in unique(match.sources)),
            tags=unique(match.tags),
            tiers=tuple(dict.fromkeys(match.tiers)),
            agencies=_folded(match.agencies, fold),
            regions=_folded(match.regions, fold),
            kinds=unique(match.kinds),
            stages=unique(match.stages),
            min_characters=match.min_characters,
        ),
        when=_when(entry),
    )


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order of the file."""
    return tuple(dict.fromkeys(words))


def _allowance(entry: ChannelEntry, kind: ChannelType) -> Allowance | None:
    guard = entry.at_most
    if isinstance(guard, AllowanceEntry):
        return Allowance(guard.messages, guard.per)
    return None if guard == "unlimited" or kind in FOR_PROGRAMS else USUAL_ALLOWANCE


def _when(entry: RuleEntry) -> When:
    when = entry.when
    if not isinstance(when, DigestEntry):
        return AT_ONCE
    return When(digest=when.digest, days=when.days, timezone=when.timezone)


def _words(words: WordsEntry, fold: Fold) -> Words:
    return Words(any=_folded(words.any, fold), all=_folded(words.all, fold), none=_folded(words.none, fold))


def _folded(words: Iterable[str], fold: Fold) -> tuple[str, ...]:
    return unique(fold(word) for word in words)
