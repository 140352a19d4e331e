"""Text that was meant to be XML, made fit for a parser that takes nothing else."""

import html
import re

FURTHEST_START = 20_000
START = re.compile(
    r"<\?xml\s|<(?:[a-z]\w{0,20}:)?(?P<root>rss|feed|rdf|urlset|sitemapindex)[\s>]",
    re.IGNORECASE,
)
PAGE = re.compile(r"<html[\s>]|<!doctype\s+html", re.IGNORECASE)
ELEMENT = re.compile(r"<(?:[A-Za-z]\w{0,20}:)?(?P<name>[A-Za-z][\w.-]{0,40})[\s/>]")
DECLARATION = re.compile(r"<\?xml\s[^>]{0,500}\?>")
AMISS = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?|<(?![A-Za-z_/!?])"
)
"""References that XML does not know, and `&` and `<` that stand for themselves."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACED = "\ufffd"
MOST_AMISS = 100_000
"""Signs mended in one document; nobody writes so badly in earnest."""

CDATA, CDATA_END = "<![CDATA[", "]]>"


def start_of(text: str) -> int:
    """Where the document begins behind blanks, warnings of the server and other garbage; 0 where that is unclear."""
    match = START.search(text, 0, FURTHEST_START)
    if match is None or PAGE.search(text, 0, match.start()):
        return max(0, text.find("<", 0, FURTHEST_START))
    return match.start()


def declared_root(text: str) -> str:
    """Name of the first element, in lower case and without its prefix; empty where there is none.

    >>> declared_root('\\ufeff<?xml version="1.0"?><!-- made by hand --><rdf:RDF>')
    'rdf'
    """
    start = start_of(text)
    at = start
    while at < start + FURTHEST_START:
        match = ELEMENT.search(text, at, start + FURTHEST_START)
        comment = text.find("<!--", at, match.start() if match else at)
        if comment < 0 or match is None:
            return match["name"].lower() if match else ""
        closed = text.find("-->", comment)
        at = closed if closed >= 0 else match.start()
    return ""


def mended(text: str) -> str:
    """The document without declaration and forbidden characters, with the signs of its text as XML wants them."""
    document = FORBIDDEN.sub("", DECLARATION.sub("", text[start_of(text) :]))
    pieces: list[str] = []
    at, left = 0, MOST_AMISS
    while at < len(document) and left:
        opened = document.find(CDATA, at)
        closed = document.find(CDATA_END, opened) if opened >= 0 else -1
        end = opened if closed >= 0 else len(document)
        text, count = AMISS.subn(_written_out, document[at:end], count=left)
        left -= count
        at = closed + len(CDATA_END) if closed >= 0 else end
        pieces += (text, document[end:at])
    return "".join([*pieces, document[at:]])


def without(piece: str, names: tuple[str, ...]) -> str:
    """A piece of markup without the elements of these names; one that is not closed stays."""
    for name in names:
        piece = _without(piece, name)
    return piece


def _without(piece: str, name: str) -> str:
    kept: list[str] = []
    at = 0
    opening, closing = f"<{name}", f"</{name}>"
    while (start := piece.find(opening, at)) >= 0:
        end = piece.find(closing, start)
        if end < 0:
            break
        kept.append(piece[at:start])
        at = end + len(closing)
    return "".join([*kept, piece[at:]])


def _written_out(match: re.Match[str]) -> str:
    """A reference's character; an entity for a sign that stands for itself."""
    return html.escape(FORBIDDEN.sub("", html.unescape(match[0])).replace(REPLACED, ""))
