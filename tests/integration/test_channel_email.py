"""Mail against a real server: what arrives, what is tried again, what never is."""

import asyncio
import socket
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import DeliveryDelayed, DeliveryRefused
from core.model import PolicyId, digest_of
from notifier.channels.email import Email
from notifier.render import Style
from tests.fakes.certificate import Certificate, make_certificate
from tests.fakes.clocks import HandClock
from tests.fakes.dispatches import alarm, digest
from tests.fakes.mailserver import Mailbox, mail_server
from tests.fakes.nouns import URL
from tests.fakes.told import AFTER, BEFORE, hostile, letter, state, told


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def courier(address: str, *, options: str = "starttls=0", login: str = "", scheme: str = "smtp") -> Email:
    return Email(environment(address, options=options, login=login, scheme=scheme), clock=HandClock())


def environment(address: str, *, options: str, login: str = "", scheme: str = "smtp") -> dict[str, str]:
    return {"POLICYWATCH_SMTP_URL": f"{scheme}://{login}{address}?from=watch@example.org&{options}".rstrip("&")}


async def test_a_mail_arrives_as_text_and_html_with_what_mail_programs_need() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as address:
        await courier(address).send(letter())
    (mail,) = mailbox.mails
    assert mail["Subject"] == "[PolicyWatch] edited 修改: 关于印发办法的通知 — 某市卫生健康委员会"
    assert mail["From"] == "PolicyWatch <watch@example.org>"
    assert mail["To"] == "policy@example.org"
    assert mail["Message-ID"] == f"<{letter().id}@example.org>"
    assert mail["Date"] == "Mon, 02 Mar 2026 01:00:00 +0000"
    assert mail["List-Id"] == "PolicyWatch rule <rule.policywatch.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "+ 第二条 最高奖励800万元。" in text.get_content()
    assert "<ins" in html.get_content()
    assert mailbox.envelopes[0].rcpt_tos == ["policy@example.org"]
    assert mailbox.envelopes[0].mail_from == "watch@example.org"


async def test_a_hostile_title_adds_no_header_and_no_recipient() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as address:
        await courier(address).send(letter(hostile()))
    (mail,) = mailbox.mails
    assert mail["Bcc"] is None
    assert mailbox.envelopes[0].rcpt_tos == ["policy@example.org"]
    assert "Bcc: evil@example[.]org" in mail["Subject"]


async def test_a_mail_that_is_sent_twice_has_one_message_id() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as address:
        for _ in range(2):
            await courier(address).send(letter())
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 1


async def test_with_starttls_the_password_and_the_mail_go_over_tls(certificate: Certificate) -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox, starttls=certificate.server(), login=True) as address:
        environ = environment(address, options="starttls=1", login="watch:p%40ss@")
        await Email(environ, clock=HandClock(), tls=certificate.client()).send(letter())
    assert mailbox.over_tls == [True]
    assert mailbox.logins == [b"watch"]


async def test_tls_from_the_first_byte_is_spoken_to_smtps(certificate: Certificate) -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox, tls=certificate.server()) as address:
        environ = environment(address, options="", scheme="smtps")
        await Email(environ, clock=HandClock(), tls=certificate.client()).send(letter())
    assert len(mailbox.mails) == 1


async def test_a_wrong_password_delays_because_it_can_be_mended(certificate: Certificate) -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox, starttls=certificate.server(), login=True) as address:
        environ = environment(address, options="starttls=1", login="watch:wrong@")
        with pytest.raises(DeliveryDelayed, match="535"):
            await Email(environ, clock=HandClock(), tls=certificate.client()).send(letter())
    assert mailbox.mails == []


