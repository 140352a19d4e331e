"""Cheap bounds before parsing: Lexbor takes quadratic time on deep nesting."""

import re

MAX_DEPTH = 800

_CHUNK = 16_384
_ALWAYS_EMPTY = (b"<!", b"<br", b"<img", b"<input", b"<link", b"<meta", b"<hr")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dd",
        "dt",
        "option",
        "tbody",
    )
)
"""Elements that are empty or that the next of their kind closes."""


def is_too_deep(html: str) -> bool:
    """Whether the nesting, estimated from the tags alone, passes what a parser may be given."""
    encoded = html.encode(errors="replace")
    return _may_be_deep(encoded, ()) and _may_be_deep(encoded, _ALWAYS_EMPTY) and _is_deep(html)


def _may_be_deep(html: bytes, empty: tuple[bytes, ...]) -> bool:
    """An upper bound from counts, piece by piece: far cheaper than looking at every tag, and nearly always enough."""
    depth = 0
    for start in range(0, len(html), _CHUNK):
        chunk = html[start : start + _CHUNK]
        closed = chunk.count(b"</")
        opened = chunk.count(b"<") - closed - sum(map(chunk.count, empty))
        if depth + opened > MAX_DEPTH:
            return True
        depth = max(0, depth + opened - closed)
    return False


def _is_deep(html: str) -> bool:
    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() not in _VOID:
            depth = max(0, depth + (-1 if match[1] else 1))
            if depth > MAX_DEPTH:
                return True
    return False
