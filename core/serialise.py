"""A change and a delivery as JSON: what `--json`, the API and webhooks say (CONTRACT §3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rapidfuzz.distance import Postfix, Prefix

from core.diff import Hunk, Op, diff
from core.model import Change, Dates, Delivery, Hit, Told, digest_of

DIFF_HUNKS = 200
DIFF_CHARACTERS = 60_000
"""Most that a change says of its diff; the last hunk of a longer one says how much was left out."""

HUNK_CHARACTERS = 2_000
"""A longer block is narrowed to what differs in it and its surroundings."""

CONTEXT_CHARACTERS = 120

MOST_PAGES = 1_000
"""Most addresses that a change names of those it speaks for."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of a diff that is told: what differs, each with its equal neighbours.

    Args:
        omitted: hunks that differ and are not told.
    """

    hunks: tuple[Hunk, ...]
    omitted: int


def change_json(told: Told, *, dashboard: str | None = None, with_diff: bool = True) -> dict[str, object]:
    """A change with the keys of CONTRACT §3.

    Args:
        dashboard: public address of the dashboard; None leaves its link null.
        with_diff: False leaves `diff` empty, which spares its cost.
    """
    change, document = told.change, told.document
    canonical = change.canonical_url or change.url
    return {
        "id": change.id,
        "kind": change.kind.value,
        "at": rfc3339(change.at),
        "source": {"id": change.source_id, "name": told.source_name, "tier": told.tier.value},
        "url": change.url,
        "title": document.title if document else None,
        "doc_number": document.doc_number if document else None,
        "agency": document.agency if document else None,
        "stage": document.stage.value if document and document.stage else None,
        "published": published(document.dates) if document else None,
        "policy": {
            "id": policy_key(change),
            "canonical_url": canonical,
            "copies": list(change.copies),
        },
        "version": {"from": change.before, "to": change.after},
        "similarity": change.similarity,
        "nature": change.nature,
        "pages": list(change.pages[:MOST_PAGES]),
        "headline": change.headline,
        "fields": {name: list(values) for name, values in change.fields.items()},
        "diff": _diff_json(excerpt(told, hunks=DIFF_HUNKS, characters=DIFF_CHARACTERS)) if with_diff else [],
        "links": {"dashboard": dashboard_link(dashboard, change.id)},
    }


def policy_key(change: Change) -> str:
    """The policy that a change speaks of.

    A change that was stored before policies were known, or that speaks of a source, names its address.
    """
    return change.policy_id or "pol_" + digest_of(change.canonical_url or change.url)


def delivery_json(delivery: Delivery) -> dict[str, object]:
    """A delivery, as `deliveries --json` and the API show it."""
    return {
        "id": delivery.id,
        "change": delivery.change_id,
        "rule": delivery.rule,
        "channel": delivery.channel,
        "recipient": delivery.recipient,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "created_at": rfc3339(delivery.created_at),
        "due_at": rfc3339(delivery.due_at),
        "settled_at": rfc3339(delivery.settled_at) if delivery.settled_at else None,
        "last_error": delivery.last_error,
    }


def hit_json(hit: Hit) -> dict[str, object]:
    """What a search finds, as `search --json` and the API show it."""
    return {
        "url": hit.url,
        "title": hit.title,
        "source": {"id": hit.source_id, "name": hit.source_name, "tier": hit.tier.value},
        "policy": hit.policy_id,
        "published": hit.published.isoformat() if hit.published else None,
        "stage": hit.stage.value if hit.stage else None,
        "doc_number": hit.doc_number,
        "presence": hit.presence.value,
        "version": hit.version,
        "excerpt": [{"text": piece.text, "match": piece.is_match} for piece in hit.excerpt],
    }


def dashboard_link(dashboard: str | None, change_id: str) -> str | None:
    """Where the dashboard shows a change."""
    return f"{dashboard.rstrip('/')}/changes/{change_id}" if dashboard else None


def rfc3339(moment: datetime) -> str:
    """An aware time in UTC, to the second.

    >>> rfc3339(datetime.fromisoformat("2025-03-01T09:30:00+08:00"))
    '2025-03-01T01:30:00Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def excerpt(told: Told, *, hunks: int, characters: int) -> Excerpt:
    """What differs between the two versions, each difference with its equal neighbours, within bounds.

    A version that is missing counts as empty; one difference is told whatever the bounds.
    """
    everything = between(told)
    differing = [at for at, hunk in enumerate(everything) if hunk.op is not Op.EQUAL]
    near = sorted({place for at in differing for place in (at - 1, at, at + 1) if 0 <= place < len(everything)})
    chosen: list[Hunk] = []
    for at in near:
        hunk = _narrow(everything[at])
        characters -= len(hunk.before or "") + len(hunk.after or "")
        if chosen and (characters < 0 or len(chosen) == hunks):
            break
        chosen.append(hunk)
    shown = sum(hunk.op is not Op.EQUAL for hunk in chosen)
    return Excerpt(tuple(chosen), len(differing) - shown)


def between(told: Told) -> Sequence[Hunk]:
    """All hunks between the two versions of a change; none where they are the same. A missing one counts as empty."""
    if told.before and told.after and told.before.number == told.after.number:
        return ()
    return diff(
        told.before.document.blocks if told.before else (),
        told.after.document.blocks if told.after else (),
    )


def _narrow(hunk: Hunk) -> Hunk:
    """A long block cut down to what differs in it; a long equal one to its beginning."""
    was, now = hunk.before or "", hunk.after or ""
    if hunk.op is Op.EQUAL:
        return replace(hunk, before=_cut(was, CONTEXT_CHARACTERS), after=_cut(now, CONTEXT_CHARACTERS))
    if max(len(was), len(now)) <= HUNK_CHARACTERS:
        return hunk
    start = end = 0
    if hunk.op is Op.REPLACE:
        start = max(0, int(Prefix.similarity(was, now)) - CONTEXT_CHARACTERS)
        end = max(0, int(Postfix.similarity(was[start:], now[start:])) - CONTEXT_CHARACTERS)
    return replace(hunk, before=_core(hunk.before, start, end), after=_core(hunk.after, start, end))


def _core(text: str | None, start: int, end: int) -> str | None:
    """The text without `start` characters at its head and `end` at its tail, not longer than a hunk may be."""
    if text is None:
        return None
    core = _cut(text[start : len(text) - end], HUNK_CHARACTERS)
    return ("…" if start else "") + core + ("…" if end and not core.endswith("…") else "")


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _diff_json(told: Excerpt) -> list[dict[str, str | None]]:
    hunks = [hunk_json(hunk) for hunk in told.hunks]
    if told.omitted:
        hunks.append({"op": Op.EQUAL.value, "before": "…", "after": "…", "where": f"… {told.omitted} more"})
    return hunks


def hunk_json(hunk: Hunk) -> dict[str, str | None]:
    """One entry of a diff."""
    return {"op": hunk.op.value, "before": hunk.before, "after": hunk.after, "where": hunk.where}


def published(dates: Dates) -> str | None:
    """When a document was published: the moment where it gives one, else the day."""
    if dates.published_at:
        return rfc3339(dates.published_at)
    return dates.published.isoformat() if dates.published else None
