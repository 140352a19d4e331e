"""One round: every listing, every page that is due, then what is owed; what `check` does once and a test repeats."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from core.model import Change, Due
from core.source import SourceId, SourceKind
from policywatch.deliver import drain
from policywatch.engines.crew import Crew, Errand
from policywatch.remind import remind
from policywatch.report import Report
from policywatch.visit import Visited, Witness, visit
from policywatch.wiring import Watch

BATCH = 10_000


@dataclass
class Tally:
    """What a round came to, counted as it goes."""

    listings: int = 0
    pages: int = 0
    found: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    troubles: list[Visited] = field(default_factory=list)
    owed: int = 0
    sent: int = 0
    delayed: int = 0
    failed: int = 0

    def see(self, visited: Visited) -> None:
        """Count one visit."""
        if visited.errand.page_id is None:
            self.listings += 1
        else:
            self.pages += 1
            self.outcomes[visited.outcome] += 1
        self.found += visited.found
        self.owed += visited.deliveries
        if visited.change is not None:
            self.changes.append(visited.change)
        if visited.trouble is not None:
            self.troubles.append(visited)

    @property
    def is_clean(self) -> bool:
        """Whether every source was read and every message went out."""
        return not (self.troubles or self.delayed or self.failed)

    def summary(self) -> dict[str, object]:
        """The summary line of `check --json`."""
        kinds = Counter(change.kind.value for change in self.changes)
        return {
            "listings": self.listings,
            "pages": self.pages,
            "found": self.found,
            "outcomes": dict(self.outcomes),
            "changes": dict(kinds),
            "deliveries": {"owed": self.owed, "sent": self.sent, "delayed": self.delayed, "failed": self.failed},
            "troubles": [
                {"source": seen.source_id, "url": seen.errand.url, "why": seen.trouble} for seen in self.troubles
            ],
        }

    def sentence(self) -> str:
        """The same, for a person."""
        return (
            f"{self.listings} listings and {self.pages} pages looked at, {self.found} found, "
            f"{len(self.changes)} changed; {self.sent} delivered, {self.delayed} delayed, {self.failed} failed; "
            f"{len(self.troubles)} looks led to nothing"
        )

    def settle(self, report: Report) -> None:
        """Count what the outbox did."""
        self.sent += report.sent
        self.delayed += report.delayed
        self.failed += report.failed


async def run_round(
    watch: Watch, sources: Sequence[SourceId], *, every_page: bool = False, witness: Witness | None = None
) -> Tally:
    """Look at the listings of the sources and at their pages, then deliver what is owed.

    Args:
        every_page: known pages that are not due too.
        witness: told of every visit as it ends.
    """
    tally = Tally()
    # Nothing is sent before the round is over: an edit that many pages made is known by then, without a wait.
    watch = replace(watch, config=replace(watch.config, settings=replace(watch.config.settings, hold=timedelta())))

    async def errand_done(errand: Errand) -> None:
        await visit(watch, errand, lambda visited: _tell(visited, tally, witness))

    crew = Crew(errand_done)
    crew.send(listing_errands(watch, sources))
    await crew.join()
    seen: set[int] = set()
    while batch := await _pages(watch, sources, seen, every_page=every_page):
        seen |= {due.page_id for due in batch}
        crew.send(page_errands(batch))
        await crew.join()
    tally.changes += await remind(watch)
    tally.settle(await drain(watch))
    return tally


def listing_errands(watch: Watch, sources: Sequence[SourceId]) -> list[Errand]:
    """An errand for each source that has a listing."""
    chosen = [watch.sources[source_id] for source_id in sources if source_id in watch.sources]
    return [Errand(source.id, source.url) for source in chosen if source.kind is not SourceKind.PAGE]


def page_errands(batch: Sequence[Due]) -> list[Errand]:
    """An errand for each page."""
    return [Errand(due.source_id, due.url, due.page_id) for due in batch]


async def _pages(watch: Watch, sources: Sequence[SourceId], seen: set[int], *, every_page: bool) -> list[Due]:
    """Pages to look at that this round has not seen yet."""
    if every_page:
        pages = await watch.store.followed_pages(sources)
    else:
        pages = await watch.store.due_pages(watch.clock(), BATCH, sources)
    return [due for due in pages if due.page_id not in seen]


def _tell(visited: Visited, tally: Tally, witness: Witness | None) -> None:
    tally.see(visited)
    if witness is not None:
        witness(visited)