@pytest.mark.parametrize(("scheme", "options"), [("smtp", "starttls=1"), ("smtps", "")])
async def test_a_certificate_that_nobody_vouches_for_delays_with_a_clear_sentence(
    certificate: Certificate, scheme: str, options: str
) -> None:
    context = certificate.server()
    starttls, tls = (context, None) if scheme == "smtp" else (None, context)
    async with mail_server(Mailbox(), starttls=starttls, tls=tls) as address:
        with pytest.raises(DeliveryDelayed, match=r"certificate of 127\.0\.0\.1 cannot be verified .*SSL_CERT_FILE"):
            await courier(address, options=options, scheme=scheme).send(letter())


async def test_a_server_without_the_starttls_that_was_asked_for_gets_no_mail() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as address:
        with pytest.raises(DeliveryDelayed, match="STARTTLS"):
            await courier(address, options="starttls=1").send(letter())
    assert mailbox.mails == []


@pytest.mark.parametrize(("rcpt", "data"), [("450 4.2.1 greylisted", None), (None, "451 4.3.0 try later")])
async def test_a_4xx_answer_delays(rcpt: str | None, data: str | None) -> None:
    async with mail_server(Mailbox(rcpt=rcpt, data=data)) as address:
        with pytest.raises(DeliveryDelayed, match=(rcpt or data or "")[:3]):
            await courier(address).send(letter())


@pytest.mark.parametrize(("rcpt", "data"), [("550 5.1.1 no such user", None), (None, "554 5.7.1 looks like spam")])
async def test_a_5xx_answer_refuses(rcpt: str | None, data: str | None) -> None:
    async with mail_server(Mailbox(rcpt=rcpt, data=data)) as address:
        with pytest.raises(DeliveryRefused, match=(rcpt or data or "")[:3]):
            await courier(address).send(letter())


async def test_a_server_that_wants_a_login_first_delays() -> None:
    async with mail_server(Mailbox(rcpt="530 5.7.0 authentication required")) as address:
        with pytest.raises(DeliveryDelayed, match="530"):
            await courier(address).send(letter())


async def test_a_server_that_is_down_delays() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(DeliveryDelayed, match=f"127.0.0.1:{port}"):
        await courier(f"127.0.0.1:{port}").send(letter())


async def test_a_server_that_says_nothing_delays() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environ = environment(f"127.0.0.1:{silent.getsockname()[1]}", options="starttls=0")
        slow = Email(environ, clock=HandClock(), timeout=timedelta(milliseconds=100))
        with pytest.raises(DeliveryDelayed, match="did not answer"):
            await slow.send(letter())


@pytest.mark.parametrize("recipient", ["", "nobody", "a@b\nBcc: c@example.org", "a@example.org, b@example.org", "a@"])
async def test_a_recipient_that_is_no_address_is_refused_before_anybody_is_asked(recipient: str) -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as address:
        with pytest.raises(DeliveryRefused, match="not an address"):
            await courier(address).send(letter(recipient=recipient))
    assert mailbox.attempts == 0


async def test_a_sender_that_is_no_address_delays_because_it_can_be_mended() -> None:
    environ = {"POLICYWATCH_SMTP_URL": "smtp://127.0.0.1?from=@"}
    with pytest.raises(DeliveryDelayed, match="POLICYWATCH_SMTP_URL"):
        await Email(environ, clock=HandClock()).send(letter(told()))


async def test_all_mails_of_a_policy_are_one_thread_and_each_is_itself() -> None:
    policy = PolicyId("pol_" + "a" * 24)
    changes = [
        replace(told(number=number), change=replace(told(number=number).change, policy_id=policy)) for number in (1, 2)
    ]
    mailbox = Mailbox()
    async with mail_server(mailbox) as address:
        for change in changes:
            await courier(address).send(letter(change))
    assert {mail["References"] for mail in mailbox.mails} == {f"<{policy}@example.org>"}
    assert {mail["In-Reply-To"] for mail in mailbox.mails} == {f"<{policy}@example.org>"}
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 2


