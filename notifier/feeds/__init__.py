"""What a rule wants, to be subscribed to: Atom, JSON Feed and iCalendar. Values in, bytes out."""

from notifier.feeds.atom import atom
from notifier.feeds.calendar import EVENTS, calendar
from notifier.feeds.dated import Dated, dated
from notifier.feeds.entry import Entry, entry
from notifier.feeds.feed import ENTRIES, Feed
from notifier.feeds.json_feed import json_feed

__all__ = ["ENTRIES", "EVENTS", "Dated", "Entry", "Feed", "atom", "calendar", "dated", "entry", "json_feed"]
