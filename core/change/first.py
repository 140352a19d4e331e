"""first(page, reading, kinship) -> Change | None: the first text of a page is news, or repeats what is known."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core.change.headline import figures, one_line
from core.model import Change, ChangeKind, Kinship, Page, Text
from core.source import Tier


def first(page: Page, reading: Text, kinship: Kinship | None, now: datetime) -> Change | None:
    """What is told of the first text of a page; None for what stood there before us.

    An official page is news even when a mirror had its text first, and when its figures are not those of
    another official page; any other repetition is a reprint.
    """
    if not page.announce:
        return None
    original = kinship.original if kinship else None
    differs = dict(kinship.differs or {}) if kinship else {}
    repeats = original is not None and (
        page.tier is not Tier.OFFICIAL or (original.tier is Tier.OFFICIAL and not differs)
    )
    told = reading.document.title or reading.document.body
    return replace(
        event(page, ChangeKind.REPRINT if repeats else ChangeKind.NEW, now, after=1),
        similarity=1.0 if repeats and not differs else 0.0,
        fields={**differs, **_draft(page, kinship)},
        headline=one_line(f"figures differ from the original 与原文数字不同: {figures(differs)}" if differs else told),
    )


def event(
    page: Page, kind: ChangeKind, now: datetime, *, before: int | None = None, after: int | None = None
) -> Change:
    """The next change of a page; the numbers are those of its versions."""
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
        policy_id=page.policy_id,
    )


def _draft(page: Page, kinship: Kinship | None) -> Mapping[str, tuple[str | None, str | None]]:
    return {"draft": (kinship.draft, page.url)} if kinship and kinship.draft else {}
