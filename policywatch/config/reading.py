"""From a file to a `Tree`: encoding, YAML syntax, repeated keys, aliases and keys without a value."""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from core.errors import ConfigError, Mistake
from policywatch.config.scalars import scalar
from policywatch.config.tree import Plain, Spot, Steps, Tree

LARGEST_FILE = 4 * 1024 * 1024
SECTIONS_THAT_MAY_BE_EMPTY = {("settings",), ("defaults",), ("sources",), ("channels",), ("rules",)}


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What ruamel says, what it means, and whether the place is where it began or where it was noticed."""

    jargon: str
    wrong: str
    remedy: str
    began: bool = False


TROUBLES = (
    _Trouble("'\\t'", "a tab stands where YAML allows only spaces", "indent with spaces"),
    _Trouble("cannot start any token", "a text begins with a character that YAML keeps for itself", "quote the text"),
    _Trouble("unknown escape", "a backslash stands in double quotes", "use single quotes"),
    _Trouble(
        "mapping values are not", "a colon stands where no key can begin", "mend the indentation or quote the text"
    ),
    _Trouble("expected a single document", "a second document begins", "remove the line '---'"),
    _Trouble("undefined alias", "an alias names nothing", "write the value out"),
    _Trouble("quoted scalar", "a quoted text does not end", "close the quote", began=True),
    _Trouble("parsing a flow", "a bracket is not closed", "close it, or add the missing comma", began=True),
    _Trouble("could not find expected ':'", "a key has no colon and space behind it", "write 'key: value'", began=True),
    _Trouble("<block end>", "the indentation does not fit the lines above", "align it with its neighbours"),
)
TWINS = (
    (
        re.compile(r"(?P<before>[ ]*(?:- +)?[A-Za-z_]+)："),
        "a full-width colon (：) stands behind a key",
        "write ':' and a space",
    ),
    (
        re.compile(r"(?P<before> *)[\u00a0\u2000-\u200b\u3000\ufeff]"),
        "a space that is no plain one stands at the beginning of the line",
        "indent with plain spaces",
    ),
)
"""What looks as it should and is another character; YAML takes it for text, and stumbles later."""

UNKNOWN = _Trouble("", "is not YAML here", "mend the indentation, quotes or brackets at or before this place")


@dataclass(slots=True)
class _Growth:
    keys: dict[Steps, Spot] = field(default_factory=dict)
    values: dict[Steps, Spot] = field(default_factory=dict)
    repeated: list[tuple[Steps, Spot, Spot]] = field(default_factory=list)
    nodes: set[int] = field(default_factory=set)
    shared: set[Steps] = field(default_factory=set)


def read(path: Path) -> tuple[Tree, list[Mistake]]:
    """Read a file into a tree, with the mistakes that do not keep it from being one.

    Raises:
        ConfigError: it is missing, not text, empty, or not YAML.
    """
    file = str(path)
    text = _text(path)
    growth = _Growth()
    value = _plant(file, text, growth)
    tree = Tree(file, value, growth.keys, growth.values)
    if not isinstance(value, dict):
        wrong = _twin(file, text.split("\n"))
        raise wrong or ConfigError((tree.mistake((), "is not a mapping of keys", "begin it with 'version: 1'"),))
    return tree, [*_repeated(tree, growth), *_aliases(tree, text, growth), *_without_value(tree, growth)]


def _text(path: Path) -> str:
    file = str(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise _alone(file, Spot(1, 1), "does not exist", "create it, or name another with --config") from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise _alone(file, Spot(1, 1), f"cannot be read ({why})", "name a readable file with --config") from error
    if len(raw) > LARGEST_FILE:
        raise _alone(file, Spot(1, 1), "is larger than 4 MiB", "split it, or name the right file with --config")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        raise _alone(file, _end_of(before), "is not UTF-8 text here", "save the file as UTF-8") from error


def _plant(file: str, text: str, growth: _Growth) -> Plain:
    try:
        return _grow(_compose(file, text), (), growth)
    except ReaderError as error:
        raise _alone(file, _end_of(text[: error.position]), "a control character stands here", "remove it") from error
    except MarkedYAMLError as error:
        raise _syntax(file, text, error) from error
    except YAMLError as error:
        raise _alone(file, Spot(1, 1), "is not YAML", "compare it with docs/sources.md") from error
    except RecursionError as error:
        raise _alone(file, Spot(1, 1), "is nested too deeply", "nest no deeper than docs/sources.md does") from error


def _compose(file: str, text: str) -> Node:
    root: Node | None = YAML().compose(io.StringIO(text))
    if root is None:
        raise _alone(file, Spot(1, 1), "is empty", "begin it with 'version: 1' and 'sources:'")
    return root


def _syntax(file: str, text: str, error: MarkedYAMLError) -> ConfigError:
    noticed = error.problem_mark or error.context_mark
    if noticed and (twin := _twin(file, text.split("\n")[: noticed.line + 1])):
        return twin
    said = f"{error.context or ''} {error.problem or ''}"
    trouble = next((trouble for trouble in TROUBLES if trouble.jargon in said), UNKNOWN)
    mark = error.context_mark if trouble.began else error.problem_mark
    mark = mark or error.problem_mark or error.context_mark
    spot = Spot(mark.line + 1, mark.column + 1) if mark else Spot(1, 1)
    return _alone(file, spot, trouble.wrong, trouble.remedy)


def _twin(file: str, lines: list[str]) -> ConfigError | None:
    """The last character of these lines that only looks like the one that belongs there."""
    for number, line in reversed(list(enumerate(lines, 1))):
        for sign, wrong, remedy in TWINS:
            if found := sign.match(line):
                return _alone(file, Spot(number, len(found["before"]) + 1), wrong, remedy)
    return None


def _grow(node: Node, steps: Steps, growth: _Growth) -> Plain:
    growth.values[steps] = Spot(node.start_mark.line + 1, node.start_mark.column + 1)
    if id(node) in growth.nodes:
        growth.shared.add(steps)
        return None
    growth.nodes.add(id(node))
    if isinstance(node, MappingNode):
        return _grow_mapping(node, steps, growth)
    if isinstance(node, SequenceNode):
        return [_grow(item, (*steps, index), growth) for index, item in enumerate(node.value)]
    return scalar(node) if isinstance(node, ScalarNode) else None


def _grow_mapping(node: MappingNode, steps: Steps, growth: _Growth) -> Plain:
    grown: dict[str, Plain] = {}
    for key_node, value_node in node.value:
        key = _whole(str(key_node.value)) if isinstance(key_node, ScalarNode) else "?"
        here, spot = (*steps, key), Spot(key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if key in grown:
            growth.repeated.append((here, spot, growth.keys[here]))
            continue
        growth.keys[here] = spot
        grown[key] = _grow(value_node, here, growth)
    return grown


def _whole(key: str) -> str:
    """A key without half characters, which no mapping of pydantic's may hold."""
    return key.encode("utf-8", "backslashreplace").decode()


