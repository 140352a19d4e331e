"""What is compared of a document beside its text."""

from core.identity.script import plain
from core.model import Document, Fields


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
    return {name: (was[name], now[name]) for name in was if bare(was[name]) != bare(now[name])}


def bare(value: str | None) -> str:
    """A field as it is compared."""
    return "".join(plain(value or "").split())
