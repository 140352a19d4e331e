"""How much there is."""

from sqlalchemy import Connection, func, select

from core.model import DeliveryState
from storage.pages import STANDS_FOR_LISTING
from storage.tables import CHANGE, DELIVERY, PAGE, SOURCE, VERSION

_PAGES = select(func.count()).select_from(PAGE.join(SOURCE, SOURCE.c.id == PAGE.c.source_id)).where(~STANDS_FOR_LISTING)


def counts(connection: Connection) -> dict[str, int]:
    """Rows by what they are, without the pages that stand for listings; deliveries by state."""
    found = {
        "sources": connection.scalar(select(func.count()).select_from(SOURCE).where(SOURCE.c.registered)) or 0,
        "pages": connection.scalar(_PAGES) or 0,
        "versions": connection.scalar(select(func.count()).select_from(VERSION)) or 0,
        "changes": connection.scalar(select(func.count()).select_from(CHANGE)) or 0,
    }
    by_state = connection.execute(select(DELIVERY.c.state, func.count().label("number")).group_by(DELIVERY.c.state))
    states = {state.value: 0 for state in DeliveryState}
    return found | states | {row.state: row.number for row in by_state}
