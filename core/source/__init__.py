"""What an operator configures, as frozen nouns: sources, recipes, channels and rules."""

from core.source.configuration import Configuration, Settings
from core.source.discovery import Discovery, JsonApi, Paging
from core.source.kinds import Baseline, SourceKind, Tier
from core.source.manners import LegacyTls, Manners, Pace
from core.source.recipe import Recipe, Selectors
from core.source.rules import Channel, ChannelType, Match, Rule, Words
from core.source.source import Source, SourceId

__all__ = [
    "Baseline",
    "Channel",
    "ChannelType",
    "Configuration",
    "Discovery",
    "JsonApi",
    "LegacyTls",
    "Manners",
    "Match",
    "Pace",
    "Paging",
    "Recipe",
    "Rule",
    "Selectors",
    "Settings",
    "Source",
    "SourceId",
    "SourceKind",
    "Tier",
    "Words",
]
