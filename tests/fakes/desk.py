"""A dashboard on a real server on loopback, and a browser without a screen."""

from collections.abc import Callable
from datetime import datetime

from core.ports import Archive
from core.source import Configuration
from tests.fakes.nouns import NOW
from web.access.lock import Lock
from web.desk import Desk

TOKEN = "correct horse battery staple"
SECRET = b"0" * 32


def a_desk(
    store: Archive,
    configuration: Configuration | None = None,
    *,
    token: str | None = TOKEN,
    address: str | None = None,
    wall: Callable[[], datetime] = lambda: NOW,
) -> Desk:
    """A desk over a store; its Word files are their change's id."""
    given = configuration or Configuration()
    return Desk(
        store=store,
        configuration=lambda: given,
        clock=lambda: NOW,
        lock=Lock(secret=SECRET, token=token, address=address),
        tables={"docx": lambda told, _zone: told.change.id.encode()},
        wall=wall,
    )
