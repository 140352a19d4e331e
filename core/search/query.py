"""What somebody looks for: words and "phrases" that must all occur, and -words that must not."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from core.search.segment import pairs, run, segments

LONGEST_QUERY = 2_000
"""Characters of a query that are read."""

MOST_SEGMENTS = 256
"""Segments of a query that count: of a pasted page its beginning is looked for."""

_PART = re.compile(r"""(?P<no>[-－]?)(?:["“”＂「『](?P<quoted>[^"“”＂」』]*)["“”＂」』]?|(?P<word>\S+))""")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Segments that stand one after the other, whatever punctuation stands between them."""

    segments: tuple[str, ...]

    @property
    def run(self) -> str:
        """What occurs in the run of a text that holds the phrase."""
        return "".join(self.segments)

    @property
    def grams(self) -> tuple[str, ...]:
        """What is in the index of every text that holds the phrase."""
        return tuple(pairs(self.segments)) if len(self.segments) > 1 else self.segments

    @property
    def is_gram(self) -> bool:
        """Whether the index alone knows where the phrase occurs."""
        return len(self.grams) == 1


@dataclass(frozen=True, slots=True)
class Query:
    """All of `wanted` must occur in the heading or the text of a document, and nothing of `unwanted`."""

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()

    @property
    def grams(self) -> tuple[str, ...]:
        """What is in the index of every document that meets it, each once."""
        return tuple(dict.fromkeys(gram for phrase in self.wanted for gram in phrase.grams))

    @property
    def unwanted_grams(self) -> tuple[str, ...]:
        """What is in the index of no document that meets it."""
        return tuple(phrase.grams[0] for phrase in self.unwanted if phrase.is_gram)

    def is_met(self, heading: str, folded: Iterable[str]) -> bool:
        """Whether a document with this folded heading and these folded blocks meets it; a phrase may cross blocks."""
        said = (run(heading), run("\n".join(folded)))
        return all(any(phrase.run in one for one in said) for phrase in self.wanted) and not any(
            phrase.run in one for phrase in self.unwanted for one in said
        )


def read_query(text: str, fold: Callable[[str], str]) -> Query:
    """The query that a person wrote; every text is one, and only what it says can be looked for.

    Args:
        fold: how documents were folded; applied to each word by itself, for it takes spaces away.

    >>> found = read_query('细胞治疗 "Good Clinical Practice" -解读', str)
    >>> [phrase.run for phrase in found.wanted], [phrase.run for phrase in found.unwanted]
    (['细胞治疗', '·good··clinical··practice·'], ['解读'])
    """
    wanted: dict[Phrase, None] = {}
    unwanted: dict[Phrase, None] = {}
    for is_unwanted, phrase in _phrases(text[:LONGEST_QUERY], fold):
        (unwanted if is_unwanted else wanted)[phrase] = None
    return Query(tuple(wanted), tuple(unwanted))


def _phrases(text: str, fold: Callable[[str], str]) -> Iterator[tuple[bool, Phrase]]:
    room = MOST_SEGMENTS
    for part in _PART.finditer(text):
        said = part["word"] if part["quoted"] is None else part["quoted"]
        cut = tuple(segments(fold(said))[:room])
        room -= len(cut)
        if cut:
            yield bool(part["no"]), Phrase(cut)
