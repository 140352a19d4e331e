"""What one channel does not deliver is told by another, once an outage."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import DeliveryDelayed
from core.model import Alarm, DeliveryState, Dispatch
from core.source import Channel, ChannelType, Configuration, Settings
from policywatch.alarm import AGAIN, sound_alarms, tellers
from policywatch.deliver import drain
from policywatch.wiring import Watch
from storage import open_store
from tests.contract.stored import a_read_page
from tests.fakes.clocks import HandClock
from tests.fakes.nouns import NOW
from tests.fakes.scripted_web import ScriptedWeb

TEAM, OPS, HOOK = (Channel(name=name, type=ChannelType.CONSOLE) for name in ("team", "ops", "hook"))
HOUR = timedelta(hours=1)


@dataclass
class Line:
    """A courier that takes everything, or nothing while it is `down`."""

    down: bool = False
    taken: list[Dispatch] = field(default_factory=list)

    async def send(self, dispatch: Dispatch) -> None:
        """Take it, unless it is down."""
        if self.down:
            raise DeliveryDelayed("connection refused")
        self.taken.append(dispatch)


@dataclass
class Scene:
    """A watch over a real store, with one delivery owed to `team`, which is down."""

    watch: Watch
    clock: HandClock
    team: Line
    ops: Line


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    clock, team, ops = HandClock(NOW), Line(down=True), Line()
    store = open_store(f"sqlite:///{tmp_path}/policywatch.db")
    config = Configuration(channels=(TEAM, OPS))
    watch = Watch(config, store, ScriptedWeb(), {}, clock, couriers={"team": team, "ops": ops})
    await a_read_page(store)
    await drain(watch)
    yield Scene(watch, clock, team, ops)
    await store.close()


async def test_nobody_is_told_before_an_hour_is_over(scene: Scene) -> None:
    scene.clock.forward(HOUR - timedelta(seconds=1))
    assert await sound_alarms(scene.watch) == []
    assert scene.ops.taken == []


async def test_another_channel_is_told_once_what_waits_since_when_and_why(scene: Scene) -> None:
    scene.clock.forward(HOUR)
    await sound_alarms(scene.watch)
    await sound_alarms(scene.watch)
    (alarm,) = scene.ops.taken
    assert isinstance(alarm, Alarm)
    assert (alarm.backlog.channel, alarm.backlog.deliveries, alarm.backlog.since) == ("team", 1, NOW)
    assert alarm.backlog.why is not None
    assert "connection refused" in alarm.backlog.why


async def test_an_outage_that_lasts_is_told_again_every_day_under_the_same_id(scene: Scene) -> None:
    scene.clock.forward(HOUR)
    await sound_alarms(scene.watch)
    scene.clock.forward(AGAIN)
    await sound_alarms(scene.watch)
    assert len(scene.ops.taken) == 2
    assert len({alarm.id for alarm in scene.ops.taken}) == 1


async def test_the_next_outage_is_told_anew(scene: Scene) -> None:
    scene.clock.forward(HOUR)
    await sound_alarms(scene.watch)
    scene.team.down = False
    scene.clock.forward(HOUR)
    await drain(scene.watch)
    assert await sound_alarms(scene.watch) == []
    assert await scene.watch.store.alarms() == {}
    scene.team.down = True
    await a_read_page(scene.watch.store, url="/another")
    await drain(scene.watch)
    scene.clock.forward(HOUR)
    assert len(await sound_alarms(scene.watch)) == 1


async def test_an_alarm_that_nobody_took_is_tried_again(scene: Scene) -> None:
    scene.ops.down = True
    scene.clock.forward(HOUR)
    assert await sound_alarms(scene.watch) == []
    scene.ops.down = False
    assert len(await sound_alarms(scene.watch)) == 1


async def test_what_was_given_up_is_told_too(scene: Scene) -> None:
    (owed,) = await scene.watch.store.deliveries()
    (letter,) = await scene.watch.store.claim(NOW + HOUR, HOUR, 1)
    failed = replace(letter.owed[0].delivery, state=DeliveryState.FAILED, settled_at=NOW, last_error="550 no such user")
    await scene.watch.store.settle([failed])
    scene.clock.forward(HOUR)
    (alarm,) = await sound_alarms(scene.watch)
    assert (alarm.backlog.failed, alarm.backlog.why) == (1, "550 no such user")
    assert owed.id == failed.id


def test_the_settings_say_who_tells_else_the_first_other_channel() -> None:
    assert tellers(Configuration(channels=(TEAM, OPS, HOOK)), "team") == (OPS,)
    named = Configuration(channels=(TEAM, OPS, HOOK), settings=Settings(alarm=("hook", "team")))
    assert tellers(named, "team") == (HOOK,)
    assert tellers(named, "hook") == (TEAM,)
    assert tellers(Configuration(channels=(TEAM,)), "team") == ()
