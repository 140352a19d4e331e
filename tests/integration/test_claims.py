"""Claims where others write meanwhile, and where more waits than is looked at."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, text

from core.deadlines import next_reminder
from core.model import Dates, DeliveryState
from core.ports import Store
from core.source import Allowance, Configuration
from policywatch.remind import remind
from policywatch.wiring import Watch
from storage import claims, open_store
from tests.contract.postgres import emptied_database
from tests.contract.stored import HOUR, a_change, a_delivery, a_listed_page, a_source, a_verdict, a_version
from tests.fakes.clocks import HandClock
from tests.fakes.nouns import NOW
from tests.fakes.scripted_web import ScriptedWeb

MINUTE = timedelta(minutes=1)


async def owed(store: Store, count: int, gather: str | None) -> None:
    """Changes of so many pages, each told to one recipient."""
    for number in range(count):
        page = await a_listed_page(store, url=f"/{gather}/{number}")
        change = a_change(page, 1, after=1)
        made = replace(a_delivery(change), gather=gather)
        await store.commit(page, replace(a_verdict(page, a_version(1), change), deliveries=(made,)))


async def test_what_is_taken_back_while_a_letter_is_gathered_does_not_travel_in_it() -> None:
    url = emptied_database()
    store, engine = open_store(url), create_engine(url)
    await owed(store, 2, "daily")
    with engine.begin() as other:
        taken_back = "UPDATE delivery SET state = 'failed', claimable_at = NULL WHERE page_id = :last"
        last = other.scalar(text("SELECT max(page_id) FROM delivery"))
        assert other.execute(text(taken_back), {"last": last}).rowcount == 1
        claiming = asyncio.create_task(store.claim(NOW + HOUR, HOUR, 10))
        await asyncio.sleep(0.5)
    (letter,) = await claiming
    assert len(letter.owed) == 1
    assert sorted(one.state for one in await store.deliveries()) == [DeliveryState.CLAIMED, DeliveryState.FAILED]
    engine.dispose()
    await store.close()


async def test_a_letter_is_never_sent_in_part_however_much_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(emptied_database())
    await owed(store, 6, None)
    guard = {"team": Allowance(1, HOUR)}
    (letter,) = await store.claim(NOW + HOUR, MINUTE, 10, allowances=guard)
    assert len(letter.owed) == 6
    monkeypatch.setattr(claims, "_WAITING", claims._WAITING.limit(4))
    monkeypatch.setattr(claims, "MOST_WAITING", 4)
    (again,) = await store.claim(NOW + 2 * HOUR, MINUTE, 10, allowances=guard)
    assert (again.id, len(again.owed)) == (letter.id, 6)
    await store.close()


async def test_a_version_that_is_damaged_keeps_back_only_what_speaks_of_it() -> None:
    url = emptied_database()
    store, engine = open_store(url), create_engine(url)
    await owed(store, 3, None)
    with engine.begin() as other:
        other.execute(text("UPDATE version SET document = 'x' WHERE page_id = (SELECT min(page_id) FROM delivery)"))
    assert len(await store.claim(NOW + HOUR, HOUR, 10)) == 2
    (given_up,) = await store.deliveries(state=DeliveryState.FAILED)
    assert "version 1 of page" in (given_up.last_error or "")
    assert "restore a backup" in (given_up.last_error or "")
    assert [late.failed for late in await store.undelivered(NOW + HOUR)] == [1]
    engine.dispose()
    await store.close()


async def test_a_page_that_is_damaged_keeps_back_no_deadline_of_another(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'policywatch.db'}"
    store, engine = open_store(url), create_engine(url)
    clock = HandClock(NOW)
    watch = Watch(Configuration(sources=(a_source(),)), store, ScriptedWeb(), {}, clock)
    await watch.apply(watch.config)
    for number in range(2):
        page = await a_listed_page(store, url=f"/{number}")
        base = a_version(1)
        dated = replace(base, document=replace(base.document, dates=Dates(deadline=(NOW + timedelta(days=30)).date())))
        verdict, upcoming = (
            a_verdict(page, dated),
            next_reminder(dated.document, NOW, zone=ZoneInfo(a_source().pace.timezone)),
        )
        assert upcoming is not None
        clock.now = upcoming[0] + HOUR
        await store.commit(page, replace(verdict, page=replace(verdict.page, remind_at=upcoming[0])))
    with engine.begin() as other:
        other.execute(text("UPDATE version SET document = x'00' WHERE page_id = (SELECT min(page_id) FROM version)"))
    assert len(await remind(watch)) == 1
    engine.dispose()
    await store.close()
