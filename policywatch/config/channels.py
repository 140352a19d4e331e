"""The shape of a channel, by its type."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field

from core.source import Days, Language
from policywatch.config.addresses import Address, Url, Variable
from policywatch.config.hours import DaysName, Guard, QuietHours
from policywatch.config.section import Section
from policywatch.config.values import LanguageName, Text, Timezone

WHERE = "variable that holds the address of the robot; the address is a secret"
SIGNING = "variable that holds the signing secret of the robot, if it has one"


class ChannelHabits(Section):
    """How and when a channel speaks."""

    language: LanguageName = Field(Language.BOTH, description="language of the words around a document")
    timezone: Timezone | None = Field(None, description="zone of its hours and days, and of the times it tells")
    quiet: QuietHours | None = Field(None, description="hours in which messages wait")
    days: DaysName = Field(Days.ALL, description="all, or working: on other days messages wait")
    at_most: Guard | None = Field(None, description="how many messages come one by one, or unlimited")
    templates: Text | None = Field(None, description="folder with templates of your own, relative to this file")


class ConsoleEntry(ChannelHabits):
    """Messages are printed."""

    type: Literal["console"]


class EmailEntry(ChannelHabits):
    """Messages are mailed; the server stands in POLICYWATCH_SMTP_URL."""

    type: Literal["email"]
    to: list[Address] = Field(min_length=1, description="who gets them; each is owed a message")


class WebhookEntry(ChannelHabits):
    """Messages are posted, signed after the Standard Webhooks specification."""

    type: Literal["webhook"]
    url: Url = Field(description="where they are posted")
    secret_env: Variable = Field(description="variable that holds the signing secret")


class FeishuEntry(ChannelHabits):
    """Messages go to a group of Feishu 飞书."""

    type: Literal["feishu"]
    url_env: Variable = Field(description=WHERE)
    secret_env: Variable | None = Field(None, description=SIGNING)


class DingtalkEntry(ChannelHabits):
    """Messages go to a group of DingTalk 钉钉."""

    type: Literal["dingtalk"]
    url_env: Variable = Field(description=WHERE)
    secret_env: Variable | None = Field(None, description=SIGNING)


class WecomEntry(ChannelHabits):
    """Messages go to a group of WeCom 企业微信."""

    type: Literal["wecom"]
    url_env: Variable = Field(description=WHERE)


class AppriseEntry(ChannelHabits):
    """Messages go wherever Apprise can send them: Slack, Telegram, ServerChan …"""

    type: Literal["apprise"]
    url_env: Variable = Field(description="variable that holds the Apprise address; it is a secret")


class FileEntry(ChannelHabits):
    """Messages are appended to a file."""

    type: Literal["file"]
    path: Text = Field(description="the file, relative to this one")


ChannelEntry = Annotated[
    ConsoleEntry | EmailEntry | WebhookEntry | FeishuEntry | DingtalkEntry | WecomEntry | AppriseEntry | FileEntry,
    Field(discriminator="type"),
]

CHANNELS: Final[Mapping[str, type[ChannelHabits]]] = {
    "console": ConsoleEntry,
    "email": EmailEntry,
    "webhook": WebhookEntry,
    "feishu": FeishuEntry,
    "dingtalk": DingtalkEntry,
    "wecom": WecomEntry,
    "apprise": AppriseEntry,
    "file": FileEntry,
}
