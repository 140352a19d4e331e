"""The pure road from bytes to text."""

from dataclasses import dataclass, replace

from core.fingerprint import fingerprint
from core.model import (
    Blocked,
    Document,
    Doubtful,
    Failed,
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
from crawler.extract import ZONE, decode, extract, is_binary, is_garbled, is_shifted, is_too_deep
from crawler.normalise import fold, without_annotations

READING_VERSION: int = 1
"""Raised whenever the same bytes would read differently; part of every recipe's digest."""

_PLAIN = Recipe(reading_version=READING_VERSION)
_WHY = {PageKind.LIST: "list", PageKind.EMPTY: "empty", PageKind.BLOCKED: "blocked"}
_NOT_TEXT = (
    "application/pdf",
    "application/zip",
    "application/octet-stream",
    "application/msword",
    "image/",
    "video/",
    "audio/",
)


def read(sight: Sight, recipe: Recipe) -> Reading:
    """What a sight says. Pure; never raises on any bytes.

    Returns:
        `Text` only for an article that can be believed; `Gone` for a page that says so with status 200;
        `Doubtful` with `why` one of empty, list, blocked, undecodable, too deep.
    """
    if isinstance(sight, Blocked):
        return Doubtful(why="blocked", evidence=sight.evidence or sight.by, retry_after=sight.retry_after)
    if isinstance(sight, Unchanged | Gone | Failed):
        return sight
    look = _look(sight, recipe)
    document = look.document
    if document is None:
        return Doubtful(why=look.why, evidence=look.evidence)
    if document.page_kind is PageKind.MISSING:
        return Gone(status=sight.status, soft=True, evidence=look.evidence)
    if document.page_kind is not PageKind.ARTICLE:
        return Doubtful(why=_WHY[document.page_kind], evidence=look.evidence)
    if is_garbled(document.body):
        return Doubtful(why="undecodable", evidence=document.body[:80])
    folded = fold(document.body)
    return Text(document=document, fingerprint=fingerprint(folded, recipe.digest), folded=folded, sight=sight)


@dataclass(frozen=True, slots=True)
class _Look:
    """What was made of the bytes: a document, or why there is none."""

    document: Document | None = None
    why: str = ""
    evidence: str = ""


def _look(fresh: Fresh, recipe: Recipe) -> _Look:
    content_type = fresh.header("content-type")
    if not fresh.body.strip():
        return _Look(why="empty", evidence="no bytes")
    if is_binary(fresh.body) or (content_type or "").lower().startswith(_NOT_TEXT):
        return _Look(why="undecodable", evidence=content_type or "binary")
    decoded = decode(fresh.body, content_type, recipe.charset)
    if is_too_deep(decoded.text):
        return _Look(why="too deep")
    html = without_annotations(decoded.text)
    extracted = extract(html, url=fresh.url or None, selectors=recipe.selectors)
    flags = [*(["pinyin_annotations"] if html != decoded.text else []), *extracted.document.flags]
    if is_shifted(extracted.document.body):
        flags.append("mojibake")
    if extracted.document.page_kind is PageKind.EMPTY and is_garbled(html):
        return _Look(why="undecodable", evidence=decoded.charset)
    document = replace(_cleaned(extracted.document), charset=decoded.charset, flags=tuple(flags))
    return _Look(document=document, evidence=extracted.evidence)


def _cleaned(document: Document) -> Document:
    """Blocks with what is compared; annotations that markup had torn apart go as well."""
    texts = ((block, without_annotations(block.text)) for block in document.blocks)
    blocks = tuple(replace(block, text=text, folded=fold(text)) for block, text in texts if text)
    title = without_annotations(document.title) if document.title else None
    return replace(document, title=title, blocks=blocks)


def portrait(html: bytes, url: str | None = None) -> dict[str, object]:
    """One page as `extract --json` shows it (CONTRACT §1), plus `date`; never raises."""
    fresh = Fresh(url=url or "", status=200, body=html, headers=(), validators=Validators())
    look = _look(fresh, _PLAIN)
    return described(look.document or Document(page_kind=PageKind.EMPTY, flags=(look.why,)))


def described(document: Document) -> dict[str, object]:
    """The keys of CONTRACT §1, plus `date`. Times carry the zone of the page (+08:00), so that their day is its day."""
    folded = fold(document.body)
    digests = fingerprint(folded, _PLAIN.digest)
    dates = document.dates
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
        "folded": folded,
        "content_hash": digests.exact,
        "near_hash": digests.near,
        "attachments": [{"name": attachment.name, "url": attachment.url} for attachment in document.attachments],
        "charset": document.charset,
        "flags": list(document.flags),
    }
