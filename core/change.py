"""compare(page, reading, twins) -> Change | None: what happened to a page, if anything did."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.diff import Hunk, Op, diff, similarity, spans
from core.model import (
    Change,
    ChangeKind,
    Document,
    Doubtful,
    Fields,
    Fingerprint,
    Gone,
    Page,
    Presence,
    Reading,
    Text,
    Twin,
    Unchanged,
)
from core.source import Tier

GONE_SIGHTINGS = 3
"""Consecutive credible sightings of absence before a document is called removed (handbook §1, trap 8)."""

GONE_SPACING = timedelta(minutes=30)
"""Sightings closer together than this count once: an outage is not a withdrawal."""

HEADLINE_LENGTH = 160


def compare(page: Page, reading: Reading, twins: Sequence[Twin], now: datetime) -> Change | None:
    """Nothing, or one kind of change.

    Only a `Text` can say that something is new or edited, and only a `Gone`, seen often enough, that it
    was removed. `Doubtful` and `Failed` say nothing of the document.
    """
    match reading:
        case Text():
            return _compare_text(page, reading, twins, now)
        case Gone():
            return _compare_gone(page, now)
        case Unchanged() if page.presence is Presence.REMOVED and page.latest:
            return _change(page, ChangeKind.RESTORED, now, before=page.latest.number, after=page.latest.number)
        case _:
            return None


def believed(page: Page, reading: Reading) -> Reading:
    """The reading, as far as it may be believed of this page.

    A document without words (a scan, pictures) is news when it is the first that is seen of a page; of a page
    that had words it says nothing, for a page that fails to load its text looks the same.
    """
    if not isinstance(reading, Text) or reading.document.blocks:
        return reading
    if page.latest is None or not page.latest.document.blocks:
        return reading
    return Doubtful(why="no words", evidence="the page had text before, and shows none now")


def gone_sightings(page: Page, reading: Reading, now: datetime) -> int:
    """Consecutive credible sightings of absence, this reading included."""
    if not isinstance(reading, Gone):
        # An outage or a challenge between two sightings neither confirms nor refutes them.
        return 0 if isinstance(reading, Text | Unchanged) else page.gone_sightings
    if page.gone_seen_at is not None and now - page.gone_seen_at < GONE_SPACING:
        return page.gone_sightings
    return page.gone_sightings + 1


def metadata(document: Document) -> dict[str, str | None]:
    """The fields of a document that are compared beside its text."""
    dates = document.dates
    return {
        "title": document.title,
        "doc_number": document.doc_number,
        "agency": document.agency,
        "stage": document.stage,
        "effective": dates.effective.isoformat() if dates.effective else None,
        "deadline": dates.deadline.isoformat() if dates.deadline else None,
        "expires": dates.expires.isoformat() if dates.expires else None,
    }


def _compare_text(page: Page, reading: Text, twins: Sequence[Twin], now: datetime) -> Change | None:
    if page.latest is None:
        return _first(page, reading, twins, now)
    latest = page.latest
    fields = _fields(latest.document, reading.document)
    if not page.was_read_by(reading.fingerprint.recipe):
        # Texts of two recipes are never compared. `rebase` has re-read the stored bytes already, so that
        # this is met only when those bytes are lost or say nothing under the new recipe.
        same = _same(latest.fingerprint, reading) and not fields
        return None if same else replace(_next(page, reading, ChangeKind.REBASED, now), fields=fields)
    if page.presence is Presence.REMOVED:
        return replace(_next(page, reading, ChangeKind.RESTORED, now), fields=fields)
    if not _same(latest.fingerprint, reading):
        return replace(_next(page, reading, ChangeKind.EDITED, now), fields=fields)
    if "stage" in fields or "title" in fields:
        kind = ChangeKind.STATUS if "stage" in fields else ChangeKind.EDITED
        return replace(_next(page, reading, kind, now), fields=fields)
    return None


def _first(page: Page, reading: Text, twins: Sequence[Twin], now: datetime) -> Change | None:
    if not page.announce:
        return None
    official = next((twin for twin in twins if twin.tier is Tier.OFFICIAL), None)
    # An official page is news even when a mirror had its text first; any other repetition is a reprint.
    known = official if page.tier is Tier.OFFICIAL else (official or next(iter(twins), None))
    change = _change(page, ChangeKind.REPRINT if known else ChangeKind.NEW, now, after=1)
    return replace(
        change,
        headline=_cut(reading.document.title or reading.document.body),
        similarity=1.0 if known else 0.0,
        canonical_url=known.url if known else page.url,
        copies=tuple(twin.url for twin in twins if twin is not known),
    )


def _next(page: Page, reading: Text, kind: ChangeKind, now: datetime) -> Change:
    latest = page.latest
    if latest is None:
        raise ValueError("a first version has nothing before it")
    hunks = diff(latest.document.blocks, reading.document.blocks)
    change = _change(page, kind, now, before=latest.number, after=latest.number + 1)
    return replace(
        change, similarity=round(similarity(hunks), 4), headline=_cut(headline(hunks) or reading.document.title or "")
    )


def _compare_gone(page: Page, now: datetime) -> Change | None:
    if page.latest is None or page.presence is not Presence.PRESENT:
        return None
    if gone_sightings(page, Gone(status=404), now) < GONE_SIGHTINGS:
        return None
    change = _change(page, ChangeKind.REMOVED, now, before=page.latest.number)
    return replace(change, headline=_cut(page.latest.document.title or page.latest.document.body))


def headline(hunks: Sequence[Hunk]) -> str:
    """The first thing that differs, in one line: `第五条: 500万元 → 800万元`."""
    hunk = next((hunk for hunk in hunks if hunk.op is not Op.EQUAL), None)
    if hunk is None:
        return ""
    place = f"{hunk.where}: " if hunk.where else ""
    match hunk.op:
        case Op.REPLACE:
            span = next((s for s in spans(hunk.before or "", hunk.after or "") if s.op is not Op.EQUAL), None)
            return f"{place}{span.before} → {span.after}" if span else place
        case Op.DELETE:
            return f"{place}− {hunk.before}"
        case Op.MOVE:
            return f"{place}⇅ {hunk.after}"
        case _:
            return f"{place}+ {hunk.after}"


def _change(
    page: Page, kind: ChangeKind, now: datetime, *, before: int | None = None, after: int | None = None
) -> Change:
    return Change(
        page_id=page.id,
        source_id=page.source_id,
        url=page.url,
        number=page.changes + 1,
        kind=kind,
        at=now,
        before=before,
        after=after,
        canonical_url=page.url,
    )


def _same(fingerprint: Fingerprint, reading: Text) -> bool:
    return fingerprint.exact == reading.fingerprint.exact


def _fields(before: Document, after: Document) -> Fields:
    was, now = metadata(before), metadata(after)
    return {name: (was[name], now[name]) for name in was if _squeezed(was[name]) != _squeezed(now[name])}


def _squeezed(value: str | None) -> str:
    """White space is layout, not wording."""
    return "".join((value or "").split())


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= HEADLINE_LENGTH else line[: HEADLINE_LENGTH - 1] + "…"
