"""The pure road from bytes to text."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from core.fingerprint import fingerprint
from core.model import (
    Block,
    Blocked,
    Document,
    Doubtful,
    Failed,
    Fingerprint,
    Fresh,
    Gone,
    PageKind,
    Reading,
    Sight,
    Text,
    Unchanged,
    Validators,
)
from core.source import Recipe
from crawler.extract import (
    MOST_TEXT,
    ZONE,
    Decoded,
    Extract,
    Trust,
    decode,
    extract,
    file_document,
    is_binary,
    is_document_file,
    is_garbled,
    is_too_deep,
)
from crawler.normalise import annotations_of, fold, fold_lines, mended, recipe_steps, without_annotations

READING_VERSION: int = 4
"""Raised whenever the same bytes would read differently; part of every recipe's digest."""

PLAIN = Recipe(reading_version=READING_VERSION, steps=recipe_steps())
"""The recipe of a source that says nothing of its own."""

_NOT_TEXT = (
    "application/pdf",
    "application/zip",
    "application/octet-stream",
    "application/msword",
    "image/",
    "video/",
    "audio/",
)
_WORDLESS = (Trust.IMAGE_ONLY, Trust.SCANNED)
_DATES = ("written", "published", "published_at", "effective", "deadline", "expires")
_PAGER = re.compile(
    r"(?=.*[页文])(?:[\[(<«‹]*(?:首页|上一?页|下一?页|尾页|末页|全文阅读|阅读全文|余下全文|[共第]?\d{1,3}页?|\.{2,}|…+)[\])>»›]*[\s|/,，]*)+"
)
# In UTF-8 and by a single byte, which is sought as fast as memory is read: pages are long, and annotated ones are rare.
_TONES = (b"\xc3", b"\xc4", b"\xc5", b"\xc7", b"\xcc", b"\xe1")
_BRACKETED = re.compile(rb"(?:\(|\xef\xbc\x88)\s*[a-z\xc9\x91\xa1\xbc]*\Z")
_BEFORE_TONE = 60
_TONES_SEEN = 2_000
_ANNOTATED = 400_000
"""Characters of a page that are rid of annotations; the text that is read is no longer."""
_DIGEST = 2 * hashlib.sha256().digest_size
_SHARED = 4
"""The first lines of a further page may repeat the head of the first."""


def read(sight: Sight, recipe: Recipe, *, listed_title: str | None = None) -> Reading:
    """What a sight says. Pure; never raises on any bytes.

    Args:
        listed_title: what its listing calls it: a row may lead straight to a file, which has no other title here.

    Returns:
        `Text` only for an article that can be believed, and for a titled document that is all pictures or a scan:
        that it was published is news, though it has no words (`core.change.believed`). `Gone` for a page that says
        so with status 200; `Doubtful` with `why` any other `Trust`: blocked, maintenance, list, empty, hijacked,
        undecodable, too deep.
    """
    if isinstance(sight, Blocked):
        return Doubtful(why="blocked", evidence=sight.evidence or sight.by, retry_after=sight.retry_after)
    if isinstance(sight, Unchanged | Gone | Failed):
        return sight
    look = _look(sight, recipe)
    if look.trust is Trust.MISSING:
        return Gone(status=sight.status, soft=True, evidence=look.evidence)
    if look.trust in _WORDLESS and look.document.title and look.document.attachments:
        look = replace(look, folded=_named(look.document))
    elif look.trust is Trust.UNDECODABLE and listed_title and is_document_file(sight.body):
        document = file_document(sight.url, listed_title)
        look = _Look(document, Trust.SCANNED, folded=_named(document))
    elif look.trust is not Trust.ARTICLE:
        return Doubtful(why=str(look.trust), evidence=look.evidence)
    return Text(document=look.document, fingerprint=look.fingerprint(recipe), folded=look.folded, sight=sight)


def _named(document: Document) -> str:
    """What stands for the text of a document without words: its title and its files, whose queries are tokens."""
    files = sorted(urlsplit(file.url).path for file in document.attachments)
    return fold("\n".join((document.title or "", *files)))


