"""A configuration file as plain values, each of which knows where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from core.errors import Mistake
from policywatch.config.refusal import visible

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
Steps = tuple[str | int, ...]
"""The way from the top of the file to a value: keys, and indices from 0."""

Part = Literal["key", "value"]
NAMED_BY = {"sources": "id", "rules": "name"}
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in the file; both numbers count from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Tree:
    """What the file says and where it says it."""

    file: str
    value: Plain
    keys: Mapping[Steps, Spot]
    values: Mapping[Steps, Spot]

    def at(self, steps: Steps) -> Plain:
        """The value at the end of the way; None where there is none."""
        value = self.value
        for step in steps:
            value = _child(value, step)
        return value

    def mistake(self, steps: Steps, wrong: str, remedy: str, part: Part = "value") -> Mistake:
        """A mistake at a key or its value; at the nearest thing around it where the file has neither."""
        spot = self._spot(steps, part)
        return Mistake(self.file, spot.line, spot.column, self.dotted(steps), wrong, remedy)

    def dotted(self, steps: Steps) -> str:
        """The way in words: a source by its id and a rule by its name, where they have one."""
        return ".".join(self._words(steps)) or "file"

    def sections(self, name: str) -> Iterator[tuple[Steps, dict[str, Plain]]]:
        """The mappings listed, or named, under a key of the top level."""
        section = self.at((name,))
        if isinstance(section, list):
            steps: Iterator[str | int] = iter(range(len(section)))
        else:
            steps = iter(section if isinstance(section, dict) else ())
        for step in steps:
            entry = self.at((name, step))
            if isinstance(entry, dict):
                yield (name, step), entry

    def _spot(self, steps: Steps, part: Part) -> Spot:
        if part == "key" and steps in self.keys:
            return self.keys[steps]
        while steps and steps not in self.values:
            steps = steps[:-1]
        return self.values.get(steps, Spot(1, 1))

    def _words(self, steps: Steps) -> Iterator[str]:
        for position, step in enumerate(steps):
            if position == 1 and isinstance(step, int):
                yield self._name(str(steps[0]), step)
            else:
                yield str(step + 1) if isinstance(step, int) else _short(step)

    def _name(self, section: str, index: int) -> str:
        name = self.at((section, index, NAMED_BY.get(section, "")))
        return _short(name) if isinstance(name, str) and name.strip() else str(index + 1)


def _child(value: Plain, step: str | int) -> Plain:
    if isinstance(value, dict) and isinstance(step, str):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _short(name: str) -> str:
    line = visible(" ".join(name.split()))
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"
