"""When people are told, through the whole service: digests, quiet hours, storms, and one recipient who is refused."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path

from core.model import DeliveryState
from policywatch.deliver import drain
from policywatch.round import run_round
from policywatch.wiring import Watch, open_watch, read_configuration
from tests.e2e.village import DAY_ONE, Village, village
from tests.fakes.clocks import HandClock
from tests.fakes.mailserver import Mailbox, mail_server

HOUR = timedelta(hours=1)

CONFIG = """\
version: 1
settings: {{allow_private_networks: true, hold: 0s}}
defaults: {{every: 1h, delay: 0s, recheck: 1h}}
sources:
  - {{id: village, name: 村政府, url: "{site}/list/", kind: list, include: "/content/post_"}}
channels:
  team: {channel}
rules:
  - {{name: all, send_to: [team]{when}}}
"""


def configure(place: Village, channel: str, when: str = "") -> None:
    """Write another sources.yaml."""
    place.config.write_text(CONFIG.format(site=place.site.url, channel=channel, when=when), encoding="utf-8")


async def look(watch: Watch, clock: HandClock, now: datetime) -> None:
    """One round at a time."""
    clock.now = now
    await run_round(watch, list(watch.sources), every_page=True)


def opened(place: Village, database: Path, clock: HandClock) -> AbstractAsyncContextManager[Watch]:
    """A watch over the village with the clock."""
    config = read_configuration(place.config, place.environ)
    return open_watch(config, f"sqlite:///{database}", place.environ, clock)


async def test_a_digest_tells_everything_of_a_day_in_one_mail_at_nine(tmp_path: Path) -> None:
    async with village(tmp_path) as place:
        configure(place, "{type: email, to: [policy@example.org]}", ', when: {digest: "0 9 * * *"}')
        clock = HandClock(DAY_ONE)
        async with opened(place, tmp_path / "p.db", clock) as watch:
            await look(watch, clock, DAY_ONE)
            place.publish(4, 3, 2, 1)
            place.write(1, "第1条 资助金额最高为800万元。")
            await look(watch, clock, DAY_ONE + 3 * HOUR)
            assert place.mail.mails == []
            clock.now = DAY_ONE + 24 * HOUR - timedelta(seconds=1)  # one o'clock UTC is nine in Shanghai
            await drain(watch)
            assert place.mail.mails == []
            clock.now = DAY_ONE + 24 * HOUR
            await drain(watch)
        (mail,) = place.mail.mails
        text = mail.get_body(("plain",))
        assert text is not None
        assert all(f"关于印发第{number}号办法的通知" in text.get_content() for number in (1, 3, 4))


async def test_quiet_hours_hold_what_is_found_in_them_and_then_deliver_it(tmp_path: Path) -> None:
    async with village(tmp_path) as place:
        configure(place, '{type: email, to: [policy@example.org], quiet: "20:00-08:00"}')
        clock = HandClock(DAY_ONE)
        async with opened(place, tmp_path / "p.db", clock) as watch:
            await look(watch, clock, DAY_ONE)
            place.publish(3, 2, 1)
            await look(watch, clock, DAY_ONE + 13 * HOUR)  # ten in the evening
            assert place.mail.mails == []
            clock.now = DAY_ONE + 23 * HOUR
            await drain(watch)
        assert len(place.mail.mails) == 1


async def test_a_storm_comes_as_one_mail(tmp_path: Path) -> None:
    async with village(tmp_path) as place:
        configure(place, "{type: email, to: [policy@example.org], at_most: {messages: 3, per: 1h}}")
        clock = HandClock(DAY_ONE)
        async with opened(place, tmp_path / "p.db", clock) as watch:
            await look(watch, clock, DAY_ONE)
            place.publish(*range(9, 0, -1))
            await look(watch, clock, DAY_ONE + 3 * HOUR)
            deliveries = await watch.store.deliveries(state=DeliveryState.SENT)
        (mail,) = place.mail.mails
        assert len(deliveries) == 7
        assert {str(mail["Message-ID"])} == {f"<{one.letter}@example.org>" for one in deliveries}


async def test_one_recipient_who_is_refused_does_not_repeat_the_mail_of_the_two_others(tmp_path: Path) -> None:
    mailbox = Mailbox(rcpts={"b@example.org": "550 5.1.1 no such user"})
    async with village(tmp_path) as place, mail_server(mailbox) as address:
        place.environ["POLICYWATCH_SMTP_URL"] = f"smtp://{address}?starttls=0&from=watch@example.org"
        configure(place, "{type: email, to: [a@example.org, b@example.org, c@example.org]}")
        clock = HandClock(DAY_ONE)
        async with opened(place, tmp_path / "p.db", clock) as watch:
            await look(watch, clock, DAY_ONE)
            place.publish(3, 2, 1)
            for hours in (3, 4, 30):
                await look(watch, clock, DAY_ONE + hours * HOUR)
            by_state = {one.recipient: one.state for one in await watch.store.deliveries()}
            (failed,) = await watch.store.deliveries(state=DeliveryState.FAILED)
        assert by_state == {
            "a@example.org": DeliveryState.SENT,
            "b@example.org": DeliveryState.FAILED,
            "c@example.org": DeliveryState.SENT,
        }
        assert sorted(str(mail["To"]) for mail in mailbox.mails) == ["a@example.org", "c@example.org"]
        assert "no such user" in (failed.last_error or "")
