"""Passages of a document that answer a query, as published, with what answers marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from rapidfuzz.distance import Levenshtein

from core.model.document import Block
from core.model.hit import Piece
from core.search.query import Phrase
from core.search.segment import SIGN

MOST_PASSAGES = 3
BEFORE = 30
"""Characters of a passage before what answers."""

LONGEST_PASSAGE = 150

LONGEST_ALIGNED = 20_000
"""Characters of a block whose marks are looked for where folding has moved them."""

Span = tuple[int, int]

_SIGN = re.compile(f"[{SIGN}]")


class Marks:
    """Where phrases stand in folded texts."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._patterns = [_pattern(phrase) for phrase in phrases]

    def __len__(self) -> int:
        return len(self._patterns)

    def spans(self, folded: str) -> list[Span]:
        """Where they stand, in order, none over another."""
        found = sorted(span for pattern in self._patterns for span in _whole(pattern, folded))
        ends = accumulate((end for _, end in found), max, initial=0)
        return [(max(start, past), end) for (start, end), past in zip(found, ends, strict=False) if end > past]

    def present(self, folded: str) -> set[int]:
        """Numbers of the phrases that stand in it."""
        return {at for at, pattern in enumerate(self._patterns) if any(_whole(pattern, folded))}


def marked(text: str, folded: str, marks: Marks) -> tuple[Piece, ...]:
    """A text as published, in pieces; nothing is marked where its places are not those of the folded text."""
    return tuple(_pieces(text, _published(text, folded, marks.spans(folded)), 0, len(text)))


def excerpt(blocks: Iterable[Block], marks: Marks) -> tuple[Piece, ...]:
    """The first passages in which each phrase stands, `…` between them; else how the document begins."""
    pieces: list[Piece] = []
    shown: set[int] = set()
    passages = 0
    opening: Block | None = None
    for block in blocks:
        opening = opening or block
        more = marks.present(block.folded) - shown
        if not more:
            continue
        shown |= more
        pieces += [Piece(" … ", is_match=False)] if passages else []
        pieces += _passage(block, marks)
        passages += 1
        if passages == MOST_PASSAGES or len(shown) == len(marks):
            break
    if not pieces and opening is not None:
        pieces += _passage(opening, marks)
    return tuple(pieces)


def _passage(block: Block, marks: Marks) -> Iterator[Piece]:
    spans = _published(block.text, block.folded, marks.spans(block.folded))
    start = max(0, spans[0][0] - BEFORE) if spans else 0
    end = min(len(block.text), start + LONGEST_PASSAGE)
    if start:
        yield Piece("…", is_match=False)
    yield from _pieces(block.text, spans, start, end)
    if end < len(block.text):
        yield Piece("…", is_match=False)


def _pieces(text: str, spans: Iterable[Span], start: int, end: int) -> Iterator[Piece]:
    at = start
    for first, last in spans:
        if first >= end:
            break
        if first > at:
            yield Piece(text[at:first], is_match=False)
        at = min(last, end)
        yield Piece(text[first:at], is_match=True)
    if at < end:
        yield Piece(text[at:end], is_match=False)


def _published(text: str, folded: str, spans: Sequence[Span]) -> Sequence[Span]:
    """Places of the folded text in the published one: the same, white space apart, or else by the edits between them.

    Folding changes signs one for one, but white space goes, and a few runs of signs (——) become one.
    """
    if text == folded or not spans:
        return spans
    here = [at for at, sign in enumerate(text) if not sign.isspace()]
    there = {at: place for place, at in enumerate(at for at, sign in enumerate(folded) if not sign.isspace())}
    if len(here) == len(there):
        return [(here[there[start]], here[there[end - 1]] + 1) for start, end in spans]
    if max(len(text), len(folded)) > LONGEST_ALIGNED:
        return ()
    places = _places(text, folded)
    moved = [(places[start], places[end - 1] + 1) for start, end in spans]
    return [(start, end) for start, end in moved if start < end <= len(text)]


def _places(text: str, folded: str) -> list[int]:
    """Where each sign of the folded text stands in the published one; what stands nowhere, where it would."""
    places: list[int] = []
    for edit in Levenshtein.opcodes(folded, text):
        width = edit.dest_end - edit.dest_start
        for at in range(edit.src_end - edit.src_start):
            places.append(edit.dest_start + min(at, max(width - 1, 0)))
    return places


def _pattern(phrase: Phrase) -> re.Pattern[str]:
    """Where a phrase may stand; not that its first and last words are whole, for that takes 10 ms to compile."""
    words = [segment.strip("·") for segment in phrase.segments]
    pattern = re.escape(words[0])
    for (before, was), (after, now) in pairwise(zip(phrase.segments, words, strict=True)):
        pattern += (r"[\W_]+" if before != was and after != now else r"[\W_]*") + re.escape(now)
    return re.compile(pattern, re.IGNORECASE)


def _whole(pattern: re.Pattern[str], folded: str) -> Iterator[Span]:
    for match in pattern.finditer(folded):
        start, end = match.span()
        cuts = _is_letter(folded[start : start + 1]) and _is_letter(folded[start - 1 : start] if start else "")
        if not cuts and not (_is_letter(folded[end - 1 : end]) and _is_letter(folded[end : end + 1])):
            yield start, end


def _is_letter(sign: str) -> bool:
    return sign.isalnum() and _SIGN.match(sign) is None
