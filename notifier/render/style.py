"""How a channel speaks, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.source import Channel, Language
from notifier.render.own import own_templates


@dataclass(frozen=True, slots=True)
class Message:
    """What is said, for every kind of channel; `subject` is one line."""

    subject: str
    text: str
    html: str
    markdown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a channel speaks.

    Args:
        timezone: IANA name; times are told in it.
        dashboard: public address of the dashboard; None leaves links to it out.
        language: of the words around a document.
        templates: the operator's own, by name (`change.txt.j2`); each takes the place of ours.
    """

    timezone: str = "Asia/Shanghai"
    dashboard: str | None = None
    language: Language = Language.BOTH
    templates: Mapping[str, str] = field(default_factory=dict)


PLAIN_STYLE = Style()


def style_of(channel: Channel, *, timezone: str = "Asia/Shanghai", dashboard: str | None = None) -> Style:
    """How a configured channel speaks. Raises `UsageError` for templates of its own that are wrong.

    Args:
        timezone: of the installation, for a channel that has none.
    """
    return Style(
        timezone=channel.timezone or timezone,
        dashboard=dashboard,
        language=channel.language,
        templates=own_templates(Path(channel.templates)) if channel.templates else {},
    )
