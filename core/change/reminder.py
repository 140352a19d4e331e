"""reminder(page, due) -> Change: a day that a document names is near."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from core.change.first import event
from core.change.headline import one_line
from core.deadlines import Reminder
from core.model import Awaited, Change, ChangeKind, Page

_SAID = {
    Awaited.DEADLINE: ("deadline", "截止"),
    Awaited.EFFECTIVE: ("in force", "施行"),
    Awaited.EXPIRES: ("expires", "失效"),
}


def reminder(page: Page, due: Sequence[Reminder], today: date, now: datetime) -> Change:
    """One change for all that is due, the nearest day first; its fields are those of the dates, with nothing before.

    It is about the document as it stands: no version comes with it, and none differs.

    Args:
        today: where the document's days are counted; a reminder told late names the days that are left.
    """
    stands = page.latest.number if page.latest else None
    return replace(
        event(page, ChangeKind.DEADLINE, now, before=stands, after=stands),
        similarity=1.0,
        fields={one.what.value: (None, one.day.isoformat()) for one in due},
        headline=one_line(" · ".join(_told(one, today) for one in due)),
    )


def _told(one: Reminder, today: date) -> str:
    english, chinese = _SAID[one.what]
    left = (one.day - today).days
    if left == 0:
        return f"{english} today 今日{chinese}: {one.day}"
    return f"{english} in {left} {'day' if left == 1 else 'days'} 距{chinese}{left}天: {one.day}"
