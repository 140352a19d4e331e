"""How bytes of a source become text."""

from dataclasses import asdict, dataclass, field

from core.source.digests import digest_of_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """CSS selectors that overrule the extractor; None leaves the part to it."""

    title: str | None = None
    body: str | None = None
    date: str | None = None
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How bytes of a source become text.

    Args:
        steps: names of the folding steps, in order.
        charset: overrules what the page says of itself.
        reading_version: of the reading code; raised when the same bytes would read differently.

    The digest names all of it: text read under one digest is never compared with text read
    under another, so that a new recipe re-reads and rebases silently.
    """

    reading_version: int
    steps: tuple[str, ...] = ()
    selectors: Selectors = Selectors()
    charset: str | None = None
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        parts: list[object] = [self.reading_version, self.steps, asdict(self.selectors), self.charset]
        object.__setattr__(self, "digest", digest_of_parts(parts))
