"""Nouns as JSON and back, exactly: documents, and what listings say of them."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import TypedDict

from core.model import (
    NOTHING_LISTED,
    Ask,
    Attachment,
    Block,
    BlockKind,
    Dates,
    Document,
    Entrance,
    Listed,
    PageKind,
    Stage,
    Stood,
    Suspect,
    Validity,
)
from core.source import SourceKind

PlainBlock = str | list[str | None]
"""A paragraph whose folded text is its text, or [text, folded or None where equal, kind, place]."""


class PlainListed(TypedDict, total=False):
    """A `Listed` in JSON, without what is empty."""

    doc_number: str
    index_number: str
    agency: str
    source_label: str
    written: str
    validity: str
    attachments: list[tuple[str, str]]
    modified: str


class PlainEntrance(TypedDict):
    """An `Entrance` in JSON."""

    kind: str
    url: str
    method: str
    body: str | None
    content_type: str | None


_DAYS = ("written", "published", "effective", "deadline", "expires")
_WORDS = ("title", "agency", "source_label", "doc_number", "index_number")


def document_to_json(document: Document) -> bytes:
    """UTF-8 JSON; what is empty or equal to the default is left out."""
    plain: dict[str, object] = {
        "page_kind": document.page_kind.value,
        "charset": document.charset,
        "blocks": [_plain_block(block) for block in document.blocks],
        "dates": _plain_dates(document.dates),
        "stage": document.stage.value if document.stage else None,
        "attachments": [[attachment.name, attachment.url] for attachment in document.attachments],
        "flags": list(document.flags),
        "evidence": dict(document.evidence),
        "continuation": list(document.continuation),
    }
    plain |= {name: getattr(document, name) for name in _WORDS}
    kept = {name: value for name, value in plain.items() if value not in (None, [], {})}
    # A lone surrogate becomes the JSON escape of itself: no page can make a commit fail.
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def document_from_json(data: bytes) -> Document:
    """The document that was written.

    Raises:
        ValueError, KeyError, TypeError: the bytes are not what `document_to_json` writes.
    """
    plain = json.loads(data)
    stage = plain.get("stage")
    return Document(
        page_kind=PageKind(plain["page_kind"]),
        blocks=tuple(
            [Block(block, block) if type(block) is str else _block(block) for block in plain.get("blocks", ())]
        ),
        dates=_dates(plain.get("dates", {})),
        stage=Stage(stage) if stage else None,
        attachments=tuple([Attachment(name, url) for name, url in plain.get("attachments", ())]),
        charset=plain["charset"],
        flags=tuple(plain.get("flags", ())),
        evidence=plain.get("evidence", {}),
        continuation=tuple(plain.get("continuation", ())),
        **{name: plain.get(name) for name in _WORDS},
    )


def plain_listed(listed: Listed) -> dict[str, object] | None:
    """What JSON can say of it (see `PlainListed`); None says that nothing is listed."""
    if listed is NOTHING_LISTED:
        return None
    plain: dict[str, object] = {
        "doc_number": listed.doc_number,
        "index_number": listed.index_number,
        "agency": listed.agency,
        "source_label": listed.source_label,
        "written": listed.written.isoformat() if listed.written else None,
        "validity": listed.validity.value if listed.validity else None,
        "attachments": [[attachment.name, attachment.url] for attachment in listed.attachments],
        "modified": listed.modified.isoformat() if listed.modified else None,
    }
    return {name: value for name, value in plain.items() if value not in (None, [])} or None


def listed_from_plain(plain: PlainListed | None) -> Listed:
    """What `plain_listed` said."""
    if plain is None:
        return NOTHING_LISTED
    written, validity, modified = plain.get("written"), plain.get("validity"), plain.get("modified")
    return Listed(
        doc_number=plain.get("doc_number"),
        index_number=plain.get("index_number"),
        agency=plain.get("agency"),
        source_label=plain.get("source_label"),
        written=date.fromisoformat(written) if written else None,
        validity=Validity(validity) if validity else None,
        attachments=tuple([Attachment(name, url) for name, url in plain.get("attachments", ())]),
        modified=datetime.fromisoformat(modified) if modified else None,
    )


def plain_entrance(entrance: Entrance | None) -> dict[str, object] | None:
    """What JSON can say of it (see `PlainEntrance`)."""
    return {"kind": entrance.kind.value, **asdict(entrance.ask)} if entrance else None


def entrance_from_plain(plain: PlainEntrance | None) -> Entrance | None:
    """What `plain_entrance` said."""
    if plain is None:
        return None
    ask = Ask(url=plain["url"], method=plain["method"], body=plain["body"], content_type=plain["content_type"])
    return Entrance(kind=SourceKind(plain["kind"]), ask=ask)


def plain_stood(stood: Stood) -> list[object]:
    """What JSON can say of it: [digest, since]."""
    return [stood.exact, stood.since.isoformat()]


def stood_from_plain(plain: tuple[str, str]) -> Stood:
    """What `plain_stood` said."""
    exact, since = plain
    return Stood(exact, datetime.fromisoformat(since))


def plain_suspect(suspect: Suspect | None) -> list[object] | None:
    """What JSON can say of it: [digest, since, why]."""
    return [suspect.exact, suspect.since.isoformat(), suspect.why] if suspect else None


def suspect_from_plain(plain: tuple[str, str, str] | None) -> Suspect | None:
    """What `plain_suspect` said."""
    if plain is None:
        return None
    exact, since, why = plain
    return Suspect(exact, datetime.fromisoformat(since), why)


def _plain_block(block: Block) -> PlainBlock:
    same = block.folded == block.text
    if same and block.kind is BlockKind.PARAGRAPH and block.place is None:
        return block.text
    return [block.text, None if same else block.folded, block.kind.value, block.place]


def _block(plain: tuple[str, str | None, str, str | None]) -> Block:
    text, folded, kind, place = plain
    return Block(text, text if folded is None else folded, BlockKind(kind), place)


def _plain_dates(dates: Dates) -> dict[str, str]:
    named = {name: getattr(dates, name) for name in (*_DAYS, "published_at")}
    return {name: value.isoformat() for name, value in named.items() if value is not None}


def _dates(plain: dict[str, str]) -> Dates:
    if not plain:
        return Dates()
    days = {name: date.fromisoformat(plain[name]) for name in _DAYS if name in plain}
    moment = plain.get("published_at")
    return Dates(published_at=datetime.fromisoformat(moment) if moment else None, **days)
