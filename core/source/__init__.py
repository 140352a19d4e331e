"""What an operator configures, as frozen nouns: sources, recipes, channels and rules."""

from core.source.configuration import Configuration, Settings
from core.source.discovery import Discovery, JsonApi, Paging
from core.source.kinds import Baseline, SourceKind, Tier
from core.source.manners import LegacyTls, Manners, Pace
from core.source.recipe import Recipe, Selectors
from core.source.rules import (
    AT_ONCE,
    Allowance,
    Channel,
    ChannelType,
    Days,
    Language,
    Match,
    Quiet,
    Rule,
    When,
    Words,
)
from core.source.source import Source, SourceId

__all__ = [
    "AT_ONCE",
    "Allowance",
    "Baseline",
    "Channel",
    "ChannelType",
    "Configuration",
    "Days",
    "Discovery",
    "JsonApi",
    "Language",
    "LegacyTls",
    "Manners",
    "Match",
    "Pace",
    "Paging",
    "Quiet",
    "Recipe",
    "Rule",
    "Selectors",
    "Settings",
    "Source",
    "SourceId",
    "SourceKind",
    "Tier",
    "When",
    "Words",
]
