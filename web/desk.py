"""What the dashboard is given: the read side of the store, the configuration, a clock, a lock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from core.model import Told
from core.ports import Archive
from core.source import Configuration
from web.access.lock import Lock
from web.access.porter import Porter
from web.service import Service

Clock = Callable[[], datetime]
WriteTable = Callable[[Told, ZoneInfo], bytes]


def _wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything the dashboard works with; it fetches nothing from the world by itself.

    Args:
        configuration: what counts at this moment; it is asked anew for every page.
        clock: what the service takes the time to be.
        wall: the real time, by which sessions end.
        service: what others answer; None where nobody does.
        tables: by suffix of the file, what writes a change as a comparison table (修改对照表) in a zone.
    """

    store: Archive
    configuration: Callable[[], Configuration]
    clock: Clock
    lock: Lock
    tables: Mapping[str, WriteTable] = field(default_factory=dict)
    wall: Clock = _wall_clock
    service: Service | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which times are told."""
        return ZoneInfo(self.configuration().settings.timezone)


def desk_of(request: Request) -> Desk:
    """The desk of the dashboard that a request came to."""
    desk = request.app.state.desk
    if not isinstance(desk, Desk):
        raise TypeError("the dashboard has no desk")
    return desk


def porter_of(request: HTTPConnection) -> Porter:
    """Its porter."""
    porter = request.app.state.porter
    if not isinstance(porter, Porter):
        raise TypeError("the dashboard has no porter")
    return porter


AtDesk = Annotated[Desk, Depends(desk_of)]
"""A parameter of a page that needs the desk."""
