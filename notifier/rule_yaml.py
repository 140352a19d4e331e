"""rule_yaml(rule) -> str: a rule as `sources.yaml` says it."""

import json
import re
from collections.abc import Iterator, Sequence

from core.source import Days, Match, Rule, When

_PLAIN = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)\Z)[A-Za-z\u4e00-\u9fff][A-Za-z\u4e00-\u9fff-]*", re.I)
_UNPRINTABLE = re.compile("[\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]")
_LISTS = ("sources", "tags", "tiers", "agencies", "regions", "kinds", "stages")


def rule_yaml(rule: Rule) -> str:
    r"""An entry of `rules`, two spaces in; whatever its words are, it reads back as the same rule.

    >>> print(rule_yaml(Rule(name="all", send_to=("team",), match=Match(kinds=("new",)))), end="")
      - name: all
        match:
          kinds: [new]
        send_to: [team]
    """
    parts = list(_parts(rule.match))
    lines = [f"  - name: {_word(rule.name)}"]
    lines += ["    match:", *(f"      {part}" for part in parts)] if parts else []
    lines.append(f"    send_to: {_words(rule.send_to)}")
    lines += [f"    when: {_when(rule.when)}"] if rule.when.digest else []
    return "\n".join([*lines, ""])


def _parts(match: Match) -> Iterator[str]:
    words = {name: _words(some) for name in ("any", "all", "none") if (some := getattr(match.words, name))}
    if words:
        yield f"words: {_flow(words)}"
    for name in _LISTS:
        if some := getattr(match, name):
            yield f"{name}: {_words(some)}"
    if match.min_characters:
        yield f"min_characters: {match.min_characters}"


def _when(when: When) -> str:
    said = {"digest": json.dumps(when.digest)}
    if when.days is not Days.ALL:
        said["days"] = when.days.value
    if when.timezone:
        said["timezone"] = _word(when.timezone)
    return _flow(said)


def _flow(said: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in said.items()) + "}"


def _words(words: Sequence[str]) -> str:
    return "[" + ", ".join(map(_word, words)) + "]"


def _word(word: str) -> str:
    """A word as it is where YAML would read it as that, else in quotes: a JSON string is a YAML string."""
    if _PLAIN.fullmatch(word):
        return str(word)
    quoted = json.dumps(word, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
