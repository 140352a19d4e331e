"""What is compared of a document beside its text."""

from core.change.files import files, named
from core.identity.script import plain
from core.model import Document, Fields

_LABELLED = ("doc_number", "effective", "deadline", "expires")
_NOWHERE = "\x00"


def metadata(document: Document) -> dict[str, str | None]:
    """The fields of a document that are compared beside its text."""
    dates = document.dates
    return {
        "title": document.title,
        "doc_number": document.doc_number,
        "agency": document.agency,
        "stage": document.stage,
        "effective": dates.effective.isoformat() if dates.effective else None,
        "deadline": dates.deadline.isoformat() if dates.deadline else None,
        "expires": dates.expires.isoformat() if dates.expires else None,
    }


def differing_fields(before: Document, after: Document) -> Fields:
    """The fields that say something else; script, width and white space are layout, not wording."""
    was, now = metadata(before), metadata(after)
    differing = {name: (was[name], now[name]) for name in was if bare(was[name]) != bare(now[name])}
    had, has = files(before), files(after)
    lost, come = (
        named((name, one[name]) for name in one if name not in other) for one, other in ((had, has), (has, had))
    )
    return {**differing, "attachments": (lost, come)} if lost or come else differing


def labelled(document: Document) -> dict[str, str]:
    """The facts that a document's page says beside its text, in a table of facts or a listing, and not in it.

    What a sentence of the text proves moves with the text; a day that is counted from another, as 自发布之日起, may
    move without anybody having edited anything.
    """
    said, body = metadata(document), document.body
    facts = {name: said[name] for name in _LABELLED}
    return {name: fact for name, fact in facts.items() if fact and document.evidence.get(name, _NOWHERE) not in body}


def bare(value: str | None) -> str:
    """A field as it is compared."""
    return "".join(plain(value or "").split())
