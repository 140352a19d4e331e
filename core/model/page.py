"""What is remembered: pages, versions, and who else says the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.model.document import Document, Fingerprint
from core.model.identifiers import PageId
from core.model.listed import NOTHING_LISTED, UNOBSERVED, Listed, Observations
from core.model.policy import PolicyId
from core.model.sight import NO_VALIDATORS, Validators
from core.source import SourceId, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One state of a page's document, kept for ever.

    Args:
        number: 1, 2, 3 … within the page.
        raw_digest: SHA-256 of the bytes it was read from; the store keeps them.
        chain: SHA-256 over the previous version's chain and this one: a tampered history shows.
        evidence: final URL, status and headers of the answer; `:tls` is `legacy` where it came over outdated TLS.
    """

    number: int
    captured_at: datetime
    document: Document
    fingerprint: Fingerprint
    raw_digest: str
    chain: str
    evidence: Mapping[str, str] = field(default_factory=dict)


MOST_RECENT = 12


@dataclass(frozen=True, slots=True)
class Stood:
    """What stood on a page: the digest of its folded text, title, stage, labelled facts and files, and since when."""

    exact: str
    since: datetime


UNCONFIRMED = "unconfirmed"
"""Why a text is suspect: it stood there within the last day, and is back."""

LAYOUT = "layout"
"""Why a text is suspect: so many pages of its source changed at once that it may be the site's new dress.

A page whose last outcome this is counts as read and as edited in `Turmoil`: else an upheaval ends itself.
"""

STRANGE = "another page"
"""Why a text is suspect: it has nothing of the document that the page showed, or that its listing announced."""

SWINGING = "to and fro"
"""Why a text is suspect: it has come back before, as one of two that a site's servers show in turn."""

CUT = "cut short"
"""Why a text is suspect: it is the beginning of the one before, and its bytes end before their page does."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """What a second look must confirm before it counts.

    Args:
        exact: digest as in `Stood`.
        since: when it was seen first.
        why: `UNCONFIRMED`, `SWINGING`, `LAYOUT`, `STRANGE` or `CUT`.
    """

    exact: str
    since: datetime
    why: str


class Presence(StrEnum):
    """Whether a page's document is there."""

    UNSEEN = "unseen"
    PRESENT = "present"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What we know of one address.

    Args:
        tier: of its source.
        announce: whether its first version is told; False for what stood there before us.
        next_check_at: None for a document that is noted but not followed.
        recipe: digest under which it was last read.
        gone_sightings: consecutive credible sightings of its absence.
        latest: the version that the next reading is compared with.
        changes: number of its latest change.
        revision: grows with every commit; a commit against another revision is a `StaleWrite`.
        listed: what its listing says of it beside title and day.
        relisted: whether the listing's word of its standing moved since the page was last read.
        weight: square root of its estimated changes a day (see `core.recheck`); None before an estimate.
        policy_id: the policy that it publishes; None until it was read.
        recent: digests of the latest texts that its readers know of and since when each stood there, newest last,
            at most `MOST_RECENT`; what differs in layout alone takes the place of the one before.
        flapping_since: when it was told that it flaps; None while it does not.
        remind_at: when the next of its deadlines is to be told; None for none.
        repealed_by: the words of another document that repeal this one.
        source_weight: mean of the weights of its source's followed pages; None before an estimate.
        last_outcome: class name of the last reading, lower-case; of a suspect text, why it is suspect.
    """

    id: PageId
    source_id: SourceId
    url: str
    first_seen_at: datetime
    next_check_at: datetime | None
    tier: Tier = Tier.OFFICIAL
    announce: bool = True
    validators: Validators = NO_VALIDATORS
    recipe: str | None = None
    failures: int = 0
    presence: Presence = Presence.UNSEEN
    gone_sightings: int = 0
    gone_since: datetime | None = None
    gone_seen_at: datetime | None = None
    latest: Version | None = None
    changes: int = 0
    revision: int = 0
    listed_title: str | None = None
    listed_date: date | None = None
    listed: Listed = NOTHING_LISTED
    relisted: bool = False
    observations: Observations = UNOBSERVED
    weight: float | None = None
    source_weight: float | None = None
    policy_id: PolicyId | None = None
    recent: tuple[Stood, ...] = ()
    suspect: Suspect | None = None
    flapping_since: datetime | None = None
    remind_at: datetime | None = None
    repealed_by: str | None = None
    last_looked_at: datetime | None = None
    last_outcome: str | None = None
    last_error: str | None = None

    def was_read_by(self, recipe: str) -> bool:
        """Whether an unchanged answer would still mean an unchanged reading."""
        return self.recipe == recipe
