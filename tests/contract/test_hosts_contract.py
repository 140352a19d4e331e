"""Turns at hosts: one request at a time, whoever asks, and the pause between two."""

import asyncio
from datetime import UTC, datetime, timedelta

from core.model import Busy, Shut, Taken
from core.ports import Store
from tests.fakes.nouns import NOW

HOST = "www.example.gov.cn:443"
SECOND = timedelta(seconds=1)
LEASE = 30 * SECOND


class TestTurns:
    async def test_the_first_who_asks_gets_the_turn_and_the_next_waits_for_its_end(self, store: Store) -> None:
        taken = await store.take_turn(HOST, NOW, SECOND, LEASE)
        assert taken == Taken(NOW + LEASE)
        assert await store.take_turn(HOST, NOW + SECOND, SECOND, LEASE) == Busy(NOW + LEASE, in_flight=True)
        await store.end_turn(HOST, taken, NOW + 3 * SECOND, 2 * SECOND)
        assert await store.take_turn(HOST, NOW + 4 * SECOND, SECOND, LEASE) == Busy(NOW + 5 * SECOND)
        assert isinstance(await store.take_turn(HOST, NOW + 5 * SECOND, SECOND, LEASE), Taken)

    async def test_another_host_waits_for_nobody(self, store: Store) -> None:
        await store.take_turn(HOST, NOW, SECOND, LEASE)
        assert isinstance(await store.take_turn("www.example.gov.cn:80", NOW, SECOND, LEASE), Taken)

    async def test_who_asks_for_the_longer_pause_gets_it_whichever_of_the_two_it_is(self, store: Store) -> None:
        taken = await store.take_turn(HOST, NOW, SECOND, LEASE)
        assert isinstance(taken, Taken)
        await store.end_turn(HOST, taken, NOW, SECOND)
        assert await store.take_turn(HOST, NOW + SECOND, 10 * SECOND, LEASE) == Busy(NOW + 10 * SECOND)
        again = await store.take_turn(HOST, NOW + SECOND, SECOND, LEASE)
        assert isinstance(again, Taken)
        await store.end_turn(HOST, again, NOW + SECOND, 10 * SECOND)
        assert await store.take_turn(HOST, NOW + 2 * SECOND, SECOND, LEASE) == Busy(NOW + 11 * SECOND)

    async def test_a_turn_whose_process_died_is_over_with_its_lease(self, store: Store) -> None:
        dead = await store.take_turn(HOST, NOW, SECOND, LEASE)
        assert isinstance(dead, Taken)
        heir = await store.take_turn(HOST, NOW + LEASE, SECOND, LEASE)
        assert heir == Taken(NOW + 2 * LEASE)
        await store.end_turn(HOST, dead, NOW + LEASE + SECOND, SECOND)
        assert await store.take_turn(HOST, NOW + LEASE + 5 * SECOND, SECOND, LEASE) == Busy(heir.until, in_flight=True)

    async def test_of_many_who_ask_at_once_one_gets_it(self, store: Store) -> None:
        turns = await asyncio.gather(*(store.take_turn(HOST, NOW, SECOND, LEASE) for _ in range(8)))
        assert sum(isinstance(turn, Taken) for turn in turns) == 1


class TestSilence:
    async def test_a_host_that_wants_silence_is_asked_nothing_until_it_is_over(self, store: Store) -> None:
        taken = await store.take_turn(HOST, NOW, SECOND, LEASE)
        assert isinstance(taken, Taken)
        await store.shut(HOST, NOW + 60 * SECOND)
        await store.end_turn(HOST, taken, NOW + SECOND, SECOND)
        assert await store.take_turn(HOST, NOW + 59 * SECOND, SECOND, LEASE) == Shut(NOW + 60 * SECOND)
        assert isinstance(await store.take_turn(HOST, NOW + 60 * SECOND, SECOND, LEASE), Taken)

    async def test_the_longer_of_two_silences_counts(self, store: Store) -> None:
        await store.shut(HOST, NOW + 60 * SECOND)
        await store.shut(HOST, NOW + 30 * SECOND)
        assert await store.take_turn(HOST, NOW + 45 * SECOND, SECOND, LEASE) == Shut(NOW + 60 * SECOND)


class TestForgetting:
    async def test_hosts_that_nobody_asks_are_forgotten_and_those_that_are_shut_are_not(self, store: Store) -> None:
        for host in ("idle:80", "asked:80"):
            taken = await store.take_turn(host, NOW if host == "idle:80" else NOW + LEASE, SECOND, LEASE)
            assert isinstance(taken, Taken)
            await store.end_turn(host, taken, taken.until, SECOND)
        await store.shut("shut:80", NOW + 100 * LEASE)
        assert await store.forget_hosts(NOW + LEASE + SECOND) == 1
        assert isinstance(await store.take_turn("idle:80", NOW, SECOND, LEASE), Taken)
        assert await store.take_turn("shut:80", NOW, SECOND, LEASE) == Shut(NOW + 100 * LEASE)


async def test_the_clock_that_all_go_by_is_about_right(store: Store) -> None:
    before = datetime.now(UTC)
    shown = await store.time()
    assert abs(shown - before) < timedelta(minutes=5)
    assert shown <= await store.time()
