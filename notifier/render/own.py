"""The operator's own templates: a folder of files that each take the place of one of ours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from jinja2 import TemplateSyntaxError, meta, nodes

from core.errors import UsageError
from notifier.render.templates import ours, sandbox

LONGEST_FILE = 200_000
"""Bytes of a template."""

EVERYWHERE = ("language", "rules", "words")
GIVEN: Mapping[str, tuple[str, ...]] = {one: (one, *EVERYWHERE) for one in ("change", "digest", "alarm")}
"""What templates are given, by the first word of their name."""


@dataclass(frozen=True, slots=True)
class OwnTemplates(Mapping[str, str]):
    """The templates of a folder, read anew whenever they are asked for: what is mended counts at once."""

    folder: Path

    def __getitem__(self, name: str) -> str:
        if name not in ours():
            raise KeyError(name)
        try:
            return (self.folder / name).read_text("utf-8-sig")
        except FileNotFoundError as fault:
            raise KeyError(name) from fault

    def __iter__(self) -> Iterator[str]:
        return (path.name for path in _files(self.folder) if path.name in ours())

    def __len__(self) -> int:
        return sum(1 for _ in self)


def own_templates(folder: Path) -> Mapping[str, str]:
    """The templates of a folder, by name, as they stand whenever they are looked at.

    Raises:
        UsageError: there is no such folder, or a file in it is no template of ours, unreadable or wrong.
    """
    try:
        problems = [problem for path in _files(folder) if (problem := _problem(path))]
    except OSError as fault:
        wrong = f"the folder cannot be read: {fault.strerror}"
        raise UsageError(str(folder), wrong, "name a folder with templates, or leave `templates` out") from fault
    if problems:
        raise UsageError(str(folder), "; ".join(problems), "mend the templates, or take the files out of the folder")
    return OwnTemplates(folder)


def templates_problem(name: str, source: str) -> str | None:
    """What is wrong with a template, in one clause with its name and line; None for nothing that can be known unfilled.

    >>> templates_problem("chnage.txt.j2", "")
    'chnage.txt.j2: there is no such template, did you mean change.txt.j2?'
    >>> templates_problem("change.txt.j2", "{% if change.title %}")[:24]
    'change.txt.j2, line 1: U'
    """
    if name not in ours():
        return f"{name}: there is no such template{_nearest(name, ours())}"
    environment = sandbox(ours(), "html" if name.endswith(".html.j2") else "text")
    try:
        tree = environment.parse(source, name)
        environment.compile(source, name)
    except TemplateSyntaxError as fault:
        return f"{name}, line {fault.lineno}: {' '.join((fault.message or 'it is no template').split())}"
    except RecursionError:
        return f"{name}: it is nested too deep"
    return next(_unknown(name, tree), None)


def _unknown(name: str, tree: nodes.Template) -> Iterator[str]:
    """Templates and variables that it names and that are not there."""
    for other in meta.find_referenced_templates(tree):
        if other is not None and other not in ours():
            yield f"{name}: it names the template {other}, and there is none{_nearest(other, ours())}"
    known = GIVEN.get(name.split(".")[0], ())
    for variable in sorted(meta.find_undeclared_variables(tree) - _declared(tree)) if known else ():
        if variable not in known:
            line = next((one.lineno for one in tree.find_all(nodes.Name) if one.name == variable), 1)
            yield f"{name}, line {line}: there is no variable {variable}{_nearest(variable, known)}"


def _declared(tree: nodes.Template) -> set[str]:
    """What a template names itself at its top: inside its blocks that is known too."""
    imports = (
        one if isinstance(one, str) else one[1] for each in tree.find_all(nodes.FromImport) for one in each.names
    )
    named = (each.name for each in tree.find_all(nodes.Macro))
    stored = (each.name for each in tree.find_all(nodes.Name) if each.ctx == "store")
    return {*imports, *named, *stored, *(each.target for each in tree.find_all(nodes.Import))}


def _nearest(word: str, known: Mapping[str, str] | tuple[str, ...]) -> str:
    near = get_close_matches(word, list(known), 1, 0.5)
    return f", did you mean {near[0]}?" if near else f"; there are {', '.join(sorted(known))}"


def _files(folder: Path) -> list[Path]:
    """Every file that is no editor's own."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".") and not path.name.endswith("~"))


def _problem(path: Path) -> str | None:
    if path.name not in ours():
        return templates_problem(path.name, "")
    try:
        source = path.read_bytes()
        if len(source) > LONGEST_FILE:
            return f"{path.name}: it has more than {LONGEST_FILE} bytes"
        return templates_problem(path.name, source.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        return f"{path.name}: it is not UTF-8 (byte {fault.start + 1})"
    except OSError as fault:
        return f"{path.name}: it cannot be read: {fault.strerror}"
