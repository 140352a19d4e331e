"""A file of many sources is read beside the event loop, where requests and heartbeats go on."""

import asyncio
from pathlib import Path

from core.source import Configuration
from policywatch.engines.daemon import Reloading

MANY = 1_000


async def test_reading_many_sources_does_not_stop_what_is_under_way(tmp_path: Path) -> None:
    path, applied = tmp_path / "sources.yaml", list[Configuration]()
    rows = [f'  - {{id: s{number}, name: 源, url: "https://h{number}.example.gov.cn/"}}' for number in range(MANY)]
    path.write_text("version: 1\nsources:\n" + "\n".join(rows) + "\n", encoding="utf-8")

    async def apply(config: Configuration) -> None:
        applied.append(config)

    now = asyncio.get_running_loop().time
    begun, reloading = now(), asyncio.create_task(Reloading(path, {}, apply).reload())
    beats = 0
    while not reloading.done():
        await asyncio.sleep(0.05)
        beats += 1
    assert [len(config.sources) for config in applied] == [MANY]
    assert beats > (now() - begun) / 0.5
