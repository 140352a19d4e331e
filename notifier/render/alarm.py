"""alarm_view(alarm, style) -> what a template is given of a channel that does not deliver."""

from dataclasses import dataclass

from core.model import Alarm
from notifier.phrases import Words
from notifier.plain import inert
from notifier.render.facts import local
from notifier.render.style import Style

WHY_LENGTH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """A channel that does not deliver, as templates see it.

    Args:
        title: which one, as a sentence.
        deliveries: how many messages wait; `waiting` says so.
        why: what it answered last.
    """

    title: str
    channel: str
    deliveries: int
    waiting: str
    since: str
    why: str
    at: str


def alarm_view(alarm: Alarm, style: Style) -> AlarmView:
    """What is said of a channel that does not deliver; what a server answered is as little trusted as a page."""
    words, backlog = Words(style.language), alarm.backlog
    channel, why = inert(backlog.channel), inert(backlog.why)
    return AlarmView(
        title=words("alarm_title", channel=channel),
        channel=channel,
        deliveries=backlog.deliveries,
        waiting=words("waiting_one") if backlog.deliveries == 1 else words("waiting", n=backlog.deliveries),
        since=local(backlog.since, style.timezone),
        why=(why if len(why) <= WHY_LENGTH else why[: WHY_LENGTH - 1] + "…") or words("not_tried"),
        at=local(alarm.at, style.timezone),
    )
