"""A document of the month, and what becomes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

_DIGITS = "零一二三四五六七八九"


class Site(StrEnum):
    """Who publishes; each stands at a port of its own."""

    CITY = "city"
    HEALTH = "health"
    AGENCY = "agency"
    PAPER = "paper"
    ARCHIVE = "archive"
    PARK = "park"


class Form(StrEnum):
    """What stands at an address: the document, nothing (404), or words that say so (200)."""

    PAGE = "page"
    MISSING = "missing"
    SOFT_MISSING = "soft-missing"


class Numbering(StrEnum):
    """How the clauses of a text are numbered."""

    ARTICLES = "articles"
    ITEMS = "items"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A document as it stands for a while.

    Args:
        row: title in the listing, where it is another than the page's.
        clauses: numbered when they are shown, so that an insertion renumbers what follows.
        repealed: whether the listing, and it alone, calls the document repealed.
    """

    title: str
    head: tuple[str, ...] = ()
    clauses: tuple[str, ...]
    tail: tuple[str, ...] = ()
    numbering: Numbering = Numbering.ARTICLES
    row: str | None = None
    repealed: bool = False
    form: Form = Form.PAGE

    @property
    def lines(self) -> tuple[str, ...]:
        """The paragraphs as published."""
        shown = (_numbered(self.numbering, place, text) for place, text in enumerate(self.clauses, start=1))
        return (*self.head, *shown, *self.tail)


Edit = Callable[[State], State]


@dataclass(frozen=True, slots=True)
class Turn:
    """From a moment on the document is another."""

    at: datetime
    edit: Edit


@dataclass(frozen=True, slots=True)
class Variant:
    """For a while every other visit is shown another text: one of two servers lags behind."""

    since: datetime
    until: datetime
    edit: Edit


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paper:
    """One document of one site.

    Args:
        number: of its place in the listing: the higher, the newer.
        since: when it is published.
        day: the date that it bears.
        elsewhere: whether the listing only links to it, on a host that nobody follows.
        traditional: whether every other visit sees it in Traditional characters with pinyin.
    """

    key: str
    site: Site
    number: int
    since: datetime
    day: date
    first: State
    doc_number: str = ""
    agency: str = ""
    turns: tuple[Turn, ...] = ()
    variant: Variant | None = None
    pinned: bool = False
    elsewhere: bool = False
    traditional: bool = False

    def at(self, moment: datetime, visit: int = 1) -> State | None:
        """The document as a visit sees it at a moment; None before it is published."""
        if moment < self.since:
            return None
        state = self.first
        for turn in self.turns:
            if turn.at <= moment:
                state = turn.edit(state)
        other = self.variant
        varies = other is not None and other.since <= moment < other.until and visit % 2 == 0
        return other.edit(state) if other and varies else state

    def with_turns(self, *turns: Turn) -> "Paper":
        """The same document, with more to come."""
        return replace(self, turns=tuple(sorted((*self.turns, *turns), key=lambda turn: turn.at)))


def said(was: str, now: str) -> Edit:
    """Other words in place of some, wherever they stand in the text. Raises ValueError where they do not."""

    def edit(state: State) -> State:
        after = replace(
            state, clauses=_replaced(state.clauses, was, now), head=_replaced(state.head, was, now),
            tail=_replaced(state.tail, was, now),
        )  # fmt: skip
        if after == state:
            raise ValueError(f"{was} does not stand in {state.title}")
        return after

    return edit


def inserted(place: int, clause: str) -> Edit:
    """One more clause, before the one that has the place (from 1)."""
    return lambda state: replace(state, clauses=(*state.clauses[: place - 1], clause, *state.clauses[place - 1 :]))


def dropped(place: int) -> Edit:
    """Without the clause at a place."""
    return lambda state: replace(state, clauses=(*state.clauses[: place - 1], *state.clauses[place:]))


def moved(place: int, to: int) -> Edit:
    """The clause at a place stands at another."""
    return lambda state: inserted(to, state.clauses[place - 1])(dropped(place)(state))


def titled(title: Callable[[str], str]) -> Edit:
    """Another title, on the page and in the listing."""
    return lambda state: replace(state, title=title(state.title))


def marked(mark: str) -> Edit:
    """A mark before the title of the page, which the listing does not show."""
    return lambda state: replace(state, title=mark + state.title, row=state.row or state.title)


def repealed_in_listing(state: State) -> State:
    """The listing calls it repealed; the page does not change."""
    return replace(state, repealed=True)


def formed(form: Form) -> Edit:
    """Withdrawn, or put back."""
    return lambda state: replace(state, form=form)


def _replaced(lines: Sequence[str], was: str, now: str) -> tuple[str, ...]:
    return tuple(line.replace(was, now) for line in lines)


def _numbered(numbering: Numbering, place: int, text: str) -> str:
    match numbering:
        case Numbering.ARTICLES:
            return f"第{_chinese(place)}条　{text}"
        case Numbering.ITEMS:
            return f"{_chinese(place)}、{text}"
        case Numbering.NONE:
            return text


def _chinese(number: int) -> str:
    """A numeral below a hundred."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return ten + (_DIGITS[ones] if ones or not tens else "")
