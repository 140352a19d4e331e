"""Every courier keeps the promises of `core.ports.Courier`."""

from collections.abc import AsyncIterator, Iterator

import pytest

from core.errors import DeliveryDelayed, DeliveryError, DeliveryRefused
from core.model import Dispatch
from core.source import ChannelType
from tests.contract.benches import EVERY, Bench
from tests.fakes.dispatches import alarm, digest, harmful
from tests.fakes.told import letter, told

REFUSING = [kind for kind in ChannelType if kind not in (ChannelType.APPRISE, ChannelType.CONSOLE, ChannelType.FILE)]
"""Those whose receivers can say never."""

WITH_IDS = [ChannelType.EMAIL, ChannelType.FILE, ChannelType.WEBHOOK]
"""Those whose medium knows a message by an id."""


@pytest.fixture(params=list(ChannelType))
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    kind: ChannelType = request.param
    async with EVERY[kind]() as ready:
        yield ready


@pytest.mark.parametrize("dispatch", [letter(), digest(), alarm()], ids=["change", "digest", "alarm"])
async def test_send_returns_when_the_receiver_has_taken_the_message(bench: Bench, dispatch: Dispatch) -> None:
    await bench.courier.send(dispatch)
    assert len(bench.received()) == 1


async def test_one_courier_sends_many_messages(bench: Bench) -> None:
    for number in range(1, 4):
        await bench.courier.send(letter(told(number=number)))
    assert len(bench.received()) == 3


@pytest.mark.parametrize("dispatch", [letter(), digest(), alarm()], ids=["change", "digest", "alarm"])
async def test_not_now_is_delayed(bench: Bench, dispatch: Dispatch) -> None:
    bench.delay()
    with pytest.raises(DeliveryDelayed):
        await bench.courier.send(dispatch)


@pytest.mark.parametrize("bench", REFUSING, indirect=True)
async def test_never_is_refused(bench: Bench) -> None:
    assert bench.refuse is not None
    bench.refuse()
    with pytest.raises(DeliveryRefused):
        await bench.courier.send(letter())


@pytest.mark.parametrize("bench", WITH_IDS, indirect=True)
async def test_what_is_sent_again_has_the_same_id(bench: Bench) -> None:
    assert bench.ids is not None
    for dispatch in (letter(), digest(), alarm()):
        await bench.courier.send(dispatch)
        await bench.courier.send(dispatch)
    ids = bench.ids()
    assert ids[::2] == ids[1::2]
    assert len(set(ids)) == 3


async def test_what_a_page_says_is_delivered_once_and_does_no_harm(bench: Bench) -> None:
    await bench.courier.send(letter(harmful()))
    (arrived,) = bench.received()
    assert "\nBcc:" not in arrived
    assert "通知" in arrived


async def test_no_fault_repeats_a_secret(bench: Bench) -> None:
    for spoil in filter(None, (bench.delay, bench.refuse)):
        spoil()
        with pytest.raises(DeliveryError) as fault:
            await bench.courier.send(letter())
        told_of = " ".join(f"{one} {one!r} {vars(one)}" for one in chain(fault.value)) + repr(bench.courier)
        assert [secret for secret in bench.secrets if secret in told_of] == []


def chain(fault: BaseException | None) -> Iterator[BaseException]:
    """A fault and whatever caused it."""
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__
