"""calendar(feed, changes) -> bytes: the days of a rule's policies as an iCalendar (RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.source import Language
from notifier.feeds.dated import Dated, speaking
from notifier.feeds.feed import Feed
from notifier.feeds.words import FIELDS, spoken

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar
    from icalendar import Event as CalendarEvent

MEDIA_TYPE = "text/calendar"
EVENTS = 1_000
"""Most that a calendar holds; the earliest days are left out first."""

ASK_AGAIN = timedelta(hours=1)
AHEAD = {"deadline": (timedelta(days=7), timedelta(days=1))}
ONE_DAY = (timedelta(days=1),)


@dataclass(frozen=True, slots=True)
class Event:
    """One day of a policy: `effective`, `deadline` or `expires`."""

    kind: str
    day: date
    of: Dated

    @property
    def uid(self) -> str:
        """The same whatever the day: an event that moves is the same event."""
        return f"{self.of.policy}-{self.kind}@policywatch"


def calendar(feed: Feed, changes: Iterable[Dated]) -> bytes:
    """All-day events for the days of every policy among the changes, in whichever order these come.

    An event of a document that is repealed or gone is cancelled; one whose day moved keeps its UID under a
    higher SEQUENCE.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//PolicyWatch//policywatch//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", feed.title)
    made.add("name", feed.title)  # RFC 7986, which made a standard of it
    _ask_again(made)
    found = sorted(events(speaking(changes)), key=lambda event: (event.day, event.uid))
    for event in found[-EVENTS:]:
        made.add_component(_component(event, feed.language))
    written: bytes = made.to_ical()
    return written


def events(changes: Iterable[Dated]) -> Iterator[Event]:
    """Every day that they name."""
    for one in changes:
        for kind, day in one.dates.items():
            yield Event(kind, day, one)


def _ask_again(made: "Calendar") -> None:
    made.add("refresh-interval", ASK_AGAIN, {"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")


def _component(event: Event, language: Language) -> "CalendarEvent":
    from icalendar import Event as CalendarEvent

    of = event.of
    made = CalendarEvent()
    label = spoken(FIELDS[event.kind], language)
    made.add("uid", event.uid)
    # Without a METHOD, DTSTAMP is when the event was last revised (RFC 5545 §3.8.7.2).
    made.add("dtstamp", of.at)
    made.add("last-modified", of.at)
    made.add("sequence", of.number)
    made.add("dtstart", event.day)
    made.add("summary", f"{label}: {of.title}")
    made.add("description", _description(event, language))
    made.add("categories", [event.kind])
    made.add("transp", "TRANSPARENT")
    made.add("status", "CANCELLED" if of.ended else "CONFIRMED")
    if of.url:
        made.add("url", of.url)
    for ahead in () if of.ended else AHEAD.get(event.kind, ONE_DAY):
        made.add_component(_alarm(f"{label}: {of.title}", ahead))
    return made


def _description(event: Event, language: Language) -> str:
    of = event.of
    lines = [
        (FIELDS["doc_number"], of.doc_number),
        (FIELDS["agency"], of.agency),
        ("Words of the page 原文", of.evidence.get(event.kind)),
    ]
    return "\n".join(f"{spoken(label, language)}: {value}" for label, value in lines if value)


def _alarm(words: str, ahead: timedelta) -> "Alarm":
    from icalendar import Alarm

    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", words)
    made.add("trigger", -ahead)
    return made
