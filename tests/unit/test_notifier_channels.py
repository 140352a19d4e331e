"""Channels become couriers; what they lack is said, and nothing is lost meanwhile."""

import io
from pathlib import Path

import pytest

from core.errors import DeliveryDelayed
from core.source import Channel, ChannelType
from notifier.channels import Surroundings, couriers, problems
from notifier.channels.apprise import Apprise
from notifier.channels.console import Console
from notifier.channels.dingtalk import DingTalk
from notifier.channels.email import Email
from notifier.channels.feishu import Feishu
from notifier.channels.file import File
from notifier.channels.webhook import Webhook
from notifier.channels.wecom import WeCom
from tests.fakes.hook import SECRET
from tests.fakes.told import letter

CHANNELS = (
    Channel(name="screen", type=ChannelType.CONSOLE),
    Channel(name="team", type=ChannelType.EMAIL, to=("a@example.org",)),
    Channel(name="hook", type=ChannelType.WEBHOOK, url="https://example.org/hook", secret_env="HOOK_SECRET"),
    Channel(name="lark", type=ChannelType.FEISHU, url_env="LARK_URL", secret_env="LARK_SECRET"),
    Channel(name="ding", type=ChannelType.DINGTALK, url_env="DING_URL"),
    Channel(name="work", type=ChannelType.WECOM, url_env="WORK_URL"),
    Channel(name="chat", type=ChannelType.APPRISE, url_env="CHAT_URL"),
)
WHOLE = {
    "POLICYWATCH_SMTP_URL": "smtp://mail.example.org?from=a@example.org",
    "HOOK_SECRET": SECRET,
    "LARK_URL": "https://open.feishu.cn/open-apis/bot/v2/hook/1",
    "LARK_SECRET": "key",
    "DING_URL": "https://oapi.dingtalk.com/robot/send?access_token=1",
    "WORK_URL": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
    "CHAT_URL": "json://chat.example.org/room",
}


def test_every_type_of_channel_has_a_courier(tmp_path: Path) -> None:
    made = couriers((*CHANNELS, Channel(name="lines", type=ChannelType.FILE, path=str(tmp_path / "lines"))), WHOLE)
    assert {name: type(courier) for name, courier in made.items()} == {
        "screen": Console,
        "team": Email,
        "hook": Webhook,
        "lark": Feishu,
        "ding": DingTalk,
        "work": WeCom,
        "chat": Apprise,
        "lines": File,
    }
    assert {channel.type for channel in CHANNELS} | {ChannelType.FILE} == set(ChannelType)


@pytest.mark.parametrize(
    ("channel", "variable"),
    [
        ("team", "POLICYWATCH_SMTP_URL"),
        ("hook", "HOOK_SECRET"),
        ("lark", "LARK_URL"),
        ("lark", "LARK_SECRET"),
        ("ding", "DING_URL"),
        ("work", "WORK_URL"),
        ("chat", "CHAT_URL"),
    ],
)
async def test_a_channel_without_its_variable_delays_and_names_it(channel: str, variable: str) -> None:
    lacking = {name: value for name, value in WHOLE.items() if name != variable}
    with pytest.raises(DeliveryDelayed, match=f"the environment variable {variable} is not set"):
        await couriers(CHANNELS, lacking)[channel].send(letter())
    assert problems(CHANNELS, lacking) == [f"channel {channel}: the environment variable {variable} is not set"]


def test_a_doctor_finds_nothing_where_nothing_is_lacking() -> None:
    assert problems(CHANNELS, WHOLE) == []


def test_a_doctor_is_told_of_every_channel_that_lacks_something() -> None:
    assert [problem.split(":")[0] for problem in problems(CHANNELS, {})] == [
        f"channel {channel.name}" for channel in CHANNELS if channel.type is not ChannelType.CONSOLE
    ]


def test_a_doctor_is_told_of_a_bot_that_is_somewhere_else_unless_that_is_allowed() -> None:
    environ = WHOLE | {"LARK_URL": "https://lark.intranet.example/open-apis/bot/v2/hook/1"}
    (problem,) = problems(CHANNELS, environ)
    assert problem.startswith("channel lark: LARK_URL cannot be used: its host is not open.feishu.cn")
    assert "intranet" not in problem
    assert problems(CHANNELS, environ, Surroundings(allow_private_networks=True)) == []


def test_a_doctor_is_told_of_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    missing = Channel(name="lines", type=ChannelType.FILE, path=str(tmp_path / "missing" / "lines"))
    folder = Channel(name="folder", type=ChannelType.FILE, path=str(tmp_path))
    fine = Channel(name="fine", type=ChannelType.FILE, path=str(tmp_path / "lines"))
    assert problems((missing, folder, fine), {}) == [
        f"channel lines: the folder {tmp_path / 'missing'} does not exist",
        f"channel folder: {tmp_path} cannot be written: Is a directory",
    ]


async def test_the_console_prints_where_it_is_told_to() -> None:
    stream = io.StringIO()
    await couriers(CHANNELS, {}, Surroundings(stream=stream))["screen"].send(letter())
    assert "关于印发办法的通知" in stream.getvalue()
