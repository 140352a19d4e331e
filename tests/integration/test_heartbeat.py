"""The daemon says that it is alive from its first moment on, and `/ready` believes it."""

import asyncio
from pathlib import Path

from core.source import Configuration
from policywatch.engines.embedded import HEART, Embedded
from policywatch.wiring import Watch
from tests.fakes.memory_store import MemoryStore
from tests.fakes.nouns import NOW
from tests.fakes.scripted_web import ScriptedWeb
from web.readiness import looked


async def test_the_scheduler_beats_as_soon_as_it_runs(tmp_path: Path) -> None:
    store = MemoryStore()
    watch = Watch(Configuration(), store, ScriptedWeb(), {}, lambda: NOW)
    assert not (await looked(store, NOW)).ok
    engine = Embedded(watch, tmp_path / "sources.yaml")
    running = asyncio.create_task(engine.run())
    async with asyncio.timeout(30):
        while not store.alive:  # noqa: ASYNC110 - a store tells nobody
            await asyncio.sleep(0.01)
        engine.stop()
        await running
    assert store.alive == {HEART: NOW}
    assert (await looked(store, NOW)).ok
