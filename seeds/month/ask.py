"""What a client of the month's sites asks."""

from dataclasses import dataclass
from datetime import datetime

from seeds.month.paper import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request.

    Args:
        target: path with its query.
        visit: nth request for the target.
        origin: of the site, as the client knows it.
        if_none_match: the header as sent (RFC 9110 §13.1.2).
    """

    site: Site
    target: str
    at: datetime
    visit: int
    method: str = "GET"
    body: bytes = b""
    origin: str = ""
    if_none_match: str | None = None
