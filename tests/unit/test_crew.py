"""Visits run side by side over hosts and one after another within a host."""

import asyncio

from core.model import PageId
from core.source import SourceId
from policywatch.engines.crew import Crew, Errand


def errand(host: str, number: int = 1) -> Errand:
    return Errand(SourceId("s"), f"https://{host}/{number}", PageId(number))


async def test_visits_to_one_host_never_overlap_and_keep_their_order() -> None:
    now, most, order = 0, 0, []

    async def visit(one: Errand) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        order.append(one.url)
        now -= 1

    crew = Crew(visit)
    errands = [errand("a.example", number) for number in range(5)]
    assert crew.send(errands) == 5
    await crew.join()
    assert most == 1
    assert order == [one.url for one in errands]


async def test_a_host_that_hangs_holds_up_nobody_else() -> None:
    hang, served = asyncio.Event(), asyncio.Event()

    async def visit(one: Errand) -> None:
        if one.host == "slow.example":
            await hang.wait()
        else:
            served.set()

    crew = Crew(visit)
    crew.send([errand("slow.example"), errand("quick.example")])
    await asyncio.wait_for(served.wait(), 5)
    hang.set()
    await crew.join()


async def test_errands_to_a_busy_host_are_left_to_be_due_again() -> None:
    hang = asyncio.Event()
    visits = 0

    async def visit(_: Errand) -> None:
        nonlocal visits
        visits += 1
        await hang.wait()

    crew = Crew(visit)
    assert crew.send([errand("a.example")]) == 1
    await asyncio.sleep(0)
    assert crew.send([errand("a.example"), errand("b.example")]) == 1
    hang.set()
    await crew.join()
    assert visits == 2


async def test_no_more_hosts_are_visited_at_once_than_allowed() -> None:
    now, most = 0, 0

    async def visit(_: Errand) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.001)
        now -= 1

    crew = Crew(visit, hosts_at_once=3)
    crew.send([errand(f"h{n}.example") for n in range(12)])
    await crew.join()
    assert most == 3


async def test_stopping_lets_a_visit_end_within_the_grace_and_cancels_it_after() -> None:
    ended: list[str] = []

    async def visit(one: Errand) -> None:
        await asyncio.sleep(0 if one.host == "quick.example" else 60)
        ended.append(one.host)

    crew = Crew(visit)
    crew.send([errand("quick.example"), errand("slow.example")])
    await crew.stop(grace=0.2)
    assert ended == ["quick.example"]
    await crew.join()
