"""`python -m benchmarks.fuzz --count 100000 --seed 1`: no bytes make reading raise, or take over two seconds."""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from benchmarks.mutations import LONGEST, mutant
from crawler import extract_page

LIMIT = 2.0
"""Seconds of CPU that one page may take."""

ENOUGH = 40
"""Failures after which a run stops: the first ones are to be mended first."""

PATIENCE = 60.0
"""Seconds of silence after which a worker is taken for hung."""

URL = "https://www.qinglan.example/zwgk/202601/t20260102_1.html"
DIED, HUNG = "raised or died", "hung"
CONTEXT = get_context("spawn")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One input, read: CPU seconds, and what went wrong, if anything."""

    number: int
    seconds: float
    fault: str = ""


@dataclass(slots=True)
class Tally:
    """What was seen so far."""

    read: int = 0
    cpu: float = 0.0
    slowest: Outcome = field(default_factory=lambda: Outcome(-1, 0.0))
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.read += 1
        self.cpu += outcome.seconds
        self.slowest = max(self.slowest, outcome, key=lambda one: one.seconds)
        if outcome.fault:
            self.failed.append(outcome)


@dataclass(slots=True)
class Worker:
    """A process and the numbers it was given; `at` is the one it is reading."""

    pipe: Connection
    process: SpawnProcess
    numbers: range
    at: int
    heard: float


def judged(seed: int, number: int, longest: int = LONGEST) -> Outcome:
    """Read one input; what extraction promises is held against what it does. What it raises ends the worker."""
    page = mutant(seed, number, longest)
    began = time.process_time()
    portrait = extract_page(page, URL)
    seconds = time.process_time() - began
    return Outcome(number, seconds, broken_promise(portrait) or (f"took {seconds:.1f} s" if seconds >= LIMIT else ""))


def broken_promise(portrait: dict[str, object]) -> str:
    """What of its contract a portrait does not keep, in words; empty where it keeps all."""
    if portrait.get("page_kind") not in ("article", "list", "blocked", "missing", "empty"):
        return f"page_kind is {portrait.get('page_kind')!r}"
    try:
        json.dumps(portrait, ensure_ascii=False).encode()
    except (TypeError, UnicodeEncodeError) as error:
        return f"cannot be told as JSON in UTF-8: {error}"
    return ""


def _work(pipe: Connection, seed: int, numbers: range) -> None:
    for number in numbers:
        pipe.send(judged(seed, number))
    pipe.close()


def _started(seed: int, numbers: range) -> Worker:
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_work, args=(theirs, seed, numbers), daemon=True)
    process.start()
    theirs.close()
    return Worker(ours, process, numbers, numbers.start, time.monotonic())


def outcomes(seed: int, count: int, processes: int) -> Iterator[Outcome]:
    """Every input's outcome as it comes; a worker that dies (its traceback is on stderr) or hangs costs one input."""
    workers = [_started(seed, range(first, count, processes)) for first in range(min(processes, count))]
    while workers:
        ready = wait([worker.pipe for worker in workers], timeout=1.0)
        for worker in list(workers):
            outcome = _heard(worker) if worker.pipe in ready else _silent(worker)
            if outcome is None:
                continue
            yield outcome
            worker.at += worker.numbers.step
            worker.heard = time.monotonic()
            rest = range(worker.at, worker.numbers.stop, worker.numbers.step)
            if outcome.fault in (DIED, HUNG) or not rest:
                workers.remove(worker)
                workers += [_started(seed, rest)] if rest else []


def _heard(worker: Worker) -> Outcome:
    try:
        outcome: Outcome = worker.pipe.recv()
    except EOFError:
        return Outcome(worker.at, 0.0, DIED)
    return outcome


def _silent(worker: Worker) -> Outcome | None:
    if time.monotonic() - worker.heard < PATIENCE:
        return None
    worker.process.kill()
    return Outcome(worker.at, PATIENCE, HUNG)


def main(words: Sequence[str]) -> int:
    """Run, report, keep the failing inputs; 1 where there is any."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder for failing inputs")
    asked = parser.parse_args(words)
    tally, began = Tally(), time.monotonic()
    for outcome in outcomes(asked.seed, asked.count, asked.processes):
        tally.add(outcome)
        if outcome.fault:
            _keep(asked.keep, asked.seed, outcome)
        if len(tally.failed) >= ENOUGH:
            break
        if tally.read % 10_000 == 0:
            print(_line(tally, time.monotonic() - began), flush=True)
    print(_line(tally, time.monotonic() - began))
    return 1 if tally.failed else 0


def _keep(folder: Path, seed: int, outcome: Outcome) -> None:
    folder.mkdir(exist_ok=True)
    file = folder / f"{seed}-{outcome.number}.html"
    file.write_bytes(mutant(seed, outcome.number))
    print(f"{file}: {outcome.fault}", flush=True)


def _line(tally: Tally, elapsed: float) -> str:
    each = 1000 * tally.cpu / max(1, tally.read)
    return (
        f"{tally.read} inputs, {tally.read / elapsed:.0f} a second, {each:.1f} ms CPU each; "
        f"slowest number {tally.slowest.number} with {tally.slowest.seconds:.2f} s; {len(tally.failed)} failed"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