async def test_a_change_of_no_known_policy_is_threaded_by_its_address() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as address:
        for url in (URL, URL, URL + "?2"):
            await courier(address).send(letter(told(url=url)))
    first, again, other = (mail["References"] for mail in mailbox.mails)
    assert first == again == f"<pol_{digest_of(URL)}@example.org>"
    assert other != first


async def test_digests_are_threaded_by_rule_and_alarms_by_the_channel_that_is_late() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as address:
        for dispatch in (digest(), alarm(), alarm(why=None)):
            await courier(address).send(dispatch)
    roots = [mail["References"] for mail in mailbox.mails]
    assert roots[0] == f"<rules_{digest_of('rule')}@example.org>"
    assert roots[1] == roots[2] == f"<late_{digest_of('hook')}@example.org>"
    assert [mail["List-Id"] for mail in mailbox.mails[:2]] == [
        "PolicyWatch rule <rule.policywatch.example.org>",
        "PolicyWatch <policywatch.example.org>",
    ]


async def test_a_mail_asks_for_no_answer_and_claims_no_account() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as address:
        await courier(address).send(letter())
    (mail,) = mailbox.mails
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Precedence"] is None
    assert mail["List-Unsubscribe"] is None


@pytest.mark.parametrize("eight_bits", [True, False])
async def test_no_line_is_longer_than_mail_allows_and_8_bits_go_only_where_they_are_offered(eight_bits: bool) -> None:
    long = told(title="关于" + "进一步加强" * 20)
    body = replace(long, after=state(2, *AFTER, "第四条 " + "没有一个换行的条文，" * 400), before=state(1, *BEFORE))
    mailbox = Mailbox()
    async with mail_server(mailbox, eight_bits=eight_bits) as address:
        await courier(address).send(letter(body))
    assert max(len(line) for line in mailbox.raw[0].split(b"\r\n")) <= 998
    assert mailbox.raw[0].isascii() or eight_bits
    text = mailbox.mails[0].get_body(("plain",))
    assert text is not None
    assert "没有一个换行的条文" in text.get_content()


SHORT = Style(templates={"alarm.txt.j2": "{{ alarm.why }}\n", "alarm.html.j2": "<p>{{ alarm.why }}</p>\n"})
"""No line as long as ours: what is longer than 78 bytes is never sent as 8 bits."""


async def test_short_lines_are_text_in_every_encoding_that_a_server_takes() -> None:
    texts = []
    for eight_bits in (True, False):
        mailbox = Mailbox()
        async with mail_server(mailbox, eight_bits=eight_bits) as address:
            sender = Email(environment(address, options="starttls=0"), clock=HandClock(), style=SHORT)
            await sender.send(alarm(why="没有应答"))
        assert mailbox.raw[0].isascii() is not eight_bits
        body = mailbox.mails[0].get_body(("plain",))
        assert body is not None
        texts.append(body.get_content().splitlines())
    assert texts[0] == texts[1]


async def test_a_recipient_outside_ascii_is_handed_over_where_the_server_can() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox, international=True) as address:
        await courier(address).send(letter(recipient="政策@例子.中国"))
    assert mailbox.envelopes[0].rcpt_tos == ["政策@xn--fsqu00a.xn--fiqs8s"]
    assert "SMTPUTF8" in mailbox.commands[0]
    assert "政策@xn--fsqu00a.xn--fiqs8s".encode() in mailbox.raw[0]


async def test_a_recipient_outside_ascii_waits_for_a_server_that_can() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as address:
        with pytest.raises(DeliveryDelayed, match="SMTPUTF8"):
            await courier(address).send(letter(recipient="政策@example.org"))
    assert mailbox.mails == []


async def test_a_domain_outside_ascii_asks_nothing_of_the_server() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as address:
        await courier(address).send(letter(recipient="policy@例子.中国"))
    assert mailbox.envelopes[0].rcpt_tos == ["policy@xn--fsqu00a.xn--fiqs8s"]


