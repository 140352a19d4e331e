"""What changed, and whom to tell."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.model.identifiers import Fields, PageId, digest_of
from core.model.page import Page, Version
from core.model.policy import Features, Kinship, PolicyId, Related
from core.source import SourceId


class ChangeKind(StrEnum):
    """What happened to a page, or (`OF_SOURCES`) to a source as a whole."""

    NEW = "new"
    EDITED = "edited"
    COSMETIC = "cosmetic"
    STATUS = "status"
    REMOVED = "removed"
    RESTORED = "restored"
    REPRINT = "reprint"
    REBASED = "rebased"
    FAILING = "failing"
    LAYOUT = "layout"
    SILENT = "silent"
    RECOVERED = "recovered"
    DEADLINE = "deadline"
    FLAPPING = "flapping"


ACTIONABLE = (
    ChangeKind.NEW,
    ChangeKind.EDITED,
    ChangeKind.STATUS,
    ChangeKind.REMOVED,
    ChangeKind.RESTORED,
    ChangeKind.DEADLINE,
    ChangeKind.FLAPPING,
)
"""The kinds that a rule without `kinds` asks for."""

OF_SOURCES = (ChangeKind.FAILING, ChangeKind.LAYOUT, ChangeKind.SILENT, ChangeKind.RECOVERED)
"""The kinds that speak of a source's health, not of a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One event in the life of a page; its id is the same however often it is computed.

    Args:
        number: nth change of the page.
        before, after: version numbers.
        similarity: of the two texts; 1.0 where the text did not change, 0.0 where one is missing.
        headline: the change in one line of plain text.
        canonical_url: of the official page that says the same; the page itself where none does.
        copies: other addresses that say the same.
        policy_id: the policy that the page publishes; None for a source's health.
        nature: what kind of edit it is (`core.diff.Nature`), where it is one.
        edit: digest of what was edited; pages of one site with the same were edited alike.
        pages: further addresses that the same edit stands on; this change speaks for them.
    """

    page_id: PageId
    source_id: SourceId
    url: str
    number: int
    kind: ChangeKind
    at: datetime
    before: int | None = None
    after: int | None = None
    similarity: float = 0.0
    fields: Fields = field(default_factory=dict)
    headline: str = ""
    canonical_url: str = ""
    copies: tuple[str, ...] = ()
    policy_id: PolicyId | None = None
    nature: str | None = None
    edit: str | None = None
    pages: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Stable identity, from source, address and number."""
        return "chg_" + digest_of(self.source_id, self.url, str(self.number))


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    OWED = "owed"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message owed to one recipient because of one change.

    Args:
        rule: name of the rule that fired.
        line: deliveries of one line reach their recipient in the order of `place`, one letter after the other.
        gather: those with the same key, channel and recipient travel in one letter; None travels alone.
        promised_at: when it was first to be sent; unlike `due_at` no failed attempt moves it.
        due_at: not to be sent before.
        letter: id of the letter that it travels in, once it was gathered with others.
        attempts: sends begun.
    """

    change_id: str
    page_id: PageId
    number: int
    rule: str
    channel: str
    recipient: str
    due_at: datetime
    promised_at: datetime
    line: str = ""
    gather: str | None = None
    letter: str | None = None
    state: DeliveryState = DeliveryState.OWED
    attempts: int = 0
    created_at: datetime
    settled_at: datetime | None = None
    last_error: str | None = None

    @property
    def id(self) -> str:
        """Stable over retries and restarts: receivers may drop what they have seen."""
        return "msg_" + digest_of(self.change_id, self.rule, self.channel, self.recipient)

    @property
    def place(self) -> tuple[datetime, int, int]:
        """Where it stands in its line."""
        return self.created_at, self.page_id, self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to remember and whom to tell: committed together or not at all.

    Args:
        page: as it will be.
        version: to be added; None when the baseline stays.
        raw: the bytes behind `version`.
        features, kinship, relations: of `version`; None leaves what is stored.
        heading: of `version`, folded, as it is searched (`core.search.heading`); None leaves it to the store.
        withdraws: time since which edits of the page's source, as far as nobody was told of them, are taken back.
        joins: id of the change that speaks for this one's edit too: its `pages` grow by this page.
    """

    page: Page
    version: Version | None = None
    raw: bytes | None = field(default=None, repr=False)
    change: Change | None = None
    deliveries: tuple[Delivery, ...] = ()
    features: Features | None = None
    kinship: Kinship | None = None
    relations: tuple[Related, ...] | None = None
    heading: str | None = None
    joins: str | None = None
    withdraws: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A page whose time has come; the address tells the engine which host it will burden."""

    page_id: PageId
    source_id: SourceId
    url: str
