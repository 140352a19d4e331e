"""Documents as JSON and back, exactly: what is stored of a version besides its columns."""

import json
from datetime import date, datetime

from core.model import Attachment, Block, BlockKind, Dates, Document, PageKind, Stage

PlainBlock = str | list[str | None]
"""A paragraph whose folded text is its text, or [text, folded or None where equal, kind, place]."""

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
