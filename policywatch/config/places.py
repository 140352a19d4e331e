"""Files and folders that the configuration names, each relative to the configuration itself."""

import stat
from collections.abc import Iterator
from pathlib import Path

from core.errors import Mistake, UsageError
from policywatch.config.refusal import shown
from policywatch.config.tree import Steps, Tree


def beside(file: str, name: str) -> Path:
    """The path of what the configuration names: relative to the configuration itself."""
    return Path(file).parent / name


def absolute(file: Path, name: str) -> str:
    """The absolute path of what the configuration names."""
    return str(beside(str(file), name).absolute())


def misplaced(tree: Tree) -> Iterator[Mistake]:
    """What the configuration names and is not there, or is of another sort."""
    for steps, _ in tree.sections("sources"):
        yield from _authority(tree, (*steps, "legacy_tls", "ca"))
    for steps, _ in tree.sections("channels"):
        yield from _written_to(tree, (*steps, "path"))
        yield from _templates(tree, (*steps, "templates"))
    yield from _feeds(tree, ("settings", "feeds"))


def fault_of_templates(folder: Path, name: str) -> tuple[str, str] | None:
    """What is wrong with a folder of the operator's own templates, and what to do; None where nothing is.

    Args:
        name: of the folder, as the configuration writes it.
    """
    if not _is_folder(folder):
        return f"there is no folder {shown(name)}", "make it, or name another, relative to this file"
    from notifier.render import own_templates  # few files name templates; the others do not pay for Jinja2

    try:
        own_templates(folder)
    except UsageError as fault:
        wrong, _, remedy = fault.context.removeprefix(f"{folder}: ").rpartition("; ")
        return wrong, remedy
    return None


def _authority(tree: Tree, here: Steps) -> Iterator[Mistake]:
    name = tree.at(here)
    if isinstance(name, str) and name and not _is_file(beside(tree.file, name)):
        yield tree.mistake(here, f"there is no file {shown(name)}", "name a PEM file, relative to this file")


def _written_to(tree: Tree, here: Steps) -> Iterator[Mistake]:
    name = tree.at(here)
    if not isinstance(name, str) or not name:
        return
    path = beside(tree.file, name)
    if _is_folder(path):
        yield tree.mistake(here, f"{shown(name)} is a folder", "name a file, such as alerts.jsonl")
    elif _is_file(path) and path.samefile(tree.file):
        yield tree.mistake(here, f"{shown(name)} is this file itself", "name another one, such as alerts.jsonl")


def _templates(tree: Tree, here: Steps) -> Iterator[Mistake]:
    name = tree.at(here)
    fault = fault_of_templates(beside(tree.file, name), name) if isinstance(name, str) and name else None
    if fault:
        yield tree.mistake(here, *fault)


def _feeds(tree: Tree, here: Steps) -> Iterator[Mistake]:
    name = tree.at(here)
    if isinstance(name, str) and name and _is_file(beside(tree.file, name)):
        yield tree.mistake(here, f"{shown(name)} is a file", "name a folder, such as feeds")


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(_mode(path))


def _is_file(path: Path) -> bool:
    return stat.S_ISREG(_mode(path))


def _mode(path: Path) -> int:
    """What stands there; 0 where nothing does, or nothing that this user may look at, or no such name can be."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0
