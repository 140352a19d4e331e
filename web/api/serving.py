"""The program behind the dashboard, as far as the API asks it."""

from fastapi import HTTPException

from web.desk import Desk
from web.service import Service


def service_of(desk: Desk) -> Service:
    """What answers for the desk. Raises 404 where nobody does."""
    if desk.service is None:
        raise HTTPException(404, "this server was started without what could answer that")
    return desk.service
