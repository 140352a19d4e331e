"""The environment: where secrets stand, and the three settings that are no part of sources.yaml."""

from collections.abc import Mapping
from pathlib import Path

from core.errors import UsageError

CONFIG = "POLICYWATCH_CONFIG"
DATABASE = "POLICYWATCH_DATABASE"


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables, and for each `NAME_FILE` the text of that file as `NAME`.

    Raises:
        UsageError: a file named so cannot be read.
    """
    read = dict(variables)
    for name, path in variables.items():
        if name.endswith("_FILE") and name.removesuffix("_FILE") not in variables and _is_ours(name, path):
            read[name.removesuffix("_FILE")] = _secret(name, Path(path))
    return read


def _is_ours(name: str, path: str) -> bool:
    """Other programs have variables of that form too; only an absolute path to a secret is ours to read."""
    return name.startswith("POLICYWATCH_") or (Path(path).is_absolute() and Path(path).is_file())


def _secret(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(name, f"cannot read {path}: {fault}", "name a readable UTF-8 text file") from fault
