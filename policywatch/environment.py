"""The environment: where secrets stand, and the three settings that are no part of sources.yaml."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import UsageError

CONFIG = "POLICYWATCH_CONFIG"
DATABASE = "POLICYWATCH_DATABASE"

LARGEST_SECRET = 64 * 1024
"""Bytes of a file; what is larger is no secret, but something that another program's variable names."""


@dataclass(frozen=True, slots=True, eq=False)
class Environment(Mapping[str, str]):
    """The variables; in the place of one that is not set, the text of the file that `NAME_FILE` names.

    Files are read whenever they are asked for, and only then: a secret that is changed counts from then on, and the
    files of other programs are left alone. One that cannot be read is as good as not set.
    """

    variables: Mapping[str, str] = field(repr=False)

    def __getitem__(self, name: str) -> str:
        if name in self.variables:
            return self.variables[name]
        path = self.variables.get(f"{name}_FILE", "")
        if not _is_ours(name, path):
            raise KeyError(name)
        try:
            return _secret(path)
        except (OSError, ValueError) as fault:
            raise KeyError(name) from fault

    def __iter__(self) -> Iterator[str]:
        return iter(self.variables)

    def __len__(self) -> int:
        return len(self.variables)


def environment(variables: Mapping[str, str]) -> Environment:
    """The variables, and for each `NAME_FILE` the text of that file as `NAME`.

    Raises:
        UsageError: a file that a variable of ours names cannot be read.
    """
    known = dict(variables)
    for named, path in variables.items():
        name = named.removesuffix("_FILE")
        if named != name and name.startswith("POLICYWATCH_") and name not in variables:
            text = _required(named, path)
            if not Path(path).is_file():  # a pipe gives what it has only once
                known[name] = text
    return Environment(known)


def _is_ours(name: str, path: str) -> bool:
    """Other programs have variables of that form too; only an absolute path to a secret is ours to read."""
    return bool(path) and (name.startswith("POLICYWATCH_") or Path(path).is_absolute())


def _required(named: str, path: str) -> str:
    try:
        return _secret(path)
    except (OSError, ValueError) as fault:
        raise UsageError(named, f"cannot read {path}: {fault}", "name a readable UTF-8 text file") from fault


def _secret(path: str) -> str:
    """The text of a file. Raises `ValueError` for what is no text or far too long."""
    with Path(path).open("rb") as file:
        content = file.read(LARGEST_SECRET + 1)
    if len(content) > LARGEST_SECRET:
        raise ValueError(f"it has more than {LARGEST_SECRET} bytes")
    return content.decode("utf-8").strip()
