"""Which policy is this: precision, recall and cost over synthetic policies and noisy copies of them."""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.model import Kinship, Page, PageId, PolicyId, Text
from core.policy import features_of, kinship
from core.source import SourceId
from tests.fakes.copies import Copy, copies, official, read_as_html, reading_of
from tests.fakes.nouns import NOW
from tests.fakes.policies import Policy, policies
from tests.fakes.shelf import Shelf

POLICIES = 2_000
COPIES = 10
AS_HTML = 200
SEED = 11


@dataclass(slots=True)
class Outcome:
    """What was joined and what should have been.

    Attributes:
        truth: page -> the policy that it publishes.
        costs: ms of each decision.
        unread: HTML copies that gave no text.
    """

    truth: dict[PageId, int] = field(default_factory=dict)
    copies: dict[PageId, Copy] = field(default_factory=dict)
    decisions: dict[PageId, Kinship] = field(default_factory=dict)
    policies: list[Policy] = field(default_factory=list)
    shelf: Shelf = field(default_factory=Shelf)
    costs: list[float] = field(default_factory=list)
    unread: int = 0

    @property
    def pairs(self) -> tuple[int, int, int]:
        """Pairs joined rightly, joined, and of one policy."""
        both: Counter[tuple[PolicyId, int]] = Counter()
        for policy, pages in self.shelf.policies.items():
            both.update((policy, self.truth[page]) for page in pages)
        joined = sum(_pairs(len(pages)) for pages in self.shelf.policies.values())
        real = sum(map(_pairs, Counter(self.truth.values()).values()))
        return sum(map(_pairs, both.values())), joined, real

    @property
    def precision(self) -> float:
        """Share of the joined pairs that are of one policy."""
        right, joined, _ = self.pairs
        return right / joined if joined else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs of one policy that are joined."""
        right, _, real = self.pairs
        return right / real if real else 1.0

    def missed(self) -> Iterator[tuple[Copy, Policy]]:
        """Copies that are not with most pages of their policy."""
        home: dict[int, Counter[PolicyId]] = {}
        for page, kin in self.shelf.pages.items():
            home.setdefault(self.truth[page], Counter())[kin.policy_id] += 1
        for page, kin in self.shelf.pages.items():
            if kin.policy_id != home[self.truth[page]].most_common(1)[0][0]:
                yield self.copies[page], self.policies[self.truth[page]]

    def mixed(self) -> Iterator[tuple[Copy, Policy, Policy]]:
        """Pages that are with most pages of another policy."""
        for pages in self.shelf.policies.values():
            most = Counter(self.truth[page] for page in pages).most_common(1)[0][0]
            for page in pages:
                if self.truth[page] != most:
                    yield self.copies[page], self.policies[self.truth[page]], self.policies[most]


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def played(count: int, times: int, *, as_html: int = 0, seed: int = SEED) -> Outcome:
    """Publish the policies and their copies in any order, and decide on every page as it comes."""
    chance = random.Random(seed)
    outcome = Outcome(policies=policies(count, seed))
    pages = [
        (number, copy)
        for number, policy in enumerate(outcome.policies)
        for copy in (official(policy), *copies(policy, times, chance))
    ]
    chance.shuffle(pages)
    for at, (number, copy) in enumerate(pages):
        reading = read_as_html(copy) if at < as_html else reading_of(copy)
        if reading is None:
            outcome.unread += 1
            continue
        _decide(outcome, PageId(at + 1), number, copy, reading)
    return outcome


def _decide(outcome: Outcome, page_id: PageId, number: int, copy: Copy, reading: Text) -> None:
    source = SourceId(f"s{page_id % 40}")
    url = f"https://{source}.example.cn/{page_id}.html"
    page = Page(id=page_id, source_id=source, url=url, first_seen_at=NOW, next_check_at=NOW, tier=copy.tier)
    features = features_of(reading.document)
    kin = outcome.shelf.kin(reading.fingerprint, features)
    start = time.perf_counter()
    decision = kinship(page, reading, features, kin)
    outcome.costs.append((time.perf_counter() - start) * 1000)
    outcome.truth[page_id], outcome.copies[page_id] = number, copy
    outcome.decisions[page_id] = decision
    outcome.shelf.keep(page, reading, features, decision)


def main() -> None:
    """Print the figures, and what was missed."""
    start = time.process_time()
    outcome = played(POLICIES, COPIES, as_html=AS_HTML)
    costs = sorted(outcome.costs)
    print(
        f"{len(outcome.truth)} pages of {POLICIES} policies, {AS_HTML} of them read from HTML ({outcome.unread} unread)"
    )
    found = len(outcome.shelf.policies)
    print(f"pairwise precision {outcome.precision:.5f}, recall {outcome.recall:.5f}, policies {found}")
    median, late = costs[len(costs) // 2], costs[int(len(costs) * 0.99)]
    print(
        f"a decision: {sum(costs) / len(costs):.2f} ms mean, {median:.2f} median, {late:.2f} 99 %, {costs[-1]:.1f} most"
    )
    missed, mixed = list(outcome.missed()), list(outcome.mixed())
    print(f"missed copies: {len(missed)}; by noise: {_noises(copy for copy, _ in missed)}")
    print(f"copies with another policy: {len(mixed)}; by noise: {_noises(copy for copy, _, _ in mixed)}")
    if "--worst" in sys.argv:
        for copy, policy in missed[:25]:
            print("missed", copy.title, copy.number, copy.noises, "|", policy.title, policy.number)
        for copy, policy, other in mixed[:25]:
            print("mixed", copy.title, copy.number, copy.noises, "|", policy.title, "|", other.title, other.number)
    print(f"{time.process_time() - start:.1f} s CPU in all")


def _noises(found: Iterable[Copy]) -> str:
    counts = Counter(noise.split()[0] for copy in found for noise in copy.noises or ("none",))
    return ", ".join(f"{noise} {times}" for noise, times in counts.most_common())


if __name__ == "__main__":
    main()
