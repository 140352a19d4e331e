"""What the store in plain dictionaries knows of policies, relations and storms; the real stores' contract holds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from core.errors import StoreError
from core.fingerprint import bands
from core.model import (
    LAYOUT,
    UNCONFIRMED,
    Change,
    ChangeKind,
    Delivery,
    DeliveryState,
    Due,
    Echo,
    Features,
    Fingerprint,
    Kin,
    Page,
    PageId,
    PolicyId,
    PolicyPage,
    PolicyPages,
    Presence,
    Related,
    RelationKind,
    Relative,
    Stage,
    Told,
    Turmoil,
    Verdict,
    Version,
    policy_of,
)
from core.source import SourceId, Tier
from tests.fakes.remembered import RANK, Remembered, key

_NOTHING = Features()
_READ = ("text", "unchanged", UNCONFIRMED, LAYOUT)


class RememberedPolicies(Remembered):
    """Open to tests: `features`, `relations`, `joined`."""

    def __init__(self) -> None:
        super().__init__()
        self.features: dict[PageId, Features] = {}
        self.relations: dict[PageId, tuple[Related, ...]] = {}
        self.joined: dict[tuple[PageId, int], str] = {}

    async def kin(self, page: Page, fingerprint: Fingerprint, features: Features, limit: int = 12) -> tuple[Kin, ...]:
        """See `Memory`."""
        mine = set(enumerate(bands(fingerprint.near)))
        ranked = []
        for other in self.pages.values():
            latest = other.latest
            if other.id == page.id or other.presence is not Presence.PRESENT or latest is None:
                continue
            shared = len(mine & set(enumerate(bands(latest.fingerprint.near))))
            theirs = self.features.get(other.id, _NOTHING)
            reasons = [
                latest.fingerprint.exact == fingerprint.exact,
                features.number is not None and theirs.number == features.number,
                features.name is not None and theirs.name == features.name,
                shared > 0,
            ]
            if any(reasons):
                tier = self.sources[other.source_id].tier
                rank = (reasons.index(True), RANK[tier], -shared, other.first_seen_at, other.id)
                ranked.append((rank, _kin(other, latest, theirs, tier)))
        found = [one for _, one in sorted(ranked, key=lambda one: one[0])]
        best = found[:limit]
        official = next((one for one in found if one.tier is Tier.OFFICIAL), None)
        return tuple([*best[:-1], official] if official and official not in best else best)

    async def echoes(self, source_id: SourceId, edit: str, since: datetime) -> tuple[Echo, ...]:
        """See `Memory`."""
        leaders = [one for one in self._leaders(source_id, since) if one.edit == edit]
        leaders.sort(key=lambda one: (one.at, one.page_id, one.number), reverse=True)
        return tuple(
            Echo(
                change_id=one.id,
                url=one.url,
                waiting=self._waits(one),
                pages=1 + len(self.speaking(one).pages),
                owed_to=frozenset((owed.channel, owed.recipient) for owed in self._owed(one)),
            )
            for one in leaders
        )

    async def turmoil(self, source_id: SourceId, since: datetime) -> Turmoil:
        """See `Memory`."""
        outcomes = [
            page.last_outcome
            for page in self.pages.values()
            if page.source_id == source_id and page.last_looked_at and page.last_looked_at >= since
        ]
        edits = {one.edit or one.id for one in self._leaders(source_id, since) if one.kind is ChangeKind.EDITED}
        read = sum(outcome in _READ for outcome in outcomes)
        return Turmoil(read=read, edited=len(edits) + outcomes.count(LAYOUT))

    async def due_reminders(self, now: datetime, limit: int) -> list[Due]:
        """See `Memory`."""
        due = [
            (page.remind_at, page.id, page)
            for page in self.pages.values()
            if page.remind_at and page.remind_at <= now
            if page.presence is Presence.PRESENT and self.watched(page.source_id)
        ]
        return [Due(page.id, page.source_id, page.url) for _, _, page in sorted(due)[:limit]]

    async def policy(self, url: str) -> PolicyPages | None:
        """See `Archive`."""
        page = self.document_at(url)
        if page is None or page.policy_id is None:
            return None
        pages = self.pages_of(page.policy_id)
        shown = tuple(PolicyPage(one.url, self.sources[one.source_id].tier, _title(one)) for one in pages)
        return PolicyPages(id=page.policy_id, canonical_url=pages[0].url, pages=shown)

    async def related(self, url: str) -> list[Relative]:
        """See `Archive`."""
        page = self.document_at(url)
        return [] if page is None or page.policy_id is None else self.relatives_of(page.policy_id)

    def relatives_of(self, policy_id: PolicyId) -> list[Relative]:
        """What a policy does to others, then what others do to it; each once."""
        ours = self.pages_of(policy_id)
        outward = {
            (one.kind, one.number, one.name): self._outward(speaker, one)
            for speaker in reversed(ours)
            for one in reversed(self.relations.get(speaker.id, ()))
        }
        inward = {
            (said.kind, speaker.policy_id): self._inward(speaker, said)
            for speaker, said in self._said(other_than=policy_id)
            if any(self._is_meant(speaker, said, one) for one in ours)
        }
        return [*reversed(outward.values()), *inward.values()]

    def remember_policy(self, before: Page, verdict: Verdict) -> None:
        """The policy of a page just committed, and what its document does to others and they to it."""
        if verdict.features is not None:
            self.features[before.id] = verdict.features
        self._belong(before, verdict)
        if verdict.relations is not None:
            self.relations[before.id] = verdict.relations
            self._repeal(before.id, verdict)
        if verdict.version is not None and verdict.features is not None:
            self._be_repealed(before.id, verdict)

    def tell(self, change: Change) -> Told:
        """A change with all that is said of it, and the pages that it speaks for by now."""
        return super().tell(self.speaking(change))

    def join(self, change: Change | None, leader: str | None) -> None:
        """Let another change speak for this one."""
        if leader is not None and change is not None:
            self.joined[change.page_id, change.number] = leader

    def refuse_joining(self, verdict: Verdict) -> None:
        """What joins nothing, or is nothing."""
        known = {change.id for change in self.recorded.values()}
        if verdict.joins is not None and (verdict.change is None or verdict.joins not in known):
            raise StoreError(f"there is no change {verdict.joins} to join, or nothing that joins it")

    def speaking(self, change: Change) -> Change:
        """A change with the pages that it speaks for by now."""
        joined = [self.recorded[place] for place, leader in self.joined.items() if leader == change.id]
        joined.sort(key=lambda one: (one.at, one.page_id, one.number))
        urls = dict.fromkeys((*change.pages, *(one.url for one in joined)))
        return replace(change, pages=tuple(url for url in urls if url != change.url))

    def document_at(self, url: str) -> Page | None:
        """Of several pages at an address the official one; else the one at this very form; else the oldest."""
        here = [page for page in self.pages.values() if key(page.url) == key(url) and page.latest]
        return next(iter(self.by_authority(here, url)), None)

    def _belong(self, before: Page, verdict: Verdict) -> None:
        policy_id = before.policy_id
        if verdict.kinship is not None:
            policy_id = verdict.kinship.policy_id
        elif policy_id is None and verdict.version is not None:
            policy_id = policy_of(before.source_id, before.url)
        self.pages[before.id] = replace(self.pages[before.id], policy_id=policy_id)
        merged = set(verdict.kinship.merged if verdict.kinship else ())
        for page in self.pages.values():
            if page.policy_id in merged:
                self.pages[page.id] = replace(page, policy_id=policy_id)
        left = before.policy_id
        emptied = merged if left is None or self.pages_of(left) else merged | {left}
        for place, change in self.recorded.items():
            if change.policy_id in emptied:
                self.recorded[place] = replace(change, policy_id=policy_id)

    def pages_of(self, policy_id: PolicyId | None) -> list[Page]:
        """The pages that publish a policy, the best first."""

        def rank(page: Page) -> tuple[bool, bool, int, datetime, int]:
            tier = self.sources[page.source_id].tier
            absent = page.presence is not Presence.PRESENT
            return tier is not Tier.OFFICIAL, absent, RANK[tier], page.first_seen_at, page.id

        return sorted((page for page in self.pages.values() if page.policy_id == policy_id), key=rank)

    def _repeal(self, page_id: PageId, verdict: Verdict) -> None:
        speaker = self.pages[page_id]
        for said in (one for one in verdict.relations or () if self._repeals(speaker, one)):
            for page in list(self.pages.values()):
                if page.policy_id != speaker.policy_id and self._is_meant(speaker, said, page):
                    self._mark(page, said, verdict.page.last_looked_at, revision=page.revision + 1)

    def _be_repealed(self, page_id: PageId, verdict: Verdict) -> None:
        page = self.pages[page_id]
        for speaker, said in self._said(other_than=page.policy_id):
            if self._repeals(speaker, said) and self._is_meant(speaker, said, page):
                self._mark(page, said, verdict.page.last_looked_at, revision=page.revision)
                return

    def _mark(self, page: Page, said: Related, at: datetime | None, *, revision: int) -> None:
        if page.repealed_by is None:
            due = (at or page.next_check_at) if page.next_check_at else None
            self.pages[page.id] = replace(
                page, repealed_by=said.evidence, relisted=True, next_check_at=due, revision=revision
            )

    def _said(self, *, other_than: PolicyId | None) -> Iterator[tuple[Page, Related]]:
        for page_id, said in sorted(self.relations.items()):
            if self.pages[page_id].policy_id != other_than:
                yield from ((self.pages[page_id], one) for one in said)

    def _repeals(self, speaker: Page, said: Related) -> bool:
        is_draft = self.features.get(speaker.id, _NOTHING).draft
        is_draft = is_draft or (speaker.latest is not None and speaker.latest.document.stage is Stage.DRAFT)
        return said.kind is RelationKind.REPEALS and not is_draft

    def _is_meant(self, speaker: Page, said: Related, page: Page) -> bool:
        theirs = self.features.get(page.id, _NOTHING)
        return said.means(theirs, self.features.get(speaker.id, _NOTHING).day)

    def _outward(self, speaker: Page, said: Related) -> Relative:
        meant = [page for page in self.pages.values() if page.policy_id != speaker.policy_id]
        found = self.by_authority(page for page in meant if page.latest and self._is_meant(speaker, said, page))
        other = self.pages_of(found[0].policy_id)[0] if found else None
        return Relative(
            kind=said.kind,
            inward=False,
            url=other.url if other else None,
            policy_id=other.policy_id if other else None,
            day=self.features.get(found[0].id, _NOTHING).day if found else None,
            title=(_title(other) if other else None) or said.title,
            number=said.number,
            evidence=said.evidence,
        )

    def _inward(self, speaker: Page, said: Related) -> Relative:
        shown = self.pages_of(speaker.policy_id)[0]
        return Relative(
            kind=said.kind,
            inward=True,
            url=shown.url,
            policy_id=speaker.policy_id,
            day=self.features.get(speaker.id, _NOTHING).day,
            title=_title(shown),
            number=said.number,
            evidence=said.evidence,
        )

    def _leaders(self, source_id: SourceId, since: datetime) -> Sequence[Change]:
        ours = [change for place, change in self.recorded.items() if place not in self.joined]
        return [change for change in ours if change.source_id == source_id and change.at >= since]

    def withdraw(self, source_id: SourceId, since: datetime, now: datetime | None) -> None:
        """See `core.model.Verdict.withdraws`."""
        edits = {one.id for one in self.recorded.values() if one.kind is ChangeKind.EDITED and one.at >= since}
        for one in list(self.outbox.values()):
            mine = one.change_id in edits and self.pages[one.page_id].source_id == source_id
            if mine and one.state is DeliveryState.OWED and one.attempts == 0:
                self.outbox[one.id] = replace(one, state=DeliveryState.FAILED, settled_at=now, last_error="withdrawn")
                self.claimable_at.pop(one.id, None)

    def _owed(self, change: Change) -> list[Delivery]:
        return [one for one in self.outbox.values() if one.change_id == change.id]

    def _waits(self, change: Change) -> bool:
        states = {one.state for one in self._owed(change)}
        return DeliveryState.OWED in states and not states & {DeliveryState.SENT, DeliveryState.CLAIMED}


def _kin(page: Page, latest: Version, features: Features, tier: Tier) -> Kin:
    return Kin(
        page_id=page.id,
        source_id=page.source_id,
        url=page.url,
        tier=tier,
        policy_id=page.policy_id or policy_of(page.source_id, page.url),
        features=features,
        fingerprint=latest.fingerprint,
        document=latest.document,
    )


def _title(page: Page) -> str | None:
    return (page.latest.document.title if page.latest else None) or page.listed_title
