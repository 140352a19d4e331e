"""The pages, one module each; a page is in the dashboard once it stands here."""

from dataclasses import dataclass

from web.pages import alive, change, changes, feeds, figures, login, raw, ready, triage


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

ROUTERS = (alive.router, login.router, changes.router, change.router, raw.router, *PROGRAMS, triage.router)
TABS = (Tab("nav.changes", "changes"),)
