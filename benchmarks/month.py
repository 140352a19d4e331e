"""Thirty days of the specimen sites: what was planted against what was told. `python -m benchmarks.month`."""

import asyncio
import json
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from datetime import time as hour
from pathlib import Path

from policywatch.demo.receivers import HookReceiver, hook_receiver
from policywatch.round import run_round
from policywatch.wiring import open_watch, read_configuration
from seeds.month.days import DAYS, HOURS, SECOND_LOOK, day_of, rounds
from seeds.month.paper import Site
from seeds.month.plot import Place, Planted, on_request, plan
from seeds.month.server import MonthServer
from seeds.month.sources import month_sources

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass(frozen=True, slots=True)
class Heard:
    """One change as a webhook told it."""

    day: int
    kind: str
    place: Place
    headline: str
    fields: tuple[str, ...]
    nature: str | None
    pages: int

    def is_of(self, planted: Planted) -> bool:
        """Whether this tells the event, well or ill."""
        return self.day == planted.day and self.kind == planted.kind and self.place in planted.places

    def says(self, planted: Planted) -> bool:
        """Whether it says all that there is to say of it."""
        return (
            all(words in self.headline for words in planted.says)
            and set(planted.fields) <= set(self.fields)
            and planted.nature in (None, self.nature)
            and self.pages == planted.others
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was told against what was planted.

    Args:
        pairs: each event with what told it; None where nothing did.
        false: what told of nothing.
    """

    pairs: tuple[tuple[Planted, Heard | None], ...]
    false: tuple[Heard, ...]

    @property
    def missed(self) -> list[Planted]:
        """Events that nobody heard of."""
        return [planted for planted, heard in self.pairs if heard is None]

    @property
    def ill_said(self) -> list[tuple[Planted, Heard]]:
        """Events that were told with words or facts missing."""
        return [(planted, heard) for planted, heard in self.pairs if heard and not heard.says(planted)]

    @property
    def precision(self) -> float:
        """Share of what was told that was planted."""
        right = len(self.pairs) - len(self.missed)
        return right / max(1, right + len(self.false))

    @property
    def recall(self) -> float:
        """Share of what was planted that was told."""
        return 1 - len(self.missed) / max(1, len(self.pairs))


@dataclass
class Stage:
    """All that stands while the month is played."""

    sites: MonthServer
    told: HookReceiver
    quiet: HookReceiver
    config: Path
    environ: dict[str, str] = field(default_factory=lambda: {"HOOK_SECRET": SECRET})

    @property
    def database(self) -> str:
        """Its URL."""
        return f"sqlite:///{self.config.parent / 'month.db'}"

    @property
    def told_ids(self) -> set[str]:
        """Ids of the changes that were told by default."""
        return {json.loads(body)["id"] for body in self.told.taken.values()}

    def judgements(self) -> tuple[Judgement, Judgement]:
        """Of what is told by default, and of what is told on request."""
        return (
            judged(plan(), list(self._heard(self.told))),
            judged(on_request(), list(self._heard(self.quiet))),
        )

    def _heard(self, receiver: HookReceiver) -> Iterator[Heard]:
        for body in receiver.taken.values():
            change = json.loads(body)
            yield Heard(
                day_of(datetime.fromisoformat(change["at"])),
                change["kind"],
                self.sites.place(change["url"]),
                change["headline"],
                tuple(change["fields"]),
                change["nature"],
                len(change["pages"]),
            )


@asynccontextmanager
async def on_stage(folder: Path) -> AsyncIterator[Stage]:
    """The sites, two receivers and a `sources.yaml` in a folder."""
    async with MonthServer() as sites, hook_receiver(SECRET) as told, hook_receiver(SECRET) as quiet:
        config = folder / "sources.yaml"
        origins = {site: sites.origin(site) for site in Site}
        await asyncio.to_thread(config.write_text, month_sources(origins, told.url, quiet.url), encoding="utf-8")
        yield Stage(sites, told, quiet, config)


async def play(stage: Stage, days: int = DAYS) -> None:
    """Let the days pass in one process, whose clock is the sites'."""
    config = read_configuration(stage.config, stage.environ)
    async with open_watch(config, stage.database, stage.environ, lambda: stage.sites.at) as watch:
        for at, every_page in looks(days):
            stage.sites.at = at
            await run_round(watch, list(watch.sources), every_page=every_page)


def looks(days: int = DAYS, hours: Sequence[hour] = HOURS) -> Iterator[tuple[datetime, bool]]:
    """When there is a round, and whether it looks at every page.

    Args:
        hours: of days that need no more looks than others.
    """
    for day in range(1, days + 1):
        for at in rounds(day, hours):
            yield at, True
            yield at + SECOND_LOOK, False


def judged(planted: Sequence[Planted], heard: Sequence[Heard]) -> Judgement:
    """Each event with what tells it best; whatever is left over is false."""
    left = sorted(heard, key=lambda one: one.day)
    pairs: list[tuple[Planted, Heard | None]] = []
    for event in planted:
        fitting = sorted((one for one in left if one.is_of(event)), key=lambda one: not one.says(event))
        pairs.append((event, fitting[0] if fitting else None))
        if fitting:
            left.remove(fitting[0])
    return Judgement(tuple(pairs), tuple(left))


def table(judgement: Judgement) -> str:
    """A row for each kind of event, then what went wrong, word for word."""
    rows = Counter(planted.what for planted, _ in judgement.pairs)
    missed = Counter(planted.what for planted in judgement.missed)
    ill = Counter(planted.what for planted, _ in judgement.ill_said)
    false = Counter(heard.kind for heard in judgement.false)
    lines = [f"{'event':<46}{'planted':>8}{'told':>6}{'missed':>8}{'ill said':>10}{'false':>7}"]
    for what, count in sorted(rows.items()):
        lines.append(f"{what:<46}{count:>8}{count - missed[what]:>6}{missed[what]:>8}{ill[what]:>10}{0:>7}")
    lines += [f"{f'not planted: {kind}':<46}{0:>8}{count:>6}{0:>8}{0:>10}{count:>7}" for kind, count in false.items()]
    lines.append(f"precision {judgement.precision:.3f}, recall {judgement.recall:.3f}")
    lines += [f"  missed: day {one.day} {one.what} {one.places[0]}" for one in judgement.missed]
    lines += [f"  false: day {one.day} {one.kind} {one.place} {one.headline}" for one in judgement.false]
    lines += [f"  ill said: day {was.day} {was.what}: {now}" for was, now in judgement.ill_said]
    return "\n".join(lines)


def noises(sites: MonthServer) -> str:
    """How much of what says nothing was served meanwhile."""
    faults = ", ".join(f"{count} × {fault}" for fault, count in sorted(sites.faults.items()))
    return f"{sites.statuses.total()} answers, {sites.statuses[304]} of them 304; {faults}"


async def measure(folder: Path) -> None:
    """Play the month, and print what came of it."""
    async with on_stage(folder) as stage:
        began, spent = time.perf_counter(), time.process_time()
        await play(stage)
        wall, cpu = time.perf_counter() - began, time.process_time() - spent
        told, quiet = stage.judgements()
        print(f"\n{DAYS} days told by default\n{table(told)}\n\ntold on request\n{table(quiet)}\n")
        print(f"{noises(stage.sites)}; {wall:.0f} s, {cpu:.0f} s of CPU (sites included)")


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
