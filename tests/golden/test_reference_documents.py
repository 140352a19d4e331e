"""The five reference documents, set in HTML twice, are read rightly; so are the real pages beside the checkout."""

import importlib.util
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest

from crawler import extract_page

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "eval"
FLOORS = {"seeds/manifest.jsonl": 0.99, "real/manifest.jsonl": 0.985, "real/manifest_stress.jsonl": 0.975}
"""Mean 4-gram F1 of the text; a floor may only rise."""

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared beside the checkout")]


@cache
def _evaluation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluate", SHARED / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _scores(manifest: str) -> Iterator[dict[str, object]]:
    path = SHARED / manifest
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        page = extract_page((path.parent / row["html_path"]).read_bytes(), row.get("url"))
        yield cast("dict[str, object]", _evaluation().score(row, page))


def test_every_reference_document_is_read_rightly() -> None:
    for score in _scores("seeds/manifest.jsonl"):
        assert cast("float", score["f1"]) >= 0.95, score
        assert score.get("title", True), score
        assert score.get("date", True), score
        assert not score["link_leak"], score


@pytest.mark.slow
@pytest.mark.parametrize("manifest", FLOORS)
def test_the_quality_of_reading_does_not_fall(manifest: str) -> None:
    scores = [cast("float", score["f1"]) for score in _scores(manifest)]
    assert sum(scores) / len(scores) >= FLOORS[manifest]
