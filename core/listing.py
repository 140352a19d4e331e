"""What a look at a listing leads to: the listing as it will be, pages to follow, pages it shows differently now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.health import NOT_UNDERSTOOD, expected_by
from core.joined import repeal_listed
from core.model import (
    NO_VALIDATORS,
    Blocked,
    Entrance,
    Failed,
    Fresh,
    Known,
    Listed,
    Listing,
    Page,
    PageId,
    Reference,
    Relisted,
    Sight,
    Unchanged,
)
from core.order import stood_before
from core.schedule import back_off, next_look
from core.source import Baseline, Source, SourceKind

NO_ID = PageId(0)
"""Of a page that the store has not given its id yet."""

KNOWN_IN_A_ROW = 10
"""Known rows in a row before a listing is read no further: pinned rows stand above new ones (handbook §1, trap 4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A listing, read page by page.

    Args:
        sight: of its first page.
        found: what it names, in its order, each once; None when it is unchanged, or was not understood.
        known: those of them that the source has a page for, by their address.
        kind: what it was read as.
        first: how many of them stand on its first page.
        goes_on: whether there are pages behind those that were read.
        is_index: whether its first page may stand as it stood while further pages change: it names nothing else, or
            the oldest documents.
        entrance: where it was read, if not at the source's own address.
        trouble: why it could not be read, or not to its end.
    """

    sight: Sight
    found: tuple[Reference, ...] | None = None
    known: Mapping[str, Known]
    kind: SourceKind | None = None
    first: int = 0
    goes_on: bool = False
    is_index: bool = False
    entrance: Entrance | None = None
    trouble: str | None = None

    @property
    def new(self) -> tuple[Reference, ...]:
        """What the source has no page for."""
        return tuple(reference for reference in self.found or () if reference.url not in self.known)

    def old(self, listing: Listing) -> frozenset[str]:
        """Addresses of what is new to us and stood there before us; a sitemap has no order that would tell."""
        rows = (self.found or ()) if self.kind is not SourceKind.SITEMAP else ()
        known = [reference.url in self.known for reference in rows]
        return stood_before(rows, known, first=self.first, grown=len(rows) > listing.items)


def is_first(listing: Listing, source: Source) -> bool:
    """Whether a look takes the baseline: what stands there under these rules is no news."""
    return listing.rules != source.discovery.digest


def reaches_known(found: Sequence[Reference], known: Mapping[str, Known]) -> bool:
    """Whether the last rows of a page are known in a row, so that nothing new is to be expected below them."""
    tail = found[-KNOWN_IN_A_ROW:]
    return bool(tail) and all(reference.url in known for reference in tail)


def settle_listing(listing: Listing, walk: Walk, source: Source, now: datetime) -> Listing:
    """The listing as it will be after a look."""
    looked = replace(
        listing,
        revision=listing.revision + 1,
        last_looked_at=now,
        last_outcome=type(walk.sight).__name__.lower(),
        last_error=walk.trouble,
        entrance=walk.entrance,
        last_new_at=now if _is_news(walk, listing, source) else listing.last_new_at,
    )
    return _failed(looked, walk, now) if walk.trouble is not None else _read(looked, walk, source, now)


def first_pages(
    source: Source, listing: Listing, found: Sequence[Reference], now: datetime, *, old: frozenset[str] = frozenset()
) -> tuple[Page, ...]:
    """Pages for references not known yet, in the order of the listing.

    The first round reads the newest `backfill` of what already stands there, silently unless the source's
    baseline announces, and only notes the rest, so that it is never taken for new. What a later one finds behind
    all that is known is noted alike.

    Args:
        old: addresses of what stood there before the first round and behind it.
    """
    first = is_first(listing, source)
    announce = not first or source.baseline is Baseline.ANNOUNCE
    later = {position for position, reference in enumerate(found) if reference.url not in old}
    followed = _newest(found, source.discovery.backfill) if first else later
    return tuple(
        Page(
            id=NO_ID,
            source_id=source.id,
            tier=source.tier,
            url=reference.url,
            first_seen_at=now,
            next_check_at=now if position in followed else None,
            announce=announce and (first or position in followed),
            listed_title=reference.title,
            listed_date=reference.date,
            listed=reference.listed,
        )
        for position, reference in enumerate(found)
    )


def relisted(walk: Walk, listing: Listing, source: Source) -> tuple[Relisted, ...]:
    """Known documents that the listing shows differently now.

    Under new rules a listing may say more than before of what was always so: that is not told.
    """
    first = is_first(listing, source)
    pairs = [(ref, walk.known[ref.url]) for ref in walk.found or () if ref.url in walk.known]
    return tuple(
        Relisted(
            page_id=known.page_id,
            title=reference.title,
            listed=reference.listed,
            status=not first and moved_standing(known, reference),
        )
        for reference, known in pairs
        if _is_shown_differently(known, reference)
    )


def _is_news(walk: Walk, listing: Listing, source: Source) -> bool:
    return not is_first(listing, source) and not {reference.url for reference in walk.new} <= walk.old(listing)


def moved_standing(known: Known, reference: Reference) -> bool:
    """Whether the listing's word of a document's validity is another than it was."""
    was = repeal_listed(known.title, known.listed) is not None
    return was is not (repeal_listed(reference.title, reference.listed) is not None)


def _is_shown_differently(known: Known, reference: Reference) -> bool:
    retitled = reference.title is not None and _squeezed(known.title) != _squeezed(reference.title)
    return retitled or moved_standing(known, reference) or _touched(known.listed, reference.listed)


def _touched(known: Listed, listed: Listed) -> bool:
    """Whether the site says that it touched the document since."""
    return listed.modified is not None and (known.modified is None or listed.modified > known.modified)


def _squeezed(title: str | None) -> str:
    return "".join((title or "").split())


def _newest(found: Sequence[Reference], backfill: int) -> set[int]:
    """Positions of the newest documents: by day where all have one, else as the listing orders them."""
    positions = list(range(len(found)))
    days = [reference.date for reference in found]
    dated = [day for day in days if day is not None]
    if len(dated) == len(days):
        positions.sort(key=lambda position: (dated[position], -position), reverse=True)
    return set(positions[:backfill])


def _read(listing: Listing, walk: Walk, source: Source, now: datetime) -> Listing:
    found = walk.found
    fresh = walk.sight.validators if isinstance(walk.sight, Fresh) else listing.validators
    return replace(
        listing,
        validators=NO_VALIDATORS if walk.is_index else fresh,
        rules=source.discovery.digest,
        failures=0,
        failing_since=None,
        items=len(found) if found is not None else listing.items,
        expected_by=expected_by(listing, found, now) if found is not None else listing.expected_by,
        last_success_at=now,
        next_look_at=next_look(source.pace, now, key=source.id),
    )


def _failed(listing: Listing, walk: Walk, now: datetime) -> Listing:
    """Nothing is believed of a listing that was not read to its end: the next look is not conditional on this one."""
    asked = walk.sight.retry_after if isinstance(walk.sight, Blocked | Failed) else None
    understood = walk.found is not None or not isinstance(walk.sight, Fresh | Unchanged)
    return replace(
        listing,
        failures=listing.failures + 1,
        failing_since=listing.failing_since or now,
        last_outcome=listing.last_outcome if understood else NOT_UNDERSTOOD,
        next_look_at=now + back_off(listing.failures, key=listing.source_id, asked=asked),
    )
