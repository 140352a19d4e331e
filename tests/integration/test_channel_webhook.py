"""Webhooks against a real receiver that verifies every signature."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from core.bodies import dispatch_json
from core.errors import DeliveryDelayed, DeliveryRefused
from core.serialise import change_json
from notifier.channels.post import Post
from notifier.channels.webhook import Webhook
from tests.fakes.certificate import Certificate, make_certificate
from tests.fakes.dispatches import alarm, digest
from tests.fakes.hook import SECRET, Hook, hook_server
from tests.fakes.told import hostile, letter, told

ENVIRON = {"HOOK_SECRET": SECRET}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def now() -> datetime:
    """Receivers check the age of a signature against their own clock."""
    return datetime.now(UTC)


def courier(url: str, *, private: bool = True, deadline: timedelta = timedelta(seconds=15)) -> Webhook:
    return Webhook(url, "HOOK_SECRET", ENVIRON, clock=now, post=Post(private=private, deadline=deadline))


async def test_the_change_arrives_signed_under_the_id_of_its_delivery() -> None:
    hook = Hook()
    async with hook_server(hook) as url:
        await courier(url).send(letter())
    assert hook.taken == [change_json(told())]
    assert hook.ids == [letter().id]


async def test_a_hostile_title_arrives_as_it_is_inside_json() -> None:
    hook = Hook()
    async with hook_server(hook) as url:
        await courier(url).send(letter(hostile()))
    assert hook.taken == [change_json(hostile())]


async def test_every_attempt_has_the_same_id() -> None:
    hook = Hook(status=500)
    async with hook_server(hook) as url:
        with pytest.raises(DeliveryDelayed, match="500"):
            await courier(url).send(letter())
        hook.status = 204
        await courier(url).send(letter())
    assert len(hook.ids) == 2
    assert len(set(hook.ids)) == 1


async def test_a_receiver_that_says_when_to_come_back_is_heard() -> None:
    async with hook_server(Hook(status=429, headers={"Retry-After": "3600"})) as url:
        with pytest.raises(DeliveryDelayed, match="429") as told_off:
            await courier(url).send(letter())
    assert told_off.value.retry_after == timedelta(hours=1)


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_receiver_of_another_secret_or_address_delays_because_it_can_be_mended(status: int) -> None:
    async with hook_server(Hook(status=status)) as url:
        with pytest.raises(DeliveryDelayed, match=str(status)):
            await courier(url).send(letter())


@pytest.mark.parametrize("status", [410, 413, 422])
async def test_a_final_answer_refuses(status: int) -> None:
    async with hook_server(Hook(status=status)) as url:
        with pytest.raises(DeliveryRefused, match=str(status)):
            await courier(url).send(letter())


@pytest.mark.parametrize(("status", "fault"), [(302, DeliveryDelayed), (307, DeliveryDelayed), (308, DeliveryRefused)])
async def test_a_redirect_is_told_and_not_followed(status: int, fault: type[Exception]) -> None:
    hook = Hook(status=status, headers={"Location": "/elsewhere"})
    async with hook_server(hook) as url:
        with pytest.raises(fault, match="/elsewhere; redirects are not followed"):
            await courier(url).send(letter())
    assert hook.paths == ["/hook"]


async def test_a_receiver_that_does_not_answer_in_time_delays() -> None:
    hook = Hook(hang=asyncio.Event())
    async with hook_server(hook) as url:
        with pytest.raises(DeliveryDelayed, match="no answer within"):
            await courier(url, deadline=timedelta(milliseconds=200)).send(letter())
    assert hook.requests == 1


async def test_an_answer_of_many_megabytes_is_not_read() -> None:
    async with hook_server(Hook(body=b"x" * 50_000_000)) as url:
        await courier(url, deadline=timedelta(seconds=5)).send(letter())


async def test_a_receiver_that_is_down_delays() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(DeliveryDelayed, match="onnect"):
        await courier(f"http://127.0.0.1:{port}/").send(letter())


async def test_a_name_that_does_not_exist_delays() -> None:
    with pytest.raises(DeliveryDelayed, match=r"receiver\.invalid"):
        await courier("http://receiver.invalid/hook", private=False).send(letter())


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0177.0.0.1"])
async def test_a_private_address_is_refused_by_whatever_name(host: str) -> None:
    hook = Hook()
    async with hook_server(hook):
        with pytest.raises(DeliveryRefused):
            await courier(f"http://{host}:{hook.port}/hook", private=False).send(letter())
    assert hook.requests == 0


@pytest.mark.parametrize("url", ["", "example.org/hook", "ftp://example.org/hook", "http://"])
async def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(DeliveryRefused):
        await courier(url).send(letter())


async def test_a_verified_server_is_spoken_to_over_tls(certificate: Certificate) -> None:
    hook = Hook()
    async with hook_server(hook, tls=certificate.server()) as url:
        post = Post(private=True, tls=certificate.client())
        trusting = Webhook(url, "HOOK_SECRET", ENVIRON, clock=now, post=post)
        await trusting.send(letter())
    assert len(hook.taken) == 1


async def test_a_certificate_that_nobody_vouches_for_delays(certificate: Certificate) -> None:
    hook = Hook()
    async with hook_server(hook, tls=certificate.server()) as url:
        with pytest.raises(DeliveryDelayed, match="certificate of localhost cannot be verified"):
            await courier(url).send(letter())
    assert hook.requests == 0


async def test_a_digest_and_an_alarm_arrive_under_ids_of_their_own() -> None:
    hook = Hook()
    async with hook_server(hook) as url:
        for dispatch in (digest(), alarm()):
            await courier(url).send(dispatch)
    assert hook.taken == [dispatch_json(digest()), dispatch_json(alarm())]
    assert hook.ids == [digest().id, alarm().id]


async def test_a_receiver_that_wants_no_more_is_not_asked_again() -> None:
    hook = Hook(status=410)
    async with hook_server(hook) as url:
        same = courier(url)
        for number in (1, 2, 3):
            with pytest.raises(DeliveryRefused, match=r"410.*to go on.*`policywatch deliveries retry`"):
                await same.send(letter(told(number=number)))
        assert hook.requests == 1
        hook.status = 200
        await courier(url).send(letter())
    assert len(hook.taken) == 1


async def test_a_receiver_that_wants_no_more_is_asked_again_with_another_secret() -> None:
    hook = Hook(status=410)
    environ = {"HOOK_SECRET": "whsec_" + "A" * 32}
    async with hook_server(hook) as url:
        hook.secret = environ["HOOK_SECRET"]
        same = Webhook(url, "HOOK_SECRET", environ, clock=now, post=Post(private=True))
        with pytest.raises(DeliveryRefused, match="410"):
            await same.send(letter())
        hook.status, hook.secret, environ["HOOK_SECRET"] = 200, SECRET, SECRET
        await same.send(letter())
    assert len(hook.taken) == 1


async def test_a_receiver_may_name_the_hour_at_which_to_come_back() -> None:
    hour = now() + timedelta(hours=2)
    async with hook_server(Hook(status=429, headers={"Retry-After": format_datetime(hour, usegmt=True)})) as url:
        with pytest.raises(DeliveryDelayed, match="429") as told_off:
            await courier(url).send(letter())
    assert told_off.value.retry_after is not None
    assert timedelta(hours=1) < told_off.value.retry_after <= timedelta(hours=2)


@pytest.mark.parametrize(
    "where", ["http://127.0.0.1:{port}/other", "http://169.254.169.254/latest/meta-data/", "file:///etc"]
)
async def test_a_redirect_into_the_private_network_is_not_followed(where: str) -> None:
    hook = Hook(status=307)
    async with hook_server(hook) as url:
        hook.headers["Location"] = where.format(port=hook.port)
        with pytest.raises(DeliveryDelayed, match="redirects are not followed"):
            await courier(url).send(letter())
    assert hook.paths == ["/hook"]


async def test_an_address_that_is_a_secret_is_in_no_fault() -> None:
    hook = Hook(status=302)
    async with hook_server(hook) as url:
        secret = url + "/hunter2-hunter2?token=swordfish-swordfish"
        hook.headers["Location"] = secret + "&more"
        environ = ENVIRON | {"HOOK_URL": secret}
        hidden = Webhook("", "HOOK_SECRET", environ, clock=now, post=Post(private=True), url_env="HOOK_URL")
        with pytest.raises(DeliveryDelayed, match="points to") as delayed:
            await hidden.send(letter())
        assert "hunter2" not in str(delayed.value)
        assert "swordfish" not in str(delayed.value)
        hook.status = 200
        await hidden.send(letter())
    assert hook.paths == ["/hook/hunter2-hunter2"] * 2
