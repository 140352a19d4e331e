"""From what pydantic found to mistakes in plain words, at the key or the value that is wrong."""

from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.errors import Mistake
from policywatch.config.absent import absent, wrong_because_absent
from policywatch.config.channels import CHANNELS, ConsoleEntry, EmailEntry, FileEntry, WebhookEntry
from policywatch.config.hours import AllowanceEntry, DigestEntry
from policywatch.config.refusal import REFUSED, described, nearest, shown
from policywatch.config.schema import (
    Api,
    File,
    Habits,
    LegacyEntry,
    MatchEntry,
    PagingEntry,
    RuleEntry,
    Selection,
    SettingsEntry,
    SourceEntry,
    WordsEntry,
)
from policywatch.config.section import Section
from policywatch.config.tree import Part, Steps, Tree

SECTIONS: Final[Mapping[tuple[str, ...], type[Section]]] = {
    (): File,
    ("settings",): SettingsEntry,
    ("defaults",): Habits,
    ("sources", "*"): SourceEntry,
    ("sources", "*", "select"): Selection,
    ("sources", "*", "api"): Api,
    ("sources", "*", "paging"): PagingEntry,
    ("sources", "*", "legacy_tls"): LegacyEntry,
    ("rules", "*"): RuleEntry,
    ("rules", "*", "when"): DigestEntry,
    ("rules", "*", "match"): MatchEntry,
    ("rules", "*", "match", "words"): WordsEntry,
}
ELSEWHERE: Final[Mapping[str, type[Section]]] = {
    "settings": SettingsEntry,
    "defaults": Habits,
    "a source": SourceEntry,
    "a source's api": Api,
    "a source's select": Selection,
    "a source's paging": PagingEntry,
    "a rule": RuleEntry,
    "a rule's match": MatchEntry,
    "a webhook channel": WebhookEntry,
    "an email channel": EmailEntry,
    "a file channel": FileEntry,
    "a rule's when": DigestEntry,
}
SECRETS = {"secret", "password", "passwd", "token", "api_key", "apikey", "access_token", "smtp_url", "secret_key"}
SAMPLES: Final[Mapping[str, str]] = {
    "version": "version: 1",
    "sources": "sources: [] and fill it",
    "id": "id: gz-wjw",
    "name": "name: 广州市卫生健康委员会",
    "rules.name": "name: cell-therapy",
    "url": "url: https://…",
    "send_to": "send_to: [console]",
    "type": f"type: one of {', '.join(CHANNELS)}",
    "to": "to: [policy@example.org]",
    "secret_env": "secret_env: HOOK_SECRET",
    "url_env": "url_env: TEAM_CHAT_URL",
    "path": "path: alerts.jsonl",
    "digest": 'digest: "0 9 * * *"',
    "messages": "messages: 20",
    "per": "per: 1h",
    "ca": "ca: server.pem",
    "why": "why: and the reason",
}
WANTED: Final[Mapping[str, tuple[str, str]]] = {
    "string_type": ("text", "put it in quotes"),
    "int_type": ("a whole number", "write digits without a unit"),
    "bool_type": ("a truth value", "write true or false"),
    "list_type": ("a list", "write it in brackets, such as [a, b]"),
    "dict_type": ("a mapping of keys", "write 'key: value' lines below it"),
    "model_type": ("a mapping of keys", "write 'key: value' lines below it"),
    "model_attributes_type": ("a mapping of keys", "write 'key: value' lines below it"),
}


def mistakes_of(error: ValidationError, tree: Tree) -> Iterator[Mistake]:
    """One mistake for each thing that pydantic found."""
    for detail in error.errors(include_url=False):
        if detail["type"] == "missing" or not _lacks_value(detail["input"]):
            yield _mistake(detail, tree)


def _lacks_value(given: object) -> bool:
    """Whether the mistake is an empty value, which `reading` has already found."""
    return given is None or (isinstance(given, dict) and None in given.values())


