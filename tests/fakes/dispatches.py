"""Letters with several changes, and alarms."""

from dataclasses import replace
from datetime import timedelta

from core.model import Alarm, Backlog, Letter, Told, letter_id
from tests.fakes.nouns import NOW
from tests.fakes.told import hostile, owed, state, told

HARM = (
    "通知\r\nBcc: evil@example.org\r\n\r\n<script>alert(1)</script>&lt;a href='http://evil.example'&gt;"
    "[x](javascript:alert(1)) <at id=all></at> <@all> \u202egnp.exe\u2066\x1b[2J"
)


def digest(*what: Told, recipient: str = "policy@example.org") -> Letter:
    """A letter with several claimed deliveries; without arguments, two changes of two pages."""
    subjects = what or (
        told(),
        told(number=2, title="关于废止办法的通知", url="https://www.example.gov.cn/content/post_2.html"),
    )
    items = tuple(owed(subject, recipient=recipient) for subject in subjects)
    return Letter(id=letter_id([item.delivery.id for item in items]), owed=items)


def alarm(*, why: str | None = "the receiver answered 503", recipient: str = "policy@example.org") -> Alarm:
    """That the channel `hook` has not delivered three messages since yesterday."""
    backlog = Backlog(channel="hook", deliveries=3, since=NOW - timedelta(days=1), why=why)
    return Alarm(channel="team", recipient=recipient, backlog=backlog, at=NOW)


def harmful() -> Told:
    """A change whose texts try to be a header, markup, a link, a call of everybody and other than they look."""
    return replace(
        hostile(), source_name=HARM, before=state(1, HARM, title=HARM), after=state(2, HARM + "！", title=HARM)
    )
