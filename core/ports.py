"""The seams: what the roads need of the world. Every implementation and every fake passes the contract suite."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from core.gallery import Gallery
from core.model import (
    EVERY_CHANGE,
    Backlog,
    ChangeFilter,
    ChangeKind,
    Cursor,
    Delivery,
    DeliveryCursor,
    DeliveryState,
    Dispatch,
    Due,
    Echo,
    Features,
    Figures,
    Finding,
    Fingerprint,
    Glance,
    Kin,
    Known,
    Letter,
    Listing,
    Page,
    PageId,
    PolicyId,
    PolicyPages,
    Relative,
    Sight,
    Told,
    Triage,
    Turmoil,
    Validators,
    Verdict,
    Version,
)
from core.source import Allowance, Manners, Source, SourceId


class Web(Protocol):
    """The one door to the network."""

    async def look(
        self,
        url: str,
        manners: Manners,
        validators: Validators | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
        content_type: str | None = None,
    ) -> Sight:
        """See what stands at an address, politely.

        Args:
            validators: from the last look; None asks unconditionally.

        Returns:
            A value for everything the network can do; never raises for what the world did.
        """


class Memory(Protocol):
    """What the main road and the side roads remember. Each method is one transaction."""

    async def register(self, sources: Sequence[Source], now: datetime) -> None:
        """Make the stored sources equal to the configured ones.

        A new source gets a listing due at `now`; a known one keeps its history; one that is no longer
        configured or is disabled is never due. The page of a source of kind `page` is created here, with
        `announce` according to its baseline; for every other source, the page that stands for its listing,
        which is never followed, and to which `page_id` of the listing refers.
        """

    async def listing(self, source_id: SourceId) -> Listing:
        """Recall a listing. Raises `StoreError` for a source that was not registered."""

    async def due_listings(self, now: datetime, limit: int) -> list[SourceId]:
        """Sources (other than kind `page`) whose listing is due, longest due first."""

    async def known(self, source_id: SourceId, urls: Sequence[str]) -> dict[str, Known]:
        """Those of `urls`, as given, that the source has a page for under this or another form of the address."""

    async def commit_finding(self, before: Listing, finding: Finding) -> list[PageId]:
        """Store a listing, its new pages, what it shows differently and what is told of it; returns the new pages' ids.

        A page whose source already knows its address, in whatever form, is left as it is. A relisted page that
        is followed is due at the listing's `last_looked_at`, and its revision grows. The weight of the source
        is estimated anew. Raises `StaleWrite` if the listing's revision is no longer `before.revision`.
        """

    async def page(self, page_id: PageId) -> Page:
        """Recall a page with its latest version. Raises `StoreError` if there is none."""

    async def due_pages(self, now: datetime, limit: int, sources: Sequence[SourceId] | None = None) -> list[Due]:
        """Pages of enabled sources (of the given ones only, if given) that are due, longest due first."""

    async def followed_pages(self, sources: Sequence[SourceId]) -> list[Due]:
        """All pages of the enabled ones of the sources that have a `next_check_at`, due or not."""

    async def raw(self, digest: str) -> bytes:
        """Bytes behind a version. Raises `StoreError` if they are not kept."""

    async def kin(self, page: Page, fingerprint: Fingerprint, features: Features, limit: int = 12) -> tuple[Kin, ...]:
        """Other present pages that may publish the same policy as this reading of the page.

        They share the exact digest, a 文号, a name or a band of near digests; best first in this order, then by
        the number of shared bands, official before others, then the oldest. The best official one is among them
        though it comes after `limit`. What thousands of pages share brings the oldest 50 of them.
        """

    async def commit(self, before: Page, verdict: Verdict) -> None:
        """All of the verdict or none of it; `StaleWrite` if the revision is no longer `before.revision`.

        Where the verdict brings a version, the page belongs to a policy from then on: that of `kinship`, else the
        one it had, else one of its own; `policy_id` moves in no other way. Policies that turn out to be one
        become one, and the canonical page of a policy is its best present one: an official page before all
        others, which a mirror never takes the place of.

        A repeal that a document states, unless it is a draft, is the business of the pages it names, in whichever
        order the two are read: each of another policy gets `repealed_by`, once, counts as `relisted`, and is due
        at `last_looked_at` if it is followed.

        Raises `StoreError` for a verdict that joins no known change, or without a change of its own.
        """

    async def echoes(self, source_id: SourceId, edit: str, since: datetime) -> tuple[Echo, ...]:
        """Changes of the source at or after `since` with this edit that joined no other, newest first."""

    async def turmoil(self, source_id: SourceId, since: datetime) -> Turmoil:
        """What the looks at a source's pages found at or after `since`.

        `read`: pages whose latest look showed a text, a suspect one too. `edited`: different edits among the
        changes of kind `edited` that joined no other, and pages whose text is held as a `LAYOUT`.
        """

    async def due_reminders(self, now: datetime, limit: int) -> list[Due]:
        """Present pages of enabled sources whose `remind_at` has come, longest due first."""

    async def claim(
        self,
        now: datetime,
        lease: timedelta,
        limit: int,
        *,
        allowances: Mapping[str, Allowance] | None = None,
        resting: Collection[str] = (),
    ) -> list[Letter]:
        """Take deliveries that are due, oldest first, about `limit`; nobody else gets them before `now + lease`.

        A claimed delivery whose lease has run out (its process died) is due again. Counts an attempt.

        No delivery is taken while an earlier one of its `line` is neither settled nor in the same letter. Deliveries
        with the same `gather`, channel and recipient come in one letter, and once they do they stay in it.

        Args:
            allowances: by name of the channel; a recipient who would get more has what is due gathered in one letter,
                and nothing before the time is over (`core.gathering`).
            resting: names of channels of which nothing is taken.
        """

    async def settle(self, deliveries: Sequence[Delivery]) -> None:
        """Store what became of claimed deliveries: `sent`, `failed`, or `owed` again at their `due_at`; all or none."""

    async def undelivered(self, late_since: datetime) -> list[Backlog]:
        """What was promised at or before `late_since` and is not sent, by channel.

        What was given up counts for `FAILED_FOR` after that, unless it was taken back before anybody tried it.
        """

    async def alarms(self) -> dict[str, datetime]:
        """Channels of whose backlog others were told, and when that was last."""

    async def raise_alarm(self, channel: str, now: datetime) -> None:
        """Remember that others were told of a channel's backlog."""

    async def end_alarm(self, channel: str) -> None:
        """Forget that they were: it delivers again."""

    async def beat(self, name: str, at: datetime) -> None:
        """Say that what is called so was alive then; an older beat moves nothing."""


