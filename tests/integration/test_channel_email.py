"""Mail against a real server: what arrives, what is tried again, what never is."""

import socket
from datetime import timedelta

import pytest

from core.errors import DeliveryDelayed, DeliveryRefused
from notifier.channels.email import Email
from tests.fakes.certificate import Certificate, make_certificate
from tests.fakes.clocks import HandClock
from tests.fakes.mailserver import Mailbox, mail_server
from tests.fakes.told import hostile, letter, told


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
    assert "Bcc: evil@example.org" in mail["Subject"]


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
