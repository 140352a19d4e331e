"""subject_of(change, source, fold, *versions) -> Subject: what rules look at, the same on every road."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from operator import add

from core.diff import Hunk, Op, diff, differing
from core.model import OF_SOURCES, Change, ChangeKind, Document, Stage, Version
from core.source import Source

Fold = Callable[[str], str]
"""How texts are made comparable; the words of rules are stored folded alike."""

SIZED = (ChangeKind.EDITED, ChangeKind.COSMETIC)
"""The kinds that have a size."""


@dataclass(frozen=True)
class Folded:
    """A folded text in which hundreds of rules look for their words; nearly every word is not in it."""

    text: str

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Every two characters that stand beside each other."""
        return frozenset(map(add, self.text, self.text[1:]))

    def __contains__(self, word: str) -> bool:
        pairs = len(word) < 2 or (word[:2] in self.pairs and word[-2:] in self.pairs)
        return pairs and word in self.text


NOTHING = Folded("")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A change with all that a rule may ask of it. What costs something is computed when it is asked for, once.

    Args:
        before, after: the document as it was and as it is; None where the change has none.
    """

    change: Change
    source: Source
    before: Document | None
    after: Document | None
    fold: Fold = field(repr=False)

    @property
    def document(self) -> Document | None:
        """As it is, or as it last was."""
        return self.after or self.before

    @cached_property
    def now(self) -> Folded:
        """Folded title, text and names of files as they are, or last were; of a source's health its name."""
        if self.change.kind in OF_SOURCES:
            return Folded(self.comparable(self.source.name))
        return self._text(self.document)

    @cached_property
    def was(self) -> Folded:
        """The same as they were; empty where nothing was before, or nothing is now."""
        if self.before is None or self.after is None or self.change.kind in OF_SOURCES:
            return NOTHING
        return NOTHING if _said(self.before) == _said(self.after) else self._text(self.before)

    @cached_property
    def ever(self) -> Folded:
        """Both."""
        return Folded(f"{self.now.text}\n{self.was.text}") if self.was.text else self.now

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """Who issues the document, as it is and as it was; who publishes it, where it does not say."""
        named = [document.agency for document in (self.after, self.before) if document and document.agency]
        return self._folded(*named) if named else self._folded(self.source.agency, self.source.name)

    @cached_property
    def region(self) -> str:
        """The place that the source speaks for; empty where it names none."""
        return self.comparable(self.source.region or "")

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Where the document stands in its life, and where it stood if that is what changed."""
        documents = [self.document, self.before if "stage" in self.change.fields else None]
        return tuple(dict.fromkeys(one.stage for one in documents if one and one.stage))

    @cached_property
    def characters(self) -> int | None:
        """Characters put in and taken out of title and text together; None for what has no size.

        An edit of nothing but metadata (a date, the agency) has none: it is not small, it is of another sort.
        """
        if self.change.kind not in SIZED or self.before is None or self.after is None:
            return None
        hunks = diff(self.before.blocks, self.after.blocks)
        size = sum(map(_size, hunks)) + _size(_title(self.before.title or "", self.after.title or ""))
        return None if not size and self.change.fields else size

    def comparable(self, text: str) -> str:
        """A text as words are looked for in it: folded, and small letters for capitals."""
        return self.fold(text).casefold()

    def _text(self, document: Document | None) -> Folded:
        if document is None:
            return NOTHING
        # Folded once more as a whole: a word that a line break cuts in two is a word.
        body = self.comparable("\n".join(block.folded for block in document.blocks))
        heads = [document.title or "", *(file.name for file in document.attachments)]
        return Folded("\n".join([*map(self.comparable, heads), body]))

    def _folded(self, *names: str | None) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.comparable(name) for name in names if name))


def subject_of(change: Change, source: Source, fold: Fold, *versions: Version | None) -> Subject:
    """What rules look at.

    Args:
        versions: those of the page that are at hand; the change says by number which are its own.
    """
    by_number = {version.number: version.document for version in versions if version}
    return Subject(
        change=change,
        source=source,
        before=by_number.get(change.before) if change.before else None,
        after=by_number.get(change.after) if change.after else None,
        fold=fold,
    )


def _said(document: Document) -> tuple[object, ...]:
    return document.title, document.attachments, document.blocks


def _size(hunk: Hunk) -> int:
    if hunk.before is None or hunk.after is None:
        return len(hunk.before or "") + len(hunk.after or "")
    return sum(len(span.before) + len(span.after) for span in differing(hunk))


def _title(before: str, after: str) -> Hunk:
    return Hunk(Op.EQUAL if before == after else Op.REPLACE, before, after)
