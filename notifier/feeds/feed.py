"""What a feed says of itself."""

from dataclasses import dataclass
from datetime import datetime

from core.source import Language
from notifier.feeds.legible import legible

ENTRIES = 100
"""Most that a feed holds; readers ask again before that many have come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says of itself.

    Args:
        rule: name of the rule whose changes it holds; what it is identified by.
        updated: when anything in it last moved, aware.
        url: where it is served; None leaves the link to itself out.
        dashboard: public address of the dashboard; None leaves links to it out.
    """

    rule: str
    updated: datetime
    url: str | None = None
    dashboard: str | None = None
    language: Language = Language.BOTH

    @property
    def title(self) -> str:
        """What readers list it under."""
        name = {Language.EN: "PolicyWatch", Language.ZH: "政策观察"}.get(self.language, "PolicyWatch 政策观察")
        return legible(f"{name}: {self.rule}")
