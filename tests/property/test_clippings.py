"""However changes come and readings end, a scrapbook holds exactly what its rule wants of all changes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import StoreError
from core.model import Change, ChangeKind, Cursor, Cutting, PageId
from core.source import Configuration, Match, Rule, SourceId
from crawler.normalise import fold
from notifier.clipper import LATE, REACH
from notifier.judging import wants
from notifier.subject import subject_of
from policywatch.feeds import catch_up
from policywatch.press import newest
from policywatch.scissors import Scissors
from tests.contract.stored import a_new_page, a_source
from tests.fakes.memory_store import MemoryStore
from tests.fakes.nouns import NOW

SOURCES = ("a", "b")
RULES = (
    Rule(name="edits", send_to=(), match=Match(kinds=("edited",))),
    Rule(name="tagged", send_to=(), match=Match(tags=("health",))),
    Rule(name="of-a", send_to=(), match=Match(sources=(SourceId("a"),))),
    Rule(name="all", send_to=()),
)


@dataclass(frozen=True)
class Comes:
    """A change is committed, so long after its moment."""

    page: int
    late: timedelta
    kind: ChangeKind


@dataclass(frozen=True)
class Reads:
    """Somebody reads for some rules, in bites of a size, and dies after so many of them."""

    rules: tuple[Rule, ...]
    bite: int
    bites: int


@dataclass(frozen=True)
class Passes:
    """Time does."""

    time: timedelta


@dataclass(frozen=True)
class Tagged:
    """A source is tagged otherwise in sources.yaml, or is taken out of it (None)."""

    source: int
    tags: tuple[str, ...] | None


STEPS = st.one_of(
    st.builds(
        Comes,
        st.integers(1, 6),
        # Most at the same few moments.
        st.sampled_from([timedelta(), timedelta(minutes=20), LATE - timedelta(seconds=1)]),
        st.sampled_from([ChangeKind.NEW, ChangeKind.EDITED, ChangeKind.REBASED]),
    ),
    st.builds(
        Reads,
        st.lists(st.sampled_from(RULES), min_size=1, unique=True).map(tuple),
        st.integers(1, 4),
        st.integers(0, 4),
    ),
    st.builds(Passes, st.sampled_from([timedelta(minutes=15), timedelta(days=1), REACH / 2])),
    st.builds(Tagged, st.integers(0, 1), st.sampled_from([("health",), (), None])),
)


class Mortal(MemoryStore):
    """A store whose process is killed before it keeps too much."""

    def __init__(self) -> None:
        super().__init__()
        self.keeps = 0

    async def keep(self, cuttings: Sequence[Cutting]) -> None:
        """See `Clippings`."""
        self.keeps -= 1
        if self.keeps < 0:
            raise StoreError("killed")
        await super().keep(cuttings)


@dataclass
class World:
    """A store, a configuration and a clock."""

    store: Mortal = field(default_factory=Mortal)
    config: Configuration = field(
        default_factory=lambda: Configuration(sources=tuple(map(a_source, SOURCES)), rules=RULES)
    )
    now: timedelta = timedelta()

    async def step(self, step: Comes | Reads | Passes | Tagged) -> None:
        match step:
            case Comes(page, late, kind):
                self._commit(PageId(page), late, kind)
            case Reads(rules, bite, bites):
                await self._read(rules, bite, bites)
            case Passes(time):
                self.now += time
            case Tagged(which, tags):
                others = [source for source in self.config.sources if source.id != SOURCES[which]]
                this = [] if tags is None else [replace(a_source(SOURCES[which]), tags=tags)]
                self.config = replace(self.config, sources=(*others, *this))

    def _commit(self, page_id: PageId, late: timedelta, kind: ChangeKind) -> None:
        page, at = self.store.pages[page_id], NOW + self.now - late
        number = page.changes + 1
        self.store.move(page, changes=number)
        self.store.recorded[page_id, number] = Change(
            page_id=page_id, source_id=page.source_id, url=page.url, number=number, kind=kind, at=at
        )

    async def _read(self, rules: Sequence[Rule], bite: int, bites: int) -> None:
        self.store.keeps, scissors, now = bites, Scissors(bite), NOW + self.now
        try:
            await catch_up(scissors, self.store, self.config, rules, now)
            while await scissors.back(self.store, self.config, rules, now):
                pass
        except StoreError:
            pass

    def wanted(self, rule: Rule) -> list[Cursor]:
        sources = {source.id: source for source in self.config.sources}
        found = [
            Cursor(one.at, one.page_id, one.number)
            for one in self.store.recorded.values()
            if one.at >= NOW + self.now - REACH
            and (source := sources.get(one.source_id))
            and wants(rule.match, subject_of(one, source, fold))
        ]
        return sorted(found, reverse=True)

    async def cut(self, rule: Rule) -> list[Cursor]:
        now = NOW + self.now
        book = (await Scissors().books(self.store, self.config, [rule], now))[rule.name]
        return [one.cursor for one in await newest(self.store, self.config, book, now)]


async def held_and_wanted(steps: Sequence[Comes | Reads | Passes | Tagged]) -> list[tuple[list[Cursor], list[Cursor]]]:
    world = World()
    await world.store.register(world.config.sources, NOW)
    world.store.add(a_new_page(f"/{number}", SOURCES[number % 2]) for number in range(6))
    for step in steps:
        await world.step(step)
    await world.step(Reads(RULES, 3, 1_000))
    return [(await world.cut(rule), world.wanted(rule)) for rule in RULES]


# What nobody used for a month is forgotten when another rule's scrapbook is begun, and begun anew.
@example([Reads(RULES[:1], 1, 0), Passes(REACH / 2), Comes(1, timedelta(), ChangeKind.EDITED)])
# Passed over while its source was away, which then is what it was.
@example(
    [
        Tagged(0, ("health",)),
        Reads(RULES[1:2], 1, 0),
        Comes(1, timedelta(), ChangeKind.NEW),
        Tagged(0, None),
        Reads(RULES[1:2], 1, 9),
        Tagged(0, ("health",)),
    ]
)
@given(st.lists(STEPS, max_size=30))
def test_a_scrapbook_holds_what_its_rule_wants_however_it_was_read(
    steps: list[Comes | Reads | Passes | Tagged],
) -> None:
    for held, wanted in asyncio.run(held_and_wanted(steps)):
        assert held == wanted
