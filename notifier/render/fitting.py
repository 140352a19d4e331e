"""fitted(dispatch, style, limit=...) -> Markdown that a chat channel takes: as much as there is room for."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

from core.model import Dispatch
from notifier.markdown import broken, twinned, twins
from notifier.phrases import Words
from notifier.render.alarm import AlarmView
from notifier.render.digest import DigestView, Group, listed
from notifier.render.message import View, view_of, writer
from notifier.render.style import PLAIN_STYLE, Style
from notifier.render.view import ChangeView, shortened

ROOMS = (6_000, 3_000, 1_500, 800, 400, 150, 60, 0)
"""Characters of redline or opening, from rung to rung."""

TITLES = (60, 30, 12)

TELLING = frozenset({"source", "happened", "doc_number", "agency", "published", "effective", "deadline", "original"})
"""Facts that outlast the others."""


def fitted(dispatch: Dispatch, style: Style = PLAIN_STYLE, *, limit: int) -> str:
    """The Markdown of a message within `limit` bytes of UTF-8.

    What there is no room for is left out in this order: the redline, other addresses and facts, the end of the title.
    Kind, title and address stay, and it says that it is shortened.

    Raises:
        DeliveryDelayed: a template of the operator's own fails.
    """
    words = Words(style.language)
    view = view_of(dispatch, style)
    note, shortest = "", view
    for shortest in chain([view], _rungs(view, words)):
        told = broken(writer(shortest, dispatch, style)("md")) + note
        if size(told) <= limit:
            return told
        note = f"\n\n{twins(words('shortened'))}"
    return _last_resort(twinned(shortest), note, words, limit)


def size(text: str) -> int:
    """Bytes of UTF-8."""
    return len(text.encode("utf-8", "replace"))


def _rungs(view: View, words: Words) -> Iterator[View]:
    match view:
        case ChangeView():
            yield from _of_change(view, words)
        case DigestView():
            yield from _of_digest(view, words)
        case AlarmView():
            yield from (replace(view, why=_cut(view.why, length)) for length in (200, 80, 20))


def _of_change(view: ChangeView, words: Words) -> Iterator[ChangeView]:
    for room in ROOMS:
        yield (rung := shortened(view, words, room))
    rung = replace(rung, facts=tuple(fact for fact in rung.facts if fact.key in TELLING))
    yield rung
    rung = replace(rung, facts=(), fields=(), left_out="", headline=_cut(view.headline, 80))
    yield rung
    for length in TITLES:
        yield _titled(rung, length)


def _of_digest(digest: DigestView, words: Words) -> Iterator[DigestView]:
    for room in (400, 150, 0):
        yield _each(digest, partial(shortened, words=words, room=room))
    bare = _each(digest, lambda one: replace(shortened(one, words, 0), facts=(), fields=(), left_out=""))
    yield bare
    for most in (50, 20, 10, 5, 3, 2, 1):
        yield (bare := listed(bare, words, most))
    for length in TITLES:
        cut = partial(_titled, length=length)
        yield replace(_each(bare, cut), dashboard=None)


def _titled(view: ChangeView, length: int) -> ChangeView:
    return replace(view, title=_cut(view.title, length), name=_name(view, length), headline="", dashboard=None)


def _each(digest: DigestView, change: Callable[[ChangeView], ChangeView]) -> DigestView:
    groups = (Group(group.label, tuple(change(one) for one in group.changes)) for group in digest.groups)
    return replace(digest, groups=tuple(groups))


def _name(view: ChangeView, length: int) -> str:
    """An address is never cut: it would be another one."""
    return _cut(view.title, length) if view.title else view.name


def _last_resort(view: View, note: str, words: Words, limit: int) -> str:
    """What is said where no template fits: kind, title, address; the title is cut, an address never."""
    head, title, place = _essentials(view, words)
    for last in (place, ""):
        room = limit - size(_lines(head, "", last) + note) - len("  \n")
        if room >= 0:
            return _lines(head, _bytes(title, room), last) + note
    return _bytes(f"{head} {title}", limit)


def _essentials(view: View, words: Words) -> tuple[str, str, str]:
    match view:
        case ChangeView():
            return view.label, view.title, view.address.href or view.address.text
        case DigestView():
            kinds = ", ".join(f"{count.number} {count.label}" for count in view.counts)
            label, title, place = _essentials(view.changes[0], words)
            return f"{view.label} · {kinds}", f"{label} {title}", place
        case AlarmView():
            return twins(words("alarm")), view.title, view.waiting


def _lines(*lines: str) -> str:
    return broken("\n".join(filter(None, lines)))


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _bytes(text: str, room: int) -> str:
    """As many whole characters as have room; a text that is cut ends in `…`."""
    if size(text) <= room:
        return text
    kept = text.encode("utf-8", "replace")[: max(0, room - size("…"))].decode("utf-8", "ignore")
    return kept + "…" if room >= size("…") else ""
