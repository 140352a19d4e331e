"""How sources fare, as pages show it: what the program judges, beside what the store and the file say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.model import Listing, Presence
from core.source import Source

ORDER = ("failing", "blocked", "layout changed", "overdue", "silent", "never looked at", "ok", "disabled")
"""Words of health (`policywatch.states.Word`), the most urgent first."""

TROUBLE = ORDER[:5]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A source and how it fares.

    Args:
        health: one of `ORDER`.
        since: when the failures in a row began, where there are some.
        per_week: documents that came after its baseline, a week, over the last four.
        weekly: changes in the last weeks, oldest first.
    """

    source: Source
    health: str
    why: str | None = None
    since: datetime | None = None
    failures: int = 0
    per_week: float = 0.0
    next_look: datetime | None = None
    last_look: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    expected_by: datetime | None = None
    pages: Mapping[Presence, int] = field(default_factory=dict)
    weekly: tuple[int, ...] = ()

    @property
    def word(self) -> str:
        """Its health as a part of keys and classes.

        >>> from core.source import Recipe, SourceId
        >>> source = Source(id=SourceId("a"), name="a", url="a", recipe=Recipe(reading_version=1))
        >>> Standing(source=source, health="layout changed").word
        'layout_changed'
        """
        return self.health.replace(" ", "_")

    @property
    def is_in_trouble(self) -> bool:
        """Whether somebody should look after it."""
        return self.health in TROUBLE


def standing(
    source: Source,
    state: Mapping[str, object],
    listing: Listing | None,
    pages: Mapping[Presence, int],
    weekly: tuple[int, ...] = (),
) -> Standing:
    """A source from what the program says of it (`Service.states`), and what the store does."""
    failures, per_week = state.get("failures"), state.get("per_week")
    why = state.get("why")
    return Standing(
        source=source,
        health=str(state.get("health", ORDER[5])),
        why=str(why) if why else None,
        since=_moment(state.get("failing_since")),
        failures=failures if isinstance(failures, int) else 0,
        per_week=float(per_week) if isinstance(per_week, int | float) else 0.0,
        next_look=listing.next_look_at if listing else None,
        last_look=listing.last_looked_at if listing else None,
        last_success=_moment(state.get("last_success")),
        last_new=listing.last_new_at if listing else None,
        expected_by=listing.expected_by if listing else None,
        pages=pages,
        weekly=weekly,
    )


def urgent_first(standings: Sequence[Standing]) -> list[Standing]:
    """In trouble first, disabled last; within, in the order given."""
    ranks = {health: rank for rank, health in enumerate(ORDER)}
    return sorted(standings, key=lambda one: ranks.get(one.health, len(ORDER)))


def _moment(said: object) -> datetime | None:
    return datetime.fromisoformat(said) if isinstance(said, str) else None
