"""The outbox over real channels: a failing one never holds up another, and an outage loses and repeats nothing."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.model import DeliveryState
from core.source import Channel, ChannelType
from notifier.channels import Surroundings, couriers
from policywatch.deliver import deliver
from storage import open_store
from tests.contract.stored import a_read_page
from tests.fakes.clocks import HandClock
from tests.fakes.hook import SECRET, Hook, hook_server
from tests.fakes.mailserver import Mailbox, mail_server
from tests.fakes.outbox import MemoryOutbox
from tests.fakes.told import owed, told

TEAM = Channel(name="team", type=ChannelType.EMAIL, to=("policy@example.org",))


def clock_of_today() -> HandClock:
    """Receivers check the age of a signature against their own clock."""
    return HandClock(datetime.now(UTC))


def around(clock: HandClock) -> Surroundings:
    return Surroundings(clock=clock, allow_private_networks=True)


async def test_mail_goes_out_while_a_webhook_hangs() -> None:
    clock, mailbox, hook = clock_of_today(), Mailbox(expected=5), Hook(hang=asyncio.Event())
    async with mail_server(mailbox) as address, hook_server(hook) as url:
        channels = (TEAM, Channel(name="hook", type=ChannelType.WEBHOOK, url=url, secret_env="S"))
        environ = {"S": SECRET, "POLICYWATCH_SMTP_URL": f"smtp://{address}?starttls=0&from=watch@example.org"}
        outbox = MemoryOutbox(
            [owed(told(number=number), channel=name) for number in range(1, 6) for name in ("hook", "team")]
        )
        road = asyncio.create_task(
            deliver(store=outbox, couriers=couriers(channels, environ, around(clock)), clock=clock)
        )
        async with asyncio.timeout(5):
            await mailbox.full.wait()
        assert not road.done()
        assert hook.taken == []
        assert hook.hang is not None
        hook.hang.set()
        report = await road
    assert report.sent == 10
    assert len(hook.taken) == 5


async def test_a_mail_server_that_was_down_gets_the_mail_once_it_is_up() -> None:
    clock, mailbox = clock_of_today(), Mailbox()
    async with mail_server(mailbox) as address:
        environ = {"POLICYWATCH_SMTP_URL": f"smtp://{address}?starttls=0&from=watch@example.org"}
    made = couriers((TEAM,), environ, around(clock))
    outbox = MemoryOutbox([owed()])
    for _ in range(3):
        report = await deliver(store=outbox, couriers=made, clock=clock)
        assert (report.sent, report.delayed) == (0, 1)
        clock.forward(timedelta(minutes=10))
    async with mail_server(mailbox):
        report = await deliver(store=outbox, couriers=made, clock=clock)
        assert report.sent == 1
        clock.forward(timedelta(days=1))
        await deliver(store=outbox, couriers=made, clock=clock)
    (mail,) = mailbox.mails
    assert mail["Message-ID"] == f"<{owed().delivery.id}@example.org>"
    assert [delivery.state for delivery in outbox.deliveries] == [DeliveryState.SENT]


async def test_an_outage_with_many_messages_loses_and_repeats_nothing_on_a_real_store(tmp_path: Path) -> None:
    clock, mailbox = HandClock(), Mailbox()
    async with mail_server(mailbox) as address:
        environ = {"POLICYWATCH_SMTP_URL": f"smtp://{address}?starttls=0&from=watch@example.org"}
    made = couriers((TEAM,), environ, around(clock))
    store = open_store(f"sqlite:///{tmp_path}/policywatch.db")
    for number in range(12):
        await a_read_page(store, url=f"https://www.example.gov.cn/content/post_{number}.html")
    for _ in range(4):
        report = await deliver(store=store, couriers=made, clock=clock)
        assert (report.sent, report.delayed) == (0, 12)
        assert {delivery.state for delivery in await store.deliveries()} == {DeliveryState.OWED}
        clock.forward(timedelta(minutes=15))
    async with mail_server(mailbox):
        await deliver(store=store, couriers=made, clock=clock)
        clock.forward(timedelta(days=1))
        await deliver(store=store, couriers=made, clock=clock)
    owed_ids = {f"<{delivery.id}@example.org>" for delivery in await store.deliveries(state=DeliveryState.SENT)}
    await store.close()
    assert len(owed_ids) == 12
    assert sorted(mail["Message-ID"] for mail in mailbox.mails) == sorted(owed_ids)


async def test_a_secret_that_is_set_later_lets_what_waited_go_out() -> None:
    clock, mailbox = clock_of_today(), Mailbox()
    environ: dict[str, str] = {}
    made = couriers((TEAM,), environ, around(clock))
    outbox = MemoryOutbox([owed()])
    await deliver(store=outbox, couriers=made, clock=clock)
    assert [delivery.state for delivery in outbox.deliveries] == [DeliveryState.OWED]
    clock.forward(timedelta(minutes=2))
    async with mail_server(mailbox) as address:
        environ["POLICYWATCH_SMTP_URL"] = f"smtp://{address}?starttls=0&from=watch@example.org"
        await deliver(store=outbox, couriers=made, clock=clock)
    assert len(mailbox.mails) == 1