def join(first: Text, further: Sequence[Reading]) -> Reading:
    """A document that its site spreads over several pages, as one reading; the sight is that of its first page.

    What the pages share (title, facts, pager) stands in it once, and a page that only repeats an earlier one adds
    nothing. Facts that only a later page tells (a signature, the day of entry into force) are taken from there.

    Returns:
        `Text`, fingerprinted over the whole (of one longer than any document: over its beginning and a digest of the
        rest, as for a single page); `Doubtful` with `why` incomplete where a further page is no text.
    """
    whole, seen, rests = first, {first.fingerprint.exact}, _rest(first)
    for number, reading in enumerate(further, 2):
        if not isinstance(reading, Text):
            return Doubtful(why="incomplete", evidence=f"page {number}: {_told(reading)}")
        if reading.fingerprint.exact not in seen:
            seen.add(reading.fingerprint.exact)
            whole = replace(whole, document=_lengthened(whole.document, reading.document))
            rests += _rest(reading)
    if whole is first:
        return first
    body = whole.document.body
    if len(body) > MOST_TEXT:
        rests += hashlib.sha256(body[MOST_TEXT:].encode("utf-8", "surrogatepass")).hexdigest()
    folded = fold(body[:MOST_TEXT]) + rests
    return replace(whole, folded=folded, fingerprint=fingerprint(folded, first.fingerprint.recipe))


def _rest(page: Text) -> str:
    """The digest of what was too long to be read, which closes the folded text of its page."""
    return page.folded[-_DIGEST:] if "truncated" in page.document.flags else ""


def _told(reading: Reading) -> str:
    match reading:
        case Doubtful(why=why):
            return why
        case Failed(reason=reason):
            return reason
        case Gone(status=status):
            return f"gone ({status})"
        case _:
            return "not sent"


