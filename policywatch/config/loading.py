"""`load`: read, check, build; and `json_schema`: the shape of the file for editors."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError

from core.errors import ConfigError, Mistake
from core.source import Configuration, Recipe
from policywatch.config.building import Surroundings, configuration
from policywatch.config.reading import read
from policywatch.config.relations import Fold, between_parts
from policywatch.config.schema import File
from policywatch.config.tree import Plain, Tree
from policywatch.config.wording import mistakes_of


def load(path: Path, environ: Mapping[str, str], *, plain: Recipe, fold: Fold) -> Configuration:
    """Read a `sources.yaml`.

    Args:
        environ: where `proxy_env` finds its value; other secrets are read when they are needed.
        plain: the recipe of a source that says nothing of its own; selectors and charset are laid over it.
        fold: how texts are folded before they are compared; the words of rules are stored folded.

    Raises:
        ConfigError: with every mistake of the file, in the order of the file.
    """
    tree, found = read(path)
    file, mistakes = _validated(tree)
    mistakes = [*found, *mistakes, *between_parts(tree, environ, fold)]
    if file is None or mistakes:
        raise ConfigError(_in_order(mistakes))
    return configuration(file, Surroundings(path, environ, plain, fold))


def json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of the file, as editors want it to complete and check while one types."""
    schema = _without_null(File.model_json_schema())
    assert isinstance(schema, dict)  # noqa: S101 - a mapping stays one
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "sources.yaml of PolicyWatch"}


def _validated(tree: Tree) -> tuple[File | None, list[Mistake]]:
    value = tree.value
    given = {key: part for key, part in value.items() if part is not None} if isinstance(value, dict) else value
    if isinstance(value, dict) and "sources" in value:
        given = {"sources": [], **(given if isinstance(given, dict) else {})}
    try:
        return File.model_validate(given), []
    except ValidationError as error:
        return None, list(mistakes_of(error, tree))


def _in_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """Sorted by place; of several mistakes at one place and key the first found is the cause of the rest."""
    first: dict[tuple[int, int, str], Mistake] = {}
    for mistake in mistakes:
        first.setdefault((mistake.line, mistake.column, mistake.key), mistake)
    return tuple(first[place] for place in sorted(first))


def _without_null(part: Plain | object) -> object:
    """Optional keys are left out, never set to null; pydantic's schema would let editors write null."""
    if isinstance(part, list):
        return [_without_null(item) for item in part]
    if not isinstance(part, dict):
        return part
    mapping = {key: _without_null(value) for key, value in part.items() if not (key == "default" and value is None)}
    choices = mapping.get("anyOf")
    if isinstance(choices, list):
        choices = [choice for choice in choices if choice != {"type": "null"}]
        if len(choices) == 1 and isinstance(choices[0], dict):
            mapping.pop("anyOf")
            return {**choices[0], **mapping}
    return mapping
