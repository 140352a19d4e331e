"""A page that changes again and again within a day is told of once, and again when it has settled."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.change.known import FLAPS, known, state
from core.model import Change, ChangeKind, Page

TOLD_A_DAY = 4
"""Changes of a page's text that are told within a day; the next one says that it flaps."""

CALM = timedelta(days=1)
"""A page that stood for so long does not flap any more."""


def steadied(page: Page, change: Change, said: str, now: datetime) -> Change:
    """The change of a text, as it is told of a page that may flap.

    Args:
        said: digest of what the page says now.
    """
    if change.kind not in (ChangeKind.EDITED, ChangeKind.STATUS):
        return change
    if page.flapping_since is None:
        return _flapping(change) if _told_today(page, now) >= TOLD_A_DAY else change
    news = is_calm(page, now) and not _is_known(page, said)
    return change if news else replace(change, kind=ChangeKind.COSMETIC, nature=FLAPS, edit=None)


def is_unsaid(page: Page, now: datetime) -> bool:
    """Whether a page that flapped has settled on a text that nobody was told of."""
    if page.flapping_since is None or page.latest is None:
        return False
    return is_calm(page, now) and not _is_known(page, state(page.latest))


def is_calm(page: Page, now: datetime) -> bool:
    """Whether its latest text has stood for a day."""
    return page.latest is not None and now - page.latest.captured_at >= CALM


def _flapping(change: Change) -> Change:
    told = "changes again and again, silent until it stands for a day 反复变动，稳定一天后再报"
    return replace(change, kind=ChangeKind.FLAPPING, headline=f"{told} · {change.headline}", edit=None)


def _told_today(page: Page, now: datetime) -> int:
    """Without the first of the texts known, which is no change."""
    return sum(now - stood.since < CALM for stood in known(page)[1:])


def _is_known(page: Page, said: str) -> bool:
    texts = known(page)
    return bool(texts) and texts[-1].exact == said
