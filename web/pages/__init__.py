"""The pages, one module each; a page is in the dashboard once it stands here."""

from dataclasses import dataclass

from web.pages import (
    add,
    alive,
    change,
    changes,
    compare,
    deadlines,
    deliveries,
    feeds,
    figures,
    login,
    policy,
    raw,
    ready,
    rules,
    search,
    sources,
    system,
    triage,
)


@dataclass(frozen=True, slots=True)
class Tab:
    """An entry of the navigation.

    Args:
        word: key of its name in `web.words`.
        page: name of the route that it leads to.
    """

    word: str
    page: str


PROGRAMS = (ready.router, feeds.router, figures.router)
"""Pages that no person reads."""

ROUTERS = (
    *(alive.router, login.router, changes.router, change.router, raw.router, *PROGRAMS, triage.router),
    *(search.router, policy.router, compare.router, deadlines.router, sources.router, rules.router),
    *(deliveries.router, system.router, add.router),
)
TABS = (
    Tab("nav.changes", "changes"),
    Tab("nav.search", "search"),
    Tab("nav.deadlines", "deadlines"),
    Tab("nav.sources", "sources"),
    Tab("nav.rules", "rules"),
    Tab("nav.deliveries", "deliveries"),
    Tab("nav.system", "system"),
    Tab("nav.add", "add"),
)
