"""Which texts of a page its readers know of."""

from datetime import datetime

from core.change.fields import bare, labelled
from core.change.files import files
from core.model import MOST_RECENT, Change, ChangeKind, Document, Fingerprint, Page, Stood, Version, digest_of

_TOLD = frozenset(
    {
        ChangeKind.NEW,
        ChangeKind.REPRINT,
        ChangeKind.EDITED,
        ChangeKind.STATUS,
        ChangeKind.RESTORED,
        ChangeKind.FLAPPING,
    }
)
"""Kinds that speak of the text that stands there now."""

FLAPS = "flapping"
"""`Change.nature` of what a page that flaps shows, and nobody is told of."""


def state(of: Version) -> str:
    """Digest of what a version says: its folded text, title, stage, labelled facts and files."""
    return said_by(of.document, of.fingerprint)


def said_by(document: Document, fingerprint: Fingerprint) -> str:
    """The same of a reading that is no version yet."""
    facts = (f"{name}={bare(fact)}" for name, fact in labelled(document).items())
    return digest_of(fingerprint.exact, bare(document.title), document.stage or "", *facts, *sorted(files(document)))


def known(page: Page) -> tuple[Stood, ...]:
    """The texts known before a look; of a page that kept no account of them its latest is."""
    if page.recent or page.latest is None:
        return page.recent
    return (Stood(state(page.latest), page.latest.captured_at),)


def known_texts(page: Page, change: Change | None, version: Version | None, now: datetime) -> tuple[Stood, ...]:
    """`Page.recent` after a look.

    What is told is known from then on, and so is what stood there before us. Another layout takes the place of
    the text it is a layout of; what a page that flaps showed meanwhile, nobody was told.

    Args:
        page: as it was before the look.
        version: that the look added.
    """
    before, standing = known(page), version or page.latest
    if standing is None:
        return before
    here = state(standing)
    told = change.kind in _TOLD if change else version is not None
    if told:
        return before if before and before[-1].exact == here else (*before, Stood(here, now))[-MOST_RECENT:]
    if version is None or change is None or page.latest is None:
        return before
    dressed = before[-1].exact == state(page.latest) and change.nature != FLAPS
    if change.kind is ChangeKind.REBASED or dressed:
        return (*before[:-1], Stood(here, before[-1].since))
    return before
