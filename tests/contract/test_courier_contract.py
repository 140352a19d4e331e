"""Every courier keeps the promises of `core.ports.Courier`."""

import io
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from core.errors import DeliveryDelayed, DeliveryRefused
from core.ports import Courier
from notifier.channels.console import Console
from notifier.channels.email import Email
from notifier.channels.webhook import Webhook
from tests.fakes.clocks import HandClock
from tests.fakes.hook import SECRET, Hook, hook_server
from tests.fakes.mailserver import Mailbox, mail_server
from tests.fakes.told import hostile, owed, told


@dataclass
class Bench:
    """A courier with a real receiver.

    Args:
        received: how many messages arrived.
        delay, refuse: make the receiver say not now, or never; a console refuses nothing.
    """

    courier: Courier
    received: Callable[[], int]
    delay: Callable[[], None]
    refuse: Callable[[], None] | None


@asynccontextmanager
async def console_bench() -> AsyncIterator[Bench]:
    stream = io.StringIO()

    yield Bench(Console(stream), lambda: stream.getvalue().count("PolicyWatch 政策观察"), stream.close, None)


@asynccontextmanager
async def email_bench() -> AsyncIterator[Bench]:
    mailbox = Mailbox()

    def delay() -> None:
        mailbox.rcpt = "450 4.2.0 not now"

    def refuse() -> None:
        mailbox.rcpt = "550 5.1.1 never"

    async with mail_server(mailbox) as address:
        environ = {"POLICYWATCH_SMTP_URL": f"smtp://{address}?starttls=0&from=watch@example.org"}
        yield Bench(Email(environ, clock=HandClock()), lambda: len(mailbox.mails), delay, refuse)


@asynccontextmanager
async def webhook_bench() -> AsyncIterator[Bench]:
    hook = Hook()

    def delay() -> None:
        hook.status = 503

    def refuse() -> None:
        hook.status = 410

    async with hook_server(hook) as url:
        courier = Webhook(url, "S", {"S": SECRET}, clock=lambda: datetime.now(UTC), allow_private_networks=True)
        yield Bench(courier, lambda: len(hook.taken), delay, refuse)


Benches = Callable[[], AbstractAsyncContextManager[Bench]]


@pytest.fixture(params=[console_bench, email_bench, webhook_bench])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    benches: Benches = request.param
    async with benches() as ready:
        yield ready


async def test_send_returns_when_the_receiver_has_taken_the_message(bench: Bench) -> None:
    await bench.courier.send(owed())
    assert bench.received() == 1


async def test_one_courier_sends_many_messages(bench: Bench) -> None:
    for number in range(1, 4):
        await bench.courier.send(owed(told(number=number)))
    assert bench.received() == 3


async def test_not_now_is_delayed(bench: Bench) -> None:
    bench.delay()
    with pytest.raises(DeliveryDelayed):
        await bench.courier.send(owed())


async def test_never_is_refused(bench: Bench) -> None:
    if bench.refuse is not None:
        bench.refuse()
        with pytest.raises(DeliveryRefused):
            await bench.courier.send(owed())


async def test_a_hostile_title_is_delivered_once_and_does_no_harm(bench: Bench) -> None:
    await bench.courier.send(owed(hostile()))
    assert bench.received() == 1