def _lengthened(first: Document, second: Document) -> Document:
    """The first document with the blocks of the second, and with what only the second knows."""
    known = {fold(first.title or ""), fold(second.title or ""), *(block.folded for block in first.blocks[:_SHARED])}
    heads = [block for block in second.blocks[:_SHARED] if block.folded not in known]
    kept = [block for block in (*heads, *second.blocks[_SHARED:]) if not _PAGER.fullmatch(block.folded)]
    known_dates = {name: value for name in _DATES if (value := getattr(first.dates, name)) is not None}
    files = {file.url: file for file in (*first.attachments, *second.attachments)}
    return replace(
        first,
        blocks=(*(block for block in first.blocks if not _PAGER.fullmatch(block.folded)), *kept),
        dates=replace(second.dates, **known_dates),
        agency=first.agency or second.agency,
        stage=first.stage or second.stage,
        attachments=tuple(files.values()),
        flags=tuple(dict.fromkeys((*first.flags, *second.flags))),
        evidence={**second.evidence, **first.evidence},
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """What was made of the bytes, whether it can be believed, and the words that decided it."""

    document: Document
    trust: Trust
    evidence: str = ""
    folded: str = ""

    def fingerprint(self, recipe: Recipe) -> Fingerprint:
        return fingerprint(self.folded, recipe.digest)


def _nothing(trust: Trust, evidence: str = "") -> _Look:
    return _Look(Document(page_kind=PageKind.EMPTY, flags=(str(trust),)), trust, evidence)


def _look(fresh: Fresh, recipe: Recipe) -> _Look:
    content_type = fresh.header("content-type")
    if not fresh.body.strip():
        return _nothing(Trust.EMPTY, "no bytes")
    if is_binary(fresh.body) or (content_type or "").lower().startswith(_NOT_TEXT):
        return _nothing(Trust.UNDECODABLE, content_type or "binary")
    decoded = decode(fresh.body, content_type, recipe.charset)
    if is_too_deep(decoded.utf8):
        return _nothing(Trust.TOO_DEEP)
    html, extracted = _extracted(decoded, fresh.url or None, recipe)
    flags = [*(["pinyin_annotations"] if html != decoded.text else []), *extracted.document.flags]
    if mended(extracted.document.body).found:
        flags.append("mojibake")
    if extracted.trust is Trust.EMPTY and is_garbled(html):
        return _nothing(Trust.UNDECODABLE, decoded.charset)
    cleaned, folded = _cleaned(extracted.document)
    document, folded = replace(cleaned, charset=decoded.charset, flags=tuple(flags)), folded + extracted.rest
    if extracted.trust is Trust.ARTICLE and is_garbled(document.body):
        return _Look(document, Trust.UNDECODABLE, document.body[:80], folded)
    return _Look(document, extracted.trust, extracted.evidence, folded)


def _extracted(decoded: Decoded, url: str | None, recipe: Recipe) -> tuple[str, Extract]:
    """The page without annotations, and what was read from it; toneless ones are only known by its text."""
    html = _unannotated(decoded.text) if _may_be_toned(decoded.utf8) else decoded.text
    if html == decoded.text:
        extracted = extract(html, utf8=decoded.utf8, url=url, selectors=recipe.selectors)
        if not annotations_of(extracted.document.body).toneless:
            return html, extracted
        html = _unannotated(html)
    return html, extract(html, url=url, selectors=recipe.selectors)


def _unannotated(html: str) -> str:
    return without_annotations(html[:_ANNOTATED]) + html[_ANNOTATED:]


def _may_be_toned(utf8: bytes) -> bool:
    """Whether a page has letters with tones in brackets, or too many such letters to look at each."""
    for tone in _TONES:
        place = utf8.find(tone)
        for _ in range(_TONES_SEEN):
            if place < 0:
                break
            if _BRACKETED.search(utf8, max(0, place - _BEFORE_TONE), place):
                return True
            place = utf8.find(tone, place + 1)
        else:
            return True
    return False


def _cleaned(document: Document) -> tuple[Document, str]:
    """Blocks with what is compared, and all of that; annotations that markup had torn apart go as well."""
    annotations = annotations_of(document.body)
    texts = [(block, text) for block in document.blocks if (text := annotations.removed_from(block.text))]
    folded, whole = fold_lines([text for _, text in texts])
    blocks = (
        Block(text, compared, block.kind, block.place) for (block, text), compared in zip(texts, folded, strict=True)
    )
    title = annotations.removed_from(document.title) if document.title else None
    return replace(document, title=title, blocks=tuple(blocks)), whole


def portrait(html: bytes, url: str | None = None) -> dict[str, object]:
    """One page as `extract --json` shows it (CONTRACT §1), plus `date`, `evidence` and `trust`; never raises.

    Times carry the zone of the page (+08:00), so that their day is its day.
    """
    fresh = Fresh(url=url or "", status=200, body=html, headers=(), validators=Validators())
    look = _look(fresh, PLAIN)
    document, dates, digests = look.document, look.document.dates, look.fingerprint(PLAIN)
    day = dates.published.isoformat() if dates.published else None
    moment = dates.published_at.astimezone(ZONE).isoformat() if dates.published_at else day
    return {
        "page_kind": str(document.page_kind),
        "title": document.title,
        "published": moment,
        "date": day,
        "agency": document.agency,
        "source_label": document.source_label,
        "doc_number": document.doc_number,
        "index_number": document.index_number,
        "stage": str(document.stage) if document.stage else None,
        "dates": {
            name: value.isoformat() if (value := getattr(dates, name)) else None
            for name in ("written", "published", "effective", "deadline", "expires")
        },
        "body": document.body,
        "folded": look.folded,
        "content_hash": digests.exact,
        "near_hash": digests.near,
        "attachments": [{"name": attachment.name, "url": attachment.url} for attachment in document.attachments],
        "charset": document.charset,
        "flags": list(document.flags),
        "evidence": {**document.evidence, **({"trust": look.evidence} if look.evidence else {})},
        "trust": str(look.trust),
        "continuation": list(document.continuation),
    }
