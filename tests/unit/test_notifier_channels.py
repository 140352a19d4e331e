"""Channels become couriers; what they lack is said, and nothing is lost meanwhile."""

import io

import pytest

from core.errors import DeliveryDelayed
from core.source import Channel, ChannelType
from notifier.channels import Surroundings, couriers, problems
from notifier.channels.console import Console
from notifier.channels.email import Email
from notifier.channels.webhook import Webhook
from tests.fakes.hook import SECRET
from tests.fakes.told import letter

CHANNELS = (
    Channel(name="screen", type=ChannelType.CONSOLE),
    Channel(name="team", type=ChannelType.EMAIL, to=("a@example.org",)),
    Channel(name="hook", type=ChannelType.WEBHOOK, url="https://example.org/hook", secret_env="HOOK_SECRET"),
)
WHOLE = {"POLICYWATCH_SMTP_URL": "smtp://mail.example.org?from=a@example.org", "HOOK_SECRET": SECRET}


def test_every_type_of_channel_has_a_courier() -> None:
    made = couriers(CHANNELS, WHOLE)
    assert {name: type(courier) for name, courier in made.items()} == {
        "screen": Console,
        "team": Email,
        "hook": Webhook,
    }


@pytest.mark.parametrize(("channel", "variable"), [("team", "POLICYWATCH_SMTP_URL"), ("hook", "HOOK_SECRET")])
async def test_a_channel_without_its_variable_delays_and_names_it(channel: str, variable: str) -> None:
    with pytest.raises(DeliveryDelayed, match=f"the environment variable {variable} is not set"):
        await couriers(CHANNELS, {})[channel].send(letter())


def test_a_doctor_is_told_what_every_channel_lacks() -> None:
    assert problems(CHANNELS, {}) == [
        "channel team: the environment variable POLICYWATCH_SMTP_URL is not set",
        "channel hook: the environment variable HOOK_SECRET is not set",
    ]
    assert problems(CHANNELS, WHOLE) == []


async def test_the_console_prints_where_it_is_told_to() -> None:
    stream = io.StringIO()
    await couriers(CHANNELS, {}, Surroundings(stream=stream))["screen"].send(letter())
    assert "关于印发办法的通知" in stream.getvalue()
