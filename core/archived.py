"""What the archive holds besides changes, as JSON: versions, policies, marks, figures (docs/json.md)."""

from collections.abc import Sequence
from datetime import datetime

from core.model import Deadline, Document, Figures, PolicyPages, Queue, Relative, Told, Triage, Version
from core.serialise import between, hunk_json, published, rfc3339

MOST_HUNKS = 10_000
MOST_CHARACTERS = 2_000_000
"""Most that a whole diff says; it says how many hunks are left out."""


def diff_json(told: Told) -> dict[str, object]:
    """All hunks between the two versions of a change, unchanged ones too."""
    hunks, room = between(told), MOST_CHARACTERS
    shown: list[dict[str, str | None]] = []
    for hunk in hunks[:MOST_HUNKS]:
        room -= len(hunk.before or "") + len(hunk.after or "")
        if room < 0:
            break
        shown.append(hunk_json(hunk))
    return {
        "change": told.change.id,
        "version": {"from": told.change.before, "to": told.change.after},
        "hunks": shown,
        "omitted": len(hunks) - len(shown),
    }


def version_json(version: Version) -> dict[str, object]:
    """A version without its document."""
    document = version.document
    return {
        "number": version.number,
        "captured_at": rfc3339(version.captured_at),
        "title": document.title,
        "doc_number": document.doc_number,
        "stage": document.stage.value if document.stage else None,
        "published": published(document.dates),
        "content_hash": version.fingerprint.exact,
        "near_hash": version.fingerprint.near,
        "raw_digest": version.raw_digest,
        "chain": version.chain,
        "evidence": dict(version.evidence),
    }


def document_json(document: Document) -> dict[str, object]:
    """A document with those keys of `extract --json` that are stored."""
    dates = document.dates
    return {
        "page_kind": document.page_kind.value,
        "title": document.title,
        "published": published(dates),
        "agency": document.agency,
        "source_label": document.source_label,
        "doc_number": document.doc_number,
        "index_number": document.index_number,
        "stage": document.stage.value if document.stage else None,
        "dates": {
            name: day.isoformat() if (day := getattr(dates, name)) else None
            for name in ("written", "published", "effective", "deadline", "expires")
        },
        "evidence": dict(document.evidence),
        "body": document.body,
        "attachments": [{"name": one.name, "url": one.url} for one in document.attachments],
        "charset": document.charset,
        "flags": list(document.flags),
        "continuation": list(document.continuation),
    }


def policy_json(policy: PolicyPages, relatives: Sequence[Relative]) -> dict[str, object]:
    """A policy with its pages, and what it and others say of each other."""
    return {
        "id": policy.id,
        "canonical_url": policy.canonical_url,
        "pages": [{"url": page.url, "tier": page.tier.value, "title": page.title} for page in policy.pages],
        "relations": [
            {
                "kind": relative.kind.value,
                "inward": relative.inward,
                "url": relative.url,
                "title": relative.title,
                "evidence": relative.evidence,
            }
            for relative in relatives
        ],
    }


def deadline_json(deadline: Deadline) -> dict[str, object]:
    """A day that readers await."""
    return {
        "what": deadline.what.value,
        "day": deadline.day.isoformat(),
        "policy": deadline.policy_id,
        "source": {"id": deadline.source_id, "name": deadline.source_name},
        "url": deadline.url,
        "title": deadline.title,
        "doc_number": deadline.doc_number,
        "stage": deadline.stage.value if deadline.stage else None,
        "evidence": deadline.evidence,
    }


def triage_json(triage: Triage) -> dict[str, object]:
    """A mark of a change."""
    return {
        "change": triage.change_id,
        "number": triage.number,
        "mark": triage.mark.value,
        "by": triage.by,
        "note": triage.note,
        "at": rfc3339(triage.at),
    }


def figures_json(figures: Figures, now: datetime) -> dict[str, object]:
    """How much there is, and what is due."""
    return {
        "at": rfc3339(now),
        "pages": {presence.value: number for presence, number in sorted(figures.pages.items())},
        "versions": figures.versions,
        "changes": {kind.value: number for kind, number in sorted(figures.changes.items())},
        "deliveries": [
            {"channel": channel, "state": state.value, "count": number}
            for (channel, state), number in sorted(figures.deliveries.items())
        ],
        "due": {"listings": _queue(figures.listings), "pages": _queue(figures.followed)},
        "last_look_at": rfc3339(figures.last_look_at) if figures.last_look_at else None,
    }


def _queue(queue: Queue) -> dict[str, object]:
    return {"count": queue.due, "since": rfc3339(queue.since) if queue.since else None}