def _mistake(detail: ErrorDetails, tree: Tree) -> Mistake:
    steps, part = _place(detail, tree)
    wrong, remedy = _words(detail, steps, tree)
    return tree.mistake(steps, wrong, remedy, part)


def _place(detail: ErrorDetails, tree: Tree) -> tuple[Steps, Part]:
    """Drop from pydantic's location what is not in the file: the tags of unions and the mark of a key."""
    location = detail["loc"]
    steps: Steps = ()
    for step in location:
        if (*steps, step) in tree.values:
            steps = (*steps, step)
    if detail["type"] == "missing":
        return (*steps, location[-1]), "value"
    if detail["type"].startswith("union_tag"):
        return (*steps, "type"), "value"
    on_key = detail["type"] == "extra_forbidden" or location[-1] == "[key]"
    return steps, "key" if on_key else "value"


def _words(detail: ErrorDetails, steps: Steps, tree: Tree) -> tuple[str, str]:
    kind, context, value = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == REFUSED:
        return str(context["wrong"]), str(context["remedy"])
    if kind == "missing":
        key = str(steps[-1])
        return "is missing", f"add {SAMPLES.get(f'{steps[0]}.{key}') or SAMPLES.get(key, key + ':')}"
    if kind == "extra_forbidden":
        return _unknown(str(steps[-1]), steps, tree)
    if kind.startswith("union_tag"):
        return _channel_type(tree.at(steps), is_given=steps in tree.values)
    if kind == "list_type" and isinstance(value, dict):
        return f"{described(value)} where a list belongs", "begin each entry with '- '"
    if kind in WANTED:
        wanted, remedy = WANTED[kind]
        return f"{described(value)} where {wanted} belongs", remedy
    return _limits(kind, context, value)


def _limits(kind: str, context: Mapping[str, object], value: object) -> tuple[str, str]:
    if kind == "too_short":
        return "names nobody", "name at least one"
    if kind == "greater_than_equal":
        return f"{value} is too small", f"write {context['ge']} or more"
    if kind == "less_than_equal":
        return f"{value} is too large", f"write {context['le']} or less"
    if kind == "literal_error":
        return f"{shown(value)} is not known here", f"write {context['expected']}"
    return f"{described(value)} that does not fit", "compare it with docs/sources.md"


def _channel_type(value: object, *, is_given: bool) -> tuple[str, str]:
    if not is_given:
        return "is missing", f"add {SAMPLES['type']}"
    return f"{shown(value)} is not a type of channel", nearest(str(value), CHANNELS)


def _unknown(key: str, steps: Steps, tree: Tree) -> tuple[str, str]:
    row = absent(key)
    if row:
        return wrong_because_absent(row), row.instead
    if key.lower() in SECRETS:
        return "a secret must not stand in this file", "remove it, and set an environment variable instead"
    section = _section(steps[:-1], tree)
    if key == "url" and "url_env" in section.model_fields:
        return "the address of a robot is a secret", "put it into a variable, and write url_env: and its name"
    if key == "url_env" and "url" in section.model_fields:
        return "the address of a webhook is no secret", "write url: and the address"
    known = list(section.model_fields)
    remedy = nearest(key, known)
    homes = [home for home, section in ELSEWHERE.items() if key in section.model_fields]
    if homes and "did you mean" not in remedy:
        remedy = f"it belongs into {homes[0]}"
    return "unknown key", remedy.replace("write one of", "known here are")


def _section(steps: Steps, tree: Tree) -> type[Section]:
    if steps[:1] == ("channels",) and len(steps) > 2:
        return AllowanceEntry
    if steps[:1] == ("channels",):
        return CHANNELS.get(str(tree.at((*steps, "type"))), ConsoleEntry)
    shape = tuple("*" if position == 1 else str(step) for position, step in enumerate(steps))
    return SECTIONS.get(shape, File)