class Archive(Gallery, Protocol):
    """The read side of the same store."""

    async def changes(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        source_id: SourceId | None = None,
        kind: ChangeKind | None = None,
        limit: int = 100,
    ) -> list[Told]:
        """What changed at or after `since` and before `until`, newest first."""

    async def changes_page(
        self, wanted: ChangeFilter = EVERY_CHANGE, after: Cursor | None = None, limit: int = 50
    ) -> list[Glance]:
        """A page of the list of changes, newest first; loads no document.

        A change that joined another is left out: the other one speaks for it.

        Args:
            after: where the page before ended; what was stored since moves nothing on this one.
        """

    async def told(self, change_ids: Sequence[str]) -> list[Told]:
        """The changes with these ids, in the order of the ids; unknown ones are left out."""

    async def versions(self, url: str) -> list[Version]:
        """Versions of the page at an address, in whatever form, oldest first; empty for an unknown address."""

    async def policy(self, url: str) -> PolicyPages | None:
        """The policy that the page at an address publishes; None for a page unknown or never read."""

    async def policy_by_id(self, policy_id: PolicyId) -> PolicyPages | None:
        """The policy with this id; None for one that no page publishes (any more)."""

    async def related(self, url: str) -> list[Relative]:
        """What the policy at an address does to other documents, then what others do to it; each once."""

    async def deliveries(
        self, *, state: DeliveryState | None = None, after: DeliveryCursor | None = None, limit: int = 100
    ) -> list[Delivery]:
        """The outbox, newest first, from behind the cursor on."""

    async def deliveries_of(self, change_id: str) -> list[Delivery]:
        """What is or was owed because of a change, by rule, channel and recipient."""

    async def raw(self, digest: str) -> bytes:
        """Bytes behind a version. Raises `StoreError` if they are not kept."""

    async def retry(self, delivery_ids: Sequence[str], now: datetime) -> int:
        """Make failed deliveries (all of them when no id is given) owed at `now`; returns how many."""

    async def listings(self) -> list[Listing]:
        """State of every registered source that has a listing."""

    async def pulse(self, since: datetime) -> dict[SourceId, int]:
        """Documents first seen at or after `since` that are no baseline, by source; sources without are left out."""

    async def source_pages(self, source_id: SourceId) -> list[Page]:
        """Every page of a source but the one that stands for its listing, without versions, oldest first."""

    async def figures(self, now: datetime) -> Figures:
        """How much there is, and what is due at `now`."""

    async def overdue_since(self, now: datetime) -> datetime | None:
        """Since when the longest due look, of listings and pages of watched sources, is due; None: nothing is."""

    async def beats(self) -> dict[str, datetime]:
        """When whoever beats did so last."""

    async def mark(self, triage: Triage) -> None:
        """Add a mark to a change. The same again as the latest, in mark, note and name, adds nothing.

        Raises:
            StaleWrite: somebody else made the mark with this number.
            StoreError: there is no such change.
        """

    async def marks(self, change_ids: Sequence[str]) -> dict[str, tuple[Triage, ...]]:
        """All marks of these changes, oldest first; changes without any are left out."""


class Store(Memory, Archive, Protocol):
    """The whole memory: SQLite for one process, PostgreSQL for many."""

    async def close(self) -> None:
        """Finish what is running and let the database go."""


class Courier(Protocol):
    """One channel: it sends, or says why not."""

    async def send(self, dispatch: Dispatch) -> None:
        """Deliver one message; returns when the receiver has taken it.

        Raises:
            DeliveryDelayed: not now.
            DeliveryRefused: never.
        """
