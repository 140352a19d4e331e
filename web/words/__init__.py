"""The words of the interface, each in English and Chinese; every page keeps its own in a table beside this file."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.source import Language
from web.words import add, changes, deadlines, deliveries, everywhere, policy, remarks, rules, search, sources, system
from web.words.table import Table

TABLES = (
    *(everywhere.TABLE, changes.TABLE, remarks.TABLE, policy.TABLE, sources.TABLE, deliveries.TABLE),
    *(deadlines.TABLE, search.TABLE, rules.TABLE, system.TABLE, add.TABLE),
)


def _together(tables: tuple[Table, ...]) -> Table:
    words: dict[str, tuple[str, str]] = {}
    for table in tables:
        if twice := words.keys() & table.keys():
            raise ValueError(f"said twice: {sorted(twice)}")
        words |= table
    return words


WORDS: Mapping[str, tuple[str, str]] = _together(TABLES)


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language: `words("changes.title")`, with values for the places in braces."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """A word. Raises `KeyError` for one that stands in no table."""
        english, chinese = WORDS[key]
        said = chinese if self.language is Language.ZH else english
        return said.format(**values) if values else said

    def has(self, key: str) -> bool:
        """Whether there is such a word."""
        return key in WORDS

    @property
    def tag(self) -> str:
        """The language as HTML names it (BCP 47)."""
        return "zh-Hans" if self.language is Language.ZH else "en"
