"""compare(page, reading, kinship, now) -> Change | None: what happened to a page, if anything did."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.change.credence import is_last_sighting
from core.change.edit import edit_digest
from core.change.fields import bare, differing_fields
from core.change.first import event, first
from core.change.flapping import is_unsaid, steadied
from core.change.headline import headline, headline_of, one_line
from core.change.known import known, said_by, state
from core.diff import Hunk, Nature, Op, diff, nature, similarity
from core.model import (
    LAYOUT,
    Change,
    ChangeKind,
    Fields,
    Gone,
    Kin,
    Kinship,
    Page,
    Presence,
    Reading,
    Text,
    Unchanged,
    Version,
)
from core.source import Tier

_QUIET = (Nature.SAME, Nature.COSMETIC, Nature.NUMBERING)
"""Edits that say nothing else than before."""

_DESCRIBING = ("doc_number", "agency")
"""Facts that a document has from the beginning, whenever its page begins to show them."""


def compare(page: Page, reading: Reading, kinship: Kinship | None, now: datetime) -> Change | None:
    """Nothing, or one kind of change.

    Only a `Text` can say that something is new or edited, and only a `Gone`, seen often enough, that it
    was removed. `Doubtful` and `Failed` say nothing of the document.

    Args:
        reading: as far as it is `believed`.
        kinship: which policy the page publishes by this reading; None where that was not asked.
    """
    change = _what_happened(page, reading, kinship, now)
    if change is None or kinship is None:
        return change
    return replace(
        change,
        policy_id=kinship.policy_id,
        canonical_url=kinship.canonical_url or page.url,
        copies=tuple(url for url in kinship.copies if url != kinship.canonical_url),
    )


def _what_happened(page: Page, reading: Reading, kinship: Kinship | None, now: datetime) -> Change | None:
    latest = page.latest
    match reading:
        case Text() if latest is None:
            return first(page, reading, kinship, now)
        case Text() if latest is not None:
            return _after(page, latest, reading, now)
        case Unchanged() if latest is not None and page.presence is Presence.REMOVED:
            return event(page, ChangeKind.RESTORED, now, before=latest.number, after=latest.number)
        case Unchanged():
            return _settled(page, now)
        case Gone():
            return _removed(page, reading, now)
        case _:
            return None


def _after(page: Page, latest: Version, reading: Text, now: datetime) -> Change | None:
    """What a text says that the latest version does not."""
    fields = differing_fields(latest.document, reading.document)
    if not page.was_read_by(reading.fingerprint.recipe):
        # Texts of two recipes are never compared. `rebase` has re-read the stored bytes already, so that
        # this is met only when those bytes are lost or say nothing under the new recipe.
        same = latest.fingerprint.exact == reading.fingerprint.exact and not fields
        return None if same else _edited(page, latest, reading, now, kind=ChangeKind.REBASED)
    if page.presence is Presence.REMOVED:
        return _edited(page, latest, reading, now, kind=ChangeKind.RESTORED)
    said = said_by(reading.document, reading.fingerprint)
    if said == state(latest):
        return _settled(page, now)
    if page.suspect is not None and page.suspect.why == LAYOUT and page.suspect.exact == said:
        # Held when its whole source changed, and still so: the site's new dress, of which its listing tells.
        return _edited(page, latest, reading, now, kind=ChangeKind.REBASED)
    return steadied(page, _edited(page, latest, reading, now), said, now)


def _edited(page: Page, latest: Version, reading: Text, now: datetime, *, kind: ChangeKind | None = None) -> Change:
    """The change from the latest version to a new one; its kind by what was edited unless it is given."""
    fields = differing_fields(latest.document, reading.document)
    hunks = diff(latest.document.blocks, reading.document.blocks)
    edits = (*hunks, *_titles(fields))
    weight = nature(edits)
    kind = kind or _kind(fields, weight, text=latest.fingerprint.exact != reading.fingerprint.exact)
    facts = headline_of(fields) if kind is ChangeKind.EDITED and weight in _QUIET else ""
    told = _status(fields, reading) if kind is ChangeKind.STATUS else facts or headline(hunks) or headline(edits)
    returns = any(stood.exact == said_by(reading.document, reading.fingerprint) for stood in known(page)[:-1])
    back = "back to an earlier text 改回原文 · " if returns and kind is ChangeKind.EDITED else ""
    return replace(
        event(page, kind, now, before=latest.number, after=latest.number + 1),
        similarity=round(similarity(hunks), 4),
        fields=fields,
        headline=one_line(back + (told or reading.document.title or "")),
        nature=None if weight is Nature.SAME else weight,
        edit=edit_digest(edits) if kind is ChangeKind.EDITED else None,
    )


def _kind(fields: Fields, weight: Nature, *, text: bool) -> ChangeKind:
    if "stage" in fields and (not text or weight in _QUIET):
        return ChangeKind.STATUS
    quiet = weight in _QUIET and not any(map(_is_told, fields, fields.values()))
    return ChangeKind.COSMETIC if quiet else ChangeKind.EDITED


def _is_told(name: str, pair: tuple[str | None, str | None]) -> bool:
    """Whether a fact beside the text is news: not what a template shows no more, nor what it only now shows."""
    before, after = pair
    if name == "title" or after is None:
        return False
    return before is not None or name not in _DESCRIBING


def _titles(fields: Fields) -> tuple[Hunk, ...]:
    """The title as one more block, where it differs."""
    before, after = fields.get("title", (None, None))
    if bare(before) == bare(after):
        return ()
    if not before or not after:
        return (Hunk(Op.DELETE if before else Op.INSERT, before or None, after or None),)
    return (Hunk(Op.REPLACE, before, after),)


def _status(fields: Fields, reading: Text) -> str:
    before, after = fields["stage"]
    proof = reading.document.evidence.get("stage")
    return f"status 状态: {before or '—'} → {after or '—'}" + (f" · {proof}" if proof else "")


def _settled(page: Page, now: datetime) -> Change | None:
    """What a page says since it stopped flapping, where nobody was told of that."""
    if page.latest is None or not is_unsaid(page, now):
        return None
    told = page.latest.document.title or page.latest.document.body
    change = event(page, ChangeKind.EDITED, now, after=page.latest.number)
    return replace(change, headline=one_line(f"it has settled, and says now 反复变动后已稳定 · {told}"))


def elsewhere(change: Change, latest: Version, kin: Sequence[Kin]) -> Change:
    """The removal of a document that another official address still shows, word for word, says where."""
    same = (one for one in kin if one.tier is Tier.OFFICIAL and one.fingerprint.exact == latest.fingerprint.exact)
    place = next(same, None)
    if change.kind is not ChangeKind.REMOVED or place is None:
        return change
    told = one_line(f"it still stands at 仍见于 {place.url} · {change.headline}")
    return replace(change, headline=told, canonical_url=place.url, copies=(place.url,))


def _removed(page: Page, reading: Gone, now: datetime) -> Change | None:
    if page.latest is None or not is_last_sighting(page, reading, now):
        return None
    change = event(page, ChangeKind.REMOVED, now, before=page.latest.number)
    return replace(change, headline=one_line(page.latest.document.title or page.latest.document.body))
