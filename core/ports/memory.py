"""What the roads remember."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from core.model import (
    Backlog,
    Delivery,
    Due,
    Echo,
    Features,
    Finding,
    Fingerprint,
    Kin,
    Known,
    Letter,
    Listing,
    Page,
    PageId,
    Tour,
    Turmoil,
    Verdict,
)
from core.source import Allowance, Source, SourceId


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

    async def due_tours(self, now: datetime, sources: Sequence[SourceId] | None = None) -> list[Tour]:
        """Enabled sources, of the given ones if any, each with a host where its pages are due; longest due first."""

    async def due_at(self, tour: Tour, now: datetime, limit: int) -> list[Due]:
        """Pages of an enabled source at a host that are due, those that fell due last first."""

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

    async def owes(self, now: datetime) -> bool:
        """Whether `claim` may find something: a delivery is due, though its line or its channel may hold it up."""

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
