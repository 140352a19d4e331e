"""Which phrases of a dictionary OpenCC would take in a text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping


class Phrases:
    """A dictionary of phrases, found as the library finds them: the longest of a clause first, then the leftmost.

    That differs from reading left to right only where phrases overlap, which is looked at closely. No phrase holds
    one of the library's separators, so that no phrase reaches over the end of a clause.
    Phrases are written in Chinese characters alone, none of which means anything in a regular expression.

    Source: `StringTree` of opencc-python-reimplemented 0.1.7.
    """

    def __init__(self, entries: Mapping[str, str]) -> None:
        self.entries = entries
        by_head = defaultdict(list)
        for phrase in sorted(entries, key=len, reverse=True):
            by_head[phrase[0]].append(phrase)
        self._sizes = {head: sorted({len(phrase) for phrase in by_head[head]}, reverse=True) for head in by_head}
        self._longest = max(map(len, entries), default=0)
        # One branch for each first character: the engine then skips whatever begins no phrase.
        branches = (f"{head}(?:{'|'.join(phrase[1:] for phrase in by_head[head])})" for head in by_head)
        self._pattern = re.compile("|".join(branches))

    def found_in(self, text: str) -> Iterator[tuple[int, str]]:
        """Start and phrase, from left to right, none over another."""
        position = 0
        while first := self._pattern.search(text, position):
            start, position = first.span()
            position, overlapping = self._reach(text, start, position)
            if overlapping:
                yield from self._chosen(text, start, position)
            else:
                yield start, first[0]

    def is_over(self, text: str, place: int) -> bool:
        """Whether a phrase, taken or not, has the character at a place."""
        return any(
            start + size > place and text[start : start + size] in self.entries
            for start in range(max(0, place - self._longest + 1), place + 1)
            for size in self._sizes.get(text[start], ())
        )

    def _reach(self, text: str, start: int, end: int) -> tuple[int, bool]:
        """Where the last of the phrases that overlap one another ends."""
        overlapping, place = False, start + 1
        while place < end:
            inner = self._pattern.match(text, place)
            if inner and inner.end() > end:
                overlapping, end = True, inner.end()
            place += 1
        return end, overlapping

    def _chosen(self, text: str, start: int, end: int) -> list[tuple[int, str]]:
        found = [
            (place, phrase)
            for place in range(start, end)
            for size in self._sizes.get(text[place], ())
            if place + size <= end and (phrase := text[place : place + size]) in self.entries
        ]
        chosen: list[tuple[int, str]] = []
        taken: set[int] = set()
        for place, phrase in sorted(found, key=lambda each: -len(each[1])):
            own = range(place, place + len(phrase))
            if taken.isdisjoint(own):
                taken.update(own)
                chosen.append((place, phrase))
        return sorted(chosen)
