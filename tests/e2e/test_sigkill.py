"""Killed at any effect of the main road, or inside any transaction: nothing is lost, nothing is told anew."""

import asyncio
import json
import multiprocessing
import shutil
import signal
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.model import DeliveryState
from storage import open_store
from tests.e2e.killable import Life, Where, live
from tests.e2e.village import DAY_ONE, Village, village

DAY_TWO = DAY_ONE + timedelta(days=1)
LATER = DAY_TWO + timedelta(hours=2)
"""After every lease and every back-off of the round that was killed."""

MOST = 200


async def run(place: Village, database: Path, now: datetime, where: Where = Where.EFFECT, end: int = 0) -> int:
    """One life of the process; its exit code."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.e2e.killable"])
    process = context.Process(target=live, args=(Life(place.config, database, place.environ, now, where, end),))
    process.start()
    await asyncio.to_thread(process.join)
    return process.exitcode if process.exitcode is not None else -1


async def expect_all_told_once(place: Village, database: Path, when: str) -> None:
    """The two changes are stored once, sent to both recipients, under one id each."""
    store = open_store(f"sqlite:///{database}")
    try:
        told = await store.changes()
        deliveries = await store.deliveries()
    finally:
        await store.close()
    kinds = Counter(one.change.kind.value for one in told)
    assert kinds == {"new": 1, "edited": 1}, when
    assert Counter(one.state for one in deliveries) == {DeliveryState.SENT: 4}, when
    hooks = {one.id for one in deliveries if one.channel == "hook"}
    mails = {f"<{one.id}@" for one in deliveries if one.channel == "team"}
    assert set(place.hook.taken) == hooks, when
    assert {json.loads(body)["id"] for body in place.hook.taken.values()} == {one.change.id for one in told}, when
    seen = {str(mail["Message-ID"]) for mail in place.mail.mails}
    assert len(seen) == 2, when
    assert all(any(one.startswith(start) for start in mails) for one in seen), when


@pytest.mark.slow
@pytest.mark.parametrize("where", list(Where))
async def test_a_kill_at_any_point_loses_nothing_and_tells_nothing_anew(tmp_path: Path, where: Where) -> None:
    async with village(tmp_path) as place:
        baseline = tmp_path / "baseline.db"
        assert await run(place, baseline, DAY_ONE) == 0
        place.publish(3, 2, 1)
        place.write(1, "第1条 资助金额最高为800万元。")
        kills, database = 0, baseline
        for end in range(1, MOST):
            database = tmp_path / f"{where}-{end}.db"
            shutil.copy(baseline, database)
            place.mail.mails.clear()
            place.hook.taken.clear()
            code = await run(place, database, DAY_TWO, where, end)
            if code == 0:
                break
            assert code == -signal.SIGKILL
            kills += 1
            assert await run(place, database, LATER) == 0
            await expect_all_told_once(place, database, f"killed at {where} {end}")
        await expect_all_told_once(place, database, "never killed")
        assert 10 < kills < MOST - 1
