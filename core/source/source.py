"""One place that publishes documents."""

from dataclasses import dataclass
from typing import NewType

from core.source.discovery import Discovery
from core.source.kinds import Baseline, SourceKind, Tier
from core.source.manners import Manners, Pace
from core.source.recipe import Recipe

SourceId = NewType("SourceId", str)

USUAL_PACE = Pace()
USUAL_MANNERS = Manners()
USUAL_DISCOVERY = Discovery()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place that publishes documents.

    Args:
        disabled: why it is not watched; None when it is.
    """

    id: SourceId
    name: str
    url: str
    recipe: Recipe
    kind: SourceKind = SourceKind.AUTO
    tier: Tier = Tier.OFFICIAL
    pace: Pace = USUAL_PACE
    manners: Manners = USUAL_MANNERS
    discovery: Discovery = USUAL_DISCOVERY
    baseline: Baseline = Baseline.SILENT
    tags: tuple[str, ...] = ()
    name_en: str | None = None
    region: str | None = None
    agency: str | None = None
    disabled: str | None = None
