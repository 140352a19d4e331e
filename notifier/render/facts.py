"""facts(told) -> what is known of a change beside its text: since when, from whom, under which number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.model import ChangeKind, Document, Stage, Told
from notifier.links import Href, address, href
from notifier.phrases import PHRASES, Words
from notifier.plain import inert

COPIES = 5
PAGES = 30

_BETWEEN = (
    ChangeKind.EDITED,
    ChangeKind.COSMETIC,
    ChangeKind.STATUS,
    ChangeKind.REMOVED,
    ChangeKind.RESTORED,
    ChangeKind.FLAPPING,
)
"""Kinds of which we know no more than that it happened after the version before was captured."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known.

    Args:
        key: what it is about, whatever the language: a key of the phrases.
        href: where it leads to, if it is an address that may be linked.
    """

    key: str
    label: str
    value: str
    href: Href | None = None


def facts(told: Told, words: Words, timezone: str) -> tuple[Fact, ...]:
    """Everything but the title and the address, in the order in which it is told."""
    found = [
        *_of_change(told, words, timezone),
        *_of_document(told.document, timezone),
    ]
    named = [Fact(key, words(_label(key)), inert(value)) for key, value in found if value]
    return (*named, *_elsewhere(told, words))


def field_name(key: str, words: Words) -> str:
    """What a field that differs is called."""
    return words(f"field_{key}") if f"field_{key}" in PHRASES else inert(key)


def field_value(key: str, value: str | None, words: Words) -> str:
    """One side of a field that differs."""
    if key == "stage" and value in list(Stage):
        return words(f"stage_{value}")
    return inert(value) or "—"


def local(moment: datetime, timezone: str) -> str:
    """A moment as people in a zone write it."""
    return f"{_clock(moment, timezone)} ({timezone})"


def _label(key: str) -> str:
    return f"field_{key}" if f"field_{key}" in PHRASES else key


def _of_change(told: Told, words: Words, timezone: str) -> Iterator[tuple[str, str | None]]:
    change = told.change
    yield "source", f"{told.source_name} · {words(f'tier_{told.tier}')}"
    yield "noticed", local(change.at, timezone)
    if told.before and change.kind in _BETWEEN:
        yield "happened", f"{_clock(told.before.captured_at, timezone)} – {local(change.at, timezone)}"
    if change.before and change.after:
        yield "versions", f"{change.before} → {change.after}"
    if told.before and told.after:
        yield "similarity", f"{change.similarity:.1%}"
    if document := told.document:
        yield "stage", words(f"stage_{document.stage}") if document.stage else None


def _of_document(document: Document | None, timezone: str) -> Iterator[tuple[str, str | None]]:
    if document is None:
        return
    dates = document.dates
    yield "doc_number", document.doc_number
    yield "agency", document.agency
    yield "label", document.source_label if document.source_label != document.agency else None
    yield "written", _day(dates.written)
    yield "published", local(dates.published_at, timezone) if dates.published_at else _day(dates.published)
    yield "effective", _day(dates.effective)
    yield "deadline", _day(dates.deadline)
    yield "expires", _day(dates.expires)


def _elsewhere(told: Told, words: Words) -> Iterator[Fact]:
    """Other addresses: those of the policy's own site and its original may be linked, a copy's is only told."""
    change = told.change
    if change.canonical_url and change.canonical_url != change.url:
        yield _linked("original", change.canonical_url, words)
    draft, _ = change.fields.get("draft", (None, None))
    if draft:
        yield _linked("draft", draft, words)
    yield from (Fact("also_at", words("also_at"), inert(url)) for url in change.copies[:COPIES])
    if len(change.copies) > COPIES:
        yield Fact("also_at", words("also_at"), words("more", n=len(change.copies) - COPIES))
    if change.pages:
        yield Fact("same_edit", words("same_edit"), words("more_pages", n=len(change.pages)))
        yield from (Fact("same_edit", "", address(url).text, href(url)) for url in change.pages[:PAGES])


def _linked(key: str, url: str, words: Words) -> Fact:
    place = address(url)
    return Fact(key, words(key), place.text, place.href)


def _clock(moment: datetime, timezone: str) -> str:
    return moment.astimezone(ZoneInfo(timezone)).isoformat(sep=" ", timespec="minutes")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