async def test_one_refused_recipient_costs_the_two_others_nothing() -> None:
    mailbox = Mailbox(rcpts={"b@example.org": "550 5.1.1 no such user"})
    outcomes: list[str] = []
    async with mail_server(mailbox) as address:
        for recipient in ("a@example.org", "b@example.org", "c@example.org"):
            try:
                await courier(address).send(letter(recipient=recipient))
            except DeliveryRefused as refused:
                outcomes.append(str(refused))
    assert [envelope.rcpt_tos for envelope in mailbox.envelopes] == [["a@example.org"], ["c@example.org"]]
    assert len(outcomes) == 1
    assert "550" in outcomes[0]


async def test_a_server_that_dies_in_the_midst_of_the_message_gets_the_same_one_later() -> None:
    mailbox = Mailbox(sever=True)
    async with mail_server(mailbox) as address:
        with pytest.raises(DeliveryDelayed):
            await courier(address).send(letter())
        assert mailbox.mails == []
        mailbox.sever = False
        await courier(address).send(letter())
    (mail,) = mailbox.mails
    assert mail["Message-ID"] == f"<{letter().id}@example.org>"


async def test_a_greylisted_mail_is_taken_the_second_time() -> None:
    mailbox = Mailbox(greylist=1)
    async with mail_server(mailbox) as address:
        with pytest.raises(DeliveryDelayed, match="450"):
            await courier(address).send(letter())
        await courier(address).send(letter())
    assert len(mailbox.mails) == 1


async def test_a_server_that_is_busy_at_the_door_delays() -> None:
    async def busy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"421 4.3.2 too busy\r\n")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(busy, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(DeliveryDelayed, match="421"):
            await courier(f"127.0.0.1:{port}").send(letter())


@pytest.mark.parametrize("mailbox", [Mailbox(data="552 5.3.4 too large"), Mailbox(sender="552 5.3.4 too large")])
async def test_a_message_that_is_too_large_is_refused(mailbox: Mailbox) -> None:
    async with mail_server(mailbox) as address:
        with pytest.raises(DeliveryRefused, match="552"):
            await courier(address).send(letter())


async def test_a_message_larger_than_the_server_announces_is_refused() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox, most_bytes=500) as address:
        with pytest.raises(DeliveryRefused, match="552"):
            await courier(address).send(letter())
    assert mailbox.mails == []


async def test_a_sender_that_the_server_does_not_want_delays_because_it_can_be_mended() -> None:
    async with mail_server(Mailbox(sender="553 5.7.1 not your address")) as address:
        with pytest.raises(DeliveryDelayed, match="553"):
            await courier(address).send(letter())


@pytest.mark.parametrize("rcpt", ["554 5.7.1 <policy@example.org>: Relay access denied", "550 relaying denied"])
async def test_a_server_that_relays_nothing_for_us_delays_because_it_can_be_mended(rcpt: str) -> None:
    async with mail_server(Mailbox(rcpt=rcpt)) as address:
        with pytest.raises(DeliveryDelayed, match=rcpt[:3]):
            await courier(address).send(letter())


async def test_what_was_taken_is_taken_though_the_server_never_parts() -> None:
    hang = asyncio.Event()
    mailbox = Mailbox(hang=hang)
    async with mail_server(mailbox) as address:
        environ = environment(address, options="starttls=0")
        await Email(environ, clock=HandClock(), parting=timedelta(milliseconds=50)).send(letter())
        hang.set()
    assert len(mailbox.mails) == 1


async def test_a_password_is_in_no_fault(certificate: Certificate) -> None:
    mailbox = Mailbox(rcpt="550 5.7.1 wrong password hunter2-hunter2")
    async with mail_server(mailbox) as address:
        environ = environment(address, options="starttls=0", login="watch:hunter2-hunter2@")
        with pytest.raises(DeliveryDelayed) as delayed:
            await Email(environ, clock=HandClock()).send(letter())
    assert "hunter2" not in repr(delayed.value) + str(delayed.value)
