"""XML listings as rows of named fields, however carelessly they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from xml.parsers import expat

from crawler.discover.address import absolute
from crawler.discover.outcome import Unreadable
from crawler.discover.xml_mending import mended, without

LARGEST = 10 * 1024 * 1024
DEEPEST = 100
LONGEST_FIELD = 5000
NAMESPACES = {
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
}
"""Namespace -> what stands before its names here; nothing before those that name the rows themselves."""

UNDECLARED = {"atom": "", "rss": "", "a10": ""}
PROSE = ("description", "content:encoded", "content", "summary")
"""Fields of markup that is often broken, and never needed."""


@dataclass(frozen=True, slots=True)
class Field:
    """An element: its path below the row in lower case, its text, its attributes, and the base of its addresses."""

    name: str
    text: str
    attributes: dict[str, str]
    base: str


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in one row.

    Args:
        address: the row's own `rdf:about`.
    """

    fields: tuple[Field, ...]
    base: str
    address: str | None = None

    def all(self, *names: str) -> Iterator[Field]:
        """Its fields of these names, in the order of the names."""
        return (one for name in names for one in self.fields if one.name == name)

    def text(self, *names: str) -> str | None:
        """The first text that stands under any of the names."""
        return next((one.text for one in self.all(*names) if one.text), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is taken out of a document: elements that are rows, paths of fields in them and above them."""

    rows: frozenset[str]
    fields: frozenset[str]
    head: frozenset[str] = frozenset()
    most: int = 5000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document: the name of its root, the fields above its rows, and its rows."""

    root: str
    head: Row
    rows: tuple[Row, ...]


class _Refused(ValueError):
    """The document does what no listing needs."""


class _Enough(Exception):
    """As many rows as are wanted were read."""


@dataclass(slots=True)
class _Open:
    depth: int
    base: str
    address: str | None = None
    fields: list[Field] = field(default_factory=list)

    def row(self) -> Row:
        return Row(tuple(self.fields), self.base, self.address)


@dataclass(slots=True)
class _Reader:
    """Takes elements as the parser meets them; keeps rows only."""

    wanted: Wanted
    base: str
    prefixes: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    bases: list[tuple[int, str]] = field(default_factory=list)
    head: _Open = field(default_factory=lambda: _Open(1, ""))
    current: _Open | None = None
    rows: list[Row] = field(default_factory=list)
    root: str = ""
    plain: dict[str, str] = field(default_factory=dict)
    field_depth: int = 0
    field_attributes: dict[str, str] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def read(self, text: str) -> str | None:
        """Take in a document or a piece of one; returns what is wrong with it, if anything is.

        Raises:
            _Refused: it is no document to be read at all.
        """
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(text.encode(errors="replace"), True)  # noqa: FBT003 - takes no keywords
        except _Enough:
            return None
        except expat.ExpatError as error:
            return str(error) if self.path or not self.root else None
        return None

    def _doctype(self, _name: str, _system: str | None, _public: str | None, internal: int) -> None:
        if internal:
            raise _Refused("the answer declares entities of its own, which no listing needs")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if attributes:
            self._declare(attributes)
        self.path.append(self._plain(name))
        depth = len(self.path)
        if depth > DEEPEST:
            raise _Refused("the answer is nested too deeply")
        self.root = self.root or self.path[0]
        if self.current is None and depth > 1 and self.path[-1] in self.wanted.rows:
            self.current = _Open(depth, self._base(), attributes.get("rdf:about"))
        elif not self.field_depth and self._is_wanted():
            self.field_depth, self.field_attributes = depth, attributes
            self.pieces, self.length = [], 0

    def _is_wanted(self) -> bool:
        if self.current is not None:
            return "/".join(self.path[self.current.depth :]) in self.wanted.fields
        return "/".join(self.path[1:]).removeprefix("channel/") in self.wanted.head

    def _text(self, text: str) -> None:
        if self.field_depth and self.length < LONGEST_FIELD:
            self.pieces.append(text[:LONGEST_FIELD])
            self.length += len(text)

    def _end(self, _name: str) -> None:
        depth = len(self.path)
        if depth == self.field_depth:
            self.close_field()
        elif self.current is not None and depth == self.current.depth:
            self.close_row()
            if len(self.rows) >= self.wanted.most:
                raise _Enough
        if self.bases and self.bases[-1][0] == depth:
            self.bases.pop()
        self.path.pop()

    def close_field(self) -> None:
        """Keep the field that stands open."""
        owner = self.current or self.head
        name = "/".join(self.path[owner.depth : self.field_depth]).removeprefix("channel/")
        text = "".join(self.pieces).strip()
        owner.fields.append(Field(name, text, self.field_attributes, self._base()))
        self.field_depth = 0

    def close_row(self) -> None:
        """Keep the row that stands open, if it has anything."""
        if self.current is not None and (self.current.fields or self.current.address):
            self.rows.append(self.current.row())
        self.current = None

    def _declare(self, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            if name == "xmlns" or name.startswith("xmlns:"):
                self.prefixes[name[6:]] = value.strip().lower()
                self.plain.clear()
            elif name == "xml:base":
                self.bases.append((len(self.path) + 1, absolute(value, self._base()) or self._base()))

    def _plain(self, name: str) -> str:
        known = self.plain.get(name)
        if known is None:
            prefix, _, local = name.rpartition(":")
            short = NAMESPACES.get(self.prefixes.get(prefix, ""), UNDECLARED.get(prefix, prefix))
            known = self.plain[name] = f"{short}:{local}".removeprefix(":").lower()
        return known

    def _base(self) -> str:
        return self.bases[-1][1] if self.bases else self.base


def sheet(text: str, wanted: Wanted, base: str) -> Sheet | Unreadable:
    """A document's rows; where it is not well-formed, what can be read of each row by itself."""
    if len(text) > LARGEST:
        return Unreadable(f"the answer is longer than {LARGEST:,} characters")
    document = mended(text)
    reader = _Reader(wanted, base)
    try:
        wrong = reader.read(document)
        rows = _saved(document, reader) if wrong else reader.rows
    except _Refused as error:
        return Unreadable(str(error))
    if not reader.root:
        return Unreadable(f"the answer is not XML: {wrong}" if text.strip() else "the answer is empty")
    if wrong and not rows:
        return Unreadable(f"the answer is broken XML: {wrong}")
    return Sheet(reader.root, reader.head.row(), tuple(rows))


def _saved(document: str, before: _Reader) -> list[Row]:
    """The rows of a broken document, each read alone."""
    rows: list[Row] = []
    for piece in _pieces(document, before.wanted):
        alone = _Reader(before.wanted, before.base, before.prefixes)
        alone.root = before.root
        wrong = alone.read(f"<row>{without(piece, PROSE)}</row>")
        if wrong:
            alone.close_row()
        rows += alone.rows
    return rows


def _pieces(document: str, wanted: Wanted) -> Iterator[str]:
    names = "|".join(sorted(wanted.rows))
    opening = re.compile(rf"<(?:\w{{1,20}}:)?(?:{names})(?=[\s>])", re.IGNORECASE)
    closing = re.compile(rf"</(?:\w{{1,20}}:)?(?:{names})\s{{0,9}}>", re.IGNORECASE)
    borders = [match.start() for match in islice(opening.finditer(document), wanted.most + 1)]
    if len(borders) <= wanted.most:
        borders.append(len(document))
    for start, end in pairwise(borders):
        closed = closing.search(document, start, end)
        yield document[start : closed.end() if closed else end]
