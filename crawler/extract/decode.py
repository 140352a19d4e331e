"""Bytes to text: which encoding is it really?"""

import codecs
import re
from dataclasses import dataclass
from functools import partial

import cchardet
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from crawler.extract.legible import illegibility

_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "hz": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
}
# utf-7 can smuggle markup and surrogates, punycode is quadratic; browsers know neither.
_NOT_OF_THE_WEB = frozenset(("utf-7", "punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs"))
_FALLBACKS = ("utf-8", "gb18030", "big5hkscs")
_SAMPLE = 65_536
_PREAMBLE = 1024
_BINARY_MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"RIFF",
)
_WIDE = re.compile(r"utf-?(?:16|32)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding that gave it."""

    text: str
    charset: str
    utf8: bytes
    """The text as the parser reads it: the body itself where that is UTF-8."""


def is_binary(body: bytes) -> bool:
    """Whether the bytes are no text in any encoding of the web: a known file format, or full of zero bytes."""
    if body.startswith(_BINARY_MAGIC):
        return True
    sample = body[:_SAMPLE]
    return b"\x00" in sample and read_bom(sample)[0] is None and sample.count(0) * 50 > len(sample)


def decode(body: bytes, content_type: str | None = None, charset: str | None = None) -> Decoded:
    """The text in the first encoding that fits: the operator's, BOM, UTF-8, HTTP header, meta tag, detector.

    UTF-8 stands before the declarations because other text practically never decodes as UTF-8, whereas pages
    often declare gb2312 and send UTF-8. gb2312 and gbk are read as their superset gb18030. Where nothing fits
    without loss, the encoding that gives the most legible text is taken.
    """
    mark, signature = read_bom(body)
    if charset is not None and (named := _codec(charset)) is not None:
        return _decoded(_text(body, named), named)
    if mark is not None and signature is not None:
        return _decoded(_text(body[len(signature) :], mark), mark)
    if (text := _strict(body, "utf-8")) is not None:
        return Decoded(text, "utf-8", body)
    declared = _declared(body, content_type)
    for name in declared:
        text = _strict(body, name)
        if text is not None and illegibility(text) == 0:
            return _decoded(text, name)
    return _most_legible(body, declared)


def _decoded(text: str, charset: str) -> Decoded:
    return Decoded(text, charset, text.encode(errors="replace"))


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """Declared encodings, best first. UTF-16 without BOM in an ASCII-readable page is a mistake of its author."""
    names = (http_content_type_encoding(content_type), html_body_declared_encoding(body[: 4 * _PREAMBLE]))
    known = (_codec(name) for name in names if name is not None and not _WIDE.match(name))
    return [name for name in known if name is not None]


def _codec(name: str) -> str | None:
    try:
        codec = codecs.lookup(resolve_encoding(name) or name).name
    except (LookupError, ValueError):
        return None
    return None if codec in _NOT_OF_THE_WEB else _SUPERSETS.get(codec, codec)


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeError, LookupError):
        return None


def _text(body: bytes, name: str) -> str:
    try:
        return body.decode(name, "replace")
    except (UnicodeError, LookupError):
        return body.decode("utf-8", "replace")


def _most_legible(body: bytes, declared: list[str]) -> Decoded:
    sample = body[:_SAMPLE]
    guess = cchardet.detect(sample).get("encoding")
    guessed = _codec(guess) if guess else None
    names = dict.fromkeys([*declared, *([guessed] if guessed else []), *_FALLBACKS])
    best = min(names, key=partial(_illegibility_of, sample))
    return _decoded(_text(body, best), best)


def _illegibility_of(sample: bytes, name: str) -> float:
    return illegibility(_text(sample, name))
