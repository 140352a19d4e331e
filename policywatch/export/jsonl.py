"""One version a line (docs/json.md)."""

import json

from core.model import Change, Document, Version
from core.serialise import rfc3339
from storage.records import KeptVersion


def line(kept: KeptVersion, version: Version) -> bytes:
    """A version with its document, its digests and the change that brought it, as a line of UTF-8."""
    # A lone surrogate becomes the JSON escape of itself.
    text = json.dumps(_plain(kept, version), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _plain(kept: KeptVersion, version: Version) -> dict[str, object]:
    return {
        "source": kept.source_id,
        "url": kept.url,
        "version": version.number,
        "captured_at": version.captured_at.isoformat(),
        "content_hash": version.fingerprint.exact,
        "near_hash": version.fingerprint.near,
        "recipe": version.fingerprint.recipe,
        "raw_digest": version.raw_digest,
        "chain": version.chain,
        "evidence": dict(version.evidence),
        "document": _document(version.document),
        "change": _change(kept.change) if kept.change is not None else None,
    }


def _document(document: Document) -> dict[str, object]:
    dates = document.dates
    day = dates.published.isoformat() if dates.published else None
    return {
        "page_kind": document.page_kind.value,
        "title": document.title,
        "published": rfc3339(dates.published_at) if dates.published_at else day,
        "agency": document.agency,
        "source_label": document.source_label,
        "doc_number": document.doc_number,
        "index_number": document.index_number,
        "stage": document.stage.value if document.stage else None,
        "dates": {
            name: value.isoformat() if (value := getattr(dates, name)) else None
            for name in ("written", "published", "effective", "deadline", "expires")
        },
        "body": document.body,
        "attachments": [{"name": file.name, "url": file.url} for file in document.attachments],
        "charset": document.charset,
        "flags": list(document.flags),
        "evidence": dict(document.evidence),
        "continuation": list(document.continuation),
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "id": change.id,
        "kind": change.kind.value,
        "at": rfc3339(change.at),
        "version": {"from": change.before, "to": change.after},
        "similarity": change.similarity,
        "nature": change.nature,
        "headline": change.headline,
        "fields": {name: list(values) for name, values in change.fields.items()},
    }
