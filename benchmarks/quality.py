"""How well and how fast pages are read, beside the peers, in one run; on the evaluation set where it stands."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
EVALUATION = ROOT.parent / "shared" / "eval"
PEERS_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
PEERS = ("trafilatura", "readability_lxml", "gne", "resiliparse")
SETS = {
    "real": "real/manifest.jsonl",
    "stress": "real/manifest_stress.jsonl",
    "seeds": "seeds/manifest.jsonl",
}
PASSES = 3
"""Each page is timed so often, and the best is taken; peers are timed once, they are slow."""


@dataclass(frozen=True, slots=True)
class Score:
    """What the evaluator says of one extractor on one set; shares lie in 0..1."""

    name: str
    f1: float
    gov: float | None
    bad: float
    title: float
    date: float
    link_leak: float
    footer_leak: float
    pages_per_second: float
    rss_mb: float


def main() -> None:
    """Print a table for each set."""
    if not EVALUATION.is_dir():
        print(
            "reading: the evaluation set does not stand beside this checkout; `make golden` measures on our specimens"
        )
        return
    for name, manifest in SETS.items():
        print(f"\nreading, {name}: 4-gram F1, shares, pages a second on one core, peak memory")
        print(
            f"{'':18}{'F1':>7}{'gov':>7}{'<.5':>6}{'title':>7}{'date':>7}{'links':>7}{'footer':>8}{'pages/s':>9}{'MB':>6}"
        )
        for score in _scores(manifest):
            print(_row(score), flush=True)


def _scores(manifest: str) -> Iterator[Score]:
    yield _score("policywatch", sys.executable, "crawler:extract_page", manifest, PASSES)
    for peer in PEERS if PEERS_PYTHON.exists() else ():
        yield _score(peer, str(PEERS_PYTHON), f"baseline:{peer}", manifest, 1)


def _score(name: str, python: str, extractor: str, manifest: str, passes: int) -> Score:
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [python, "-W", "ignore", "evaluate.py", "--manifest", manifest, "--extractor", extractor]
        command += ["--speed", str(passes), "--json", file.name]
        environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run(command, cwd=EVALUATION, env=environ, check=True, capture_output=True)
        measured = json.loads(Path(file.name).read_text())["agg"]
    total, speed = measured["ALL"], measured["speed"]
    return Score(
        name=name,
        f1=total["f1"],
        gov=measured["gov"]["f1"] if "gov" in measured else None,
        bad=total["bad"],
        title=total["title"],
        date=total["date"],
        link_leak=total["link"],
        footer_leak=total["line"],
        pages_per_second=speed["pages_s"],
        rss_mb=speed["rss_mb"],
    )


def _row(score: Score) -> str:
    gov = f"{score.gov:7.3f}" if score.gov is not None else f"{'–':>7}"
    return (
        f"{score.name:18}{score.f1:7.3f}{gov}{score.bad:6.2f}{score.title:7.2f}{score.date:7.2f}"
        f"{score.link_leak:7.2f}{score.footer_leak:8.2f}{score.pages_per_second:9.1f}{score.rss_mb:6.0f}"
    )
