"""How rules, explanations and trials are shown: in lines for a person, in objects for a program."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from core.model import ACTIONABLE, Delivery, Told
from core.serialise import rfc3339
from core.source import Configuration, Days, Match, Rule
from notifier.rules import Explained
from notifier.timing import firing
from policywatch.rulebook import Answer, Hit, Trial


def in_words(match: Match) -> str:
    """What a rule wants, in one line."""
    parts = {
        "any word of": match.words.any,
        "every word of": match.words.all,
        "no word of": match.words.none,
        "sources": match.sources,
        "tags": match.tags,
        "tiers": match.tiers,
        "agencies": match.agencies,
        "regions": match.regions,
        "stages": match.stages,
    }
    said = [", ".join(match.kinds or ACTIONABLE)]
    said += [f"{name} {', '.join(words)}" for name, words in parts.items() if words]
    if match.min_characters:
        said.append(f"edits of at least {match.min_characters} characters")
    return " · ".join(said)


class Shown:
    """Shows what the rules of one configuration do; times are those of its settings' zone."""

    def __init__(self, config: Configuration) -> None:
        self._config = config
        self._zone = ZoneInfo(config.settings.timezone)
        self._recipients = {channel.name: channel.recipients for channel in config.channels}

    def when(self, rule: Rule, now: datetime) -> str:
        """When a rule tells, and when that is next."""
        when, fires = rule.when, firing(now, rule.when, self._config.settings.timezone)
        if fires is None:
            return "at once"
        days = " on working days" if when.days is Days.WORKING else ""
        zone = f" {when.timezone}" if when.timezone else ""
        return f'digest "{when.digest}"{zone}{days}, next {self._local(fires)}'

    def recipients(self, rule: Rule) -> str:
        """Whom a rule tells."""
        return ", ".join(f"{name} ({', '.join(to)})" for name, to in self._to(rule))

    def rule_json(self, rule: Rule, now: datetime) -> dict[str, object]:
        """A line of `rules --json`."""
        match, when, fires = rule.match, rule.when, firing(now, rule.when, self._config.settings.timezone)
        digest = {"digest": when.digest, "days": when.days.value, "timezone": when.timezone}
        return {
            "name": rule.name,
            "match": {
                "words": {"any": match.words.any, "all": match.words.all, "none": match.words.none},
                "sources": match.sources,
                "tags": match.tags,
                "tiers": match.tiers,
                "agencies": match.agencies,
                "regions": match.regions,
                "kinds": match.kinds or ACTIONABLE,
                "stages": match.stages,
                "min_characters": match.min_characters,
            },
            "when": digest if when.digest else "at_once",
            "next": rfc3339(fires) if fires else None,
            "send_to": [{"channel": name, "recipients": to} for name, to in self._to(rule)],
        }

    def change(self, told: Told) -> str:
        """A change in two lines."""
        title = told.document.title if told.document else None
        at = self._local(told.change.at)
        return f"{at}  {told.change.kind.value:9} {told.source_name}: {title or ''}\n    {told.change.url}"

    def explained(self, one: Explained) -> str:
        """What a rule made of a change, part by part."""
        lines = [f"{one.rule.name}: {'fires' if one.fires else 'does not fire'}"]
        lines += [f"    {'✓' if part.holds else '✗'} {part.part:14} {part.evidence}" for part in one.clauses]
        lines += [f"    → {self._owed(delivery)}" for delivery in one.tells]
        lines += [f"    · {channel} → {to} is told by the rule {rule} before it" for channel, to, rule in one.others]
        return "\n".join(lines)

    def explained_json(self, answer: Answer, one: Explained) -> dict[str, object]:
        """A line of `rules explain --json`."""
        return {
            "change": answer.told.change.id,
            "rule": one.rule.name,
            "fires": one.fires,
            "parts": [{"part": part.part, "holds": part.holds, "evidence": part.evidence} for part in one.clauses],
            "tells": [_owed_json(delivery) for delivery in one.tells],
            "told_before": [{"channel": channel, "recipient": to, "rule": rule} for channel, to, rule in one.others],
            "same_edit_as": answer.leader,
        }

    def hit(self, hit: Hit) -> str:
        """A change that would have been told."""
        head = f"{self._local(hit.change.at)}  {hit.change.kind.value:9} {hit.source_name}: {hit.title}"
        return "\n".join([head, f"    {hit.change.id}", *(f"    → {self._owed(one)}" for one in hit.deliveries)])

    def trial_json(self, trial: Trial) -> Iterator[dict[str, object]]:
        """The lines of `rules try --json`."""
        for hit in trial.hits:
            for one in hit.deliveries:
                yield {"change": hit.change.id, "kind": hit.change.kind.value, "title": hit.title, **_owed_json(one)}
        messages: dict[tuple[str, str], int] = {}
        for post in trial.posts:
            messages[post.channel, post.recipient] = messages.get((post.channel, post.recipient), 0) + 1
        told = [{"channel": channel, "recipient": to, "messages": number} for (channel, to), number in messages.items()]
        summary = {"since": rfc3339(trial.since), "looked": trial.looked, "changes": len(trial.hits)}
        yield {"summary": {**summary, "recipients": told, "cut": list(trial.cut)}}

    def _owed(self, delivery: Delivery) -> str:
        how = " in a digest" if delivery.gather else ""
        return f"{delivery.channel} → {delivery.recipient} at {self._local(delivery.due_at)}{how} ({delivery.rule})"

    def _to(self, rule: Rule) -> list[tuple[str, tuple[str, ...]]]:
        return [(name, self._recipients.get(name, ())) for name in rule.send_to]

    def _local(self, at: datetime) -> str:
        return at.astimezone(self._zone).strftime("%Y-%m-%d %H:%M")


def _owed_json(delivery: Delivery) -> dict[str, object]:
    return {
        "rule": delivery.rule,
        "channel": delivery.channel,
        "recipient": delivery.recipient,
        "due_at": rfc3339(delivery.due_at),
        "digest": delivery.gather is not None,
    }