def _repeated(tree: Tree, growth: _Growth) -> list[Mistake]:
    return [
        Mistake(
            tree.file,
            spot.line,
            spot.column,
            tree.dotted(steps),
            f"is given twice, first on line {first.line}",
            "keep one",
        )
        for steps, spot, first in growth.repeated
    ]


def _aliases(tree: Tree, text: str, growth: _Growth) -> list[Mistake]:
    if not growth.shared:
        return []
    events = YAML().parse(io.StringIO(text))
    marks = [event.start_mark for event in events if isinstance(event, AliasEvent)]
    wrong, remedy = "an alias is not followed", "write the value out, or put it into 'defaults'"
    return [Mistake(tree.file, mark.line + 1, mark.column + 1, "file", wrong, remedy) for mark in marks]


def _without_value(tree: Tree, growth: _Growth) -> list[Mistake]:
    return [
        tree.mistake(steps, "has no value", "give it one, or remove the line", "key")
        for steps in tree.values
        if tree.at(steps) is None and steps not in SECTIONS_THAT_MAY_BE_EMPTY | growth.shared
    ]


def _end_of(text: str) -> Spot:
    return Spot(text.count("\n") + 1, len(text) - text.rfind("\n"))


def _alone(file: str, spot: Spot, wrong: str, remedy: str) -> ConfigError:
    return ConfigError((Mistake(file, spot.line, spot.column, "file", wrong, remedy),))
