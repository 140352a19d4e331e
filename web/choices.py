"""What the filters of lists offer: the sources, tags and rules that are configured."""

from dataclasses import dataclass

from core.source import Configuration, Source

MOST_SOURCES = 500
"""So many are offered by name; of more, one is asked for by its id: thirty thousand names make a page of 2 MB."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from, beside whatever the address asks for.

    Args:
        sources: by name; None where there are too many to be offered.
        chosen: the source that is asked for, if it is configured.
    """

    sources: tuple[Source, ...] | None
    chosen: Source | None
    tags: tuple[str, ...]
    rules: tuple[str, ...]


def choices_of(configuration: Configuration, source_id: str) -> Choices:
    """What a configuration offers to who asks for a source, or for none."""
    sources = configuration.sources
    few = len(sources) <= MOST_SOURCES
    return Choices(
        sources=tuple(sorted(sources, key=lambda source: source.name)) if few else None,
        chosen=next((source for source in sources if source.id == source_id), None),
        tags=tuple(sorted({tag for source in sources for tag in source.tags})),
        rules=tuple(rule.name for rule in configuration.rules),
    )
