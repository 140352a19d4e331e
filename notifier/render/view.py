"""change_view(told, style) -> what a template is given of a change: texts that are harmless, and addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.model import ChangeKind, Document, Told
from core.redline import Entry
from core.serialise import dashboard_link, excerpt
from notifier.links import Address, Href, address, href
from notifier.phrases import Words
from notifier.plain import inert
from notifier.redline import bounded, differing, redline
from notifier.render.doubt import doubts
from notifier.render.facts import Fact, facts, field_name, field_value, local
from notifier.render.style import Style

TITLE_LENGTH = 100

HEADLINE_LENGTH = 500
FACT_LENGTH = 300
"""Most of a headline and of a fact: what a page says of itself may be as long as it likes, a message may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Most that is shown of a change; it says how much it leaves out.

    Args:
        hunks, characters: of the diff.
        blocks, opening: paragraphs and characters of the text of a document without a diff.
        value: characters of either side of metadata that differs.
        facts: keys of the facts that are told; None for all.
    """

    hunks: int = 30
    characters: int = 20_000
    blocks: int = 12
    opening: int = 2_000
    value: int = 2_000
    facts: frozenset[str] | None = None


WHOLE = Bounds()


@dataclass(frozen=True, slots=True)
class Field:
    """Metadata that differs; `—` stands for nothing."""

    key: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A change as templates see it; docs/notifications.md describes each of these for operators.

    Args:
        kind: the word of `core.model.ChangeKind`; `label` is what it is called.
        name: the title, or the address of what has none.
        doubts: why it may not be what the agency published.
        omitted: how many differences are left out; `left_out` says so, and is empty where none is.
        opening: first paragraphs of a document that has no diff; `opening_label` is what they are.
        dashboard: where the dashboard shows it.
        place: its number within a digest, from 1.
        fact: value of each fact by its key, whether or not `facts` has it.
    """

    id: str
    kind: ChangeKind
    label: str
    title: str
    name: str
    headline: str
    source: str
    tier: str
    noticed: str
    address: Address
    dashboard: Href | None
    doubts: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    fields: tuple[Field, ...] = ()
    entries: tuple[Entry, ...] = ()
    omitted: int = 0
    left_out: str = ""
    opening: tuple[str, ...] = ()
    opening_label: str = ""
    place: int = 1
    fact: Mapping[str, str] = field(default_factory=dict)


def change_view(told: Told, style: Style, bounds: Bounds = WHOLE) -> ChangeView:
    """What is said of a change, within bounds."""
    words, change, document = Words(style.language), told.change, told.document
    found = facts(told, words, style.timezone)
    place, title = address(change.url), _title(document)
    known = tuple(replace(one, value=_cut(one.value, FACT_LENGTH)) if one.href is None else one for one in found)
    view = ChangeView(
        id=change.id,
        kind=change.kind,
        label=words(f"kind_{change.kind}"),
        title=title,
        name=title or place.text,
        headline=_cut(_headline(words.stored(inert(change.headline)), title), HEADLINE_LENGTH),
        source=_cut(inert(told.source_name), FACT_LENGTH),
        tier=words(f"tier_{told.tier}"),
        noticed=local(change.at, style.timezone),
        address=place,
        dashboard=href(dashboard_link(style.dashboard, change.id)),
        doubts=tuple(words(why) for why in doubts(told)),
        facts=known if bounds.facts is None else tuple(one for one in known if one.key in bounds.facts),
        fields=tuple(
            Field(key, field_name(key, words), *(_cut(field_value(key, side, words), bounds.value) for side in sides))
            for key, sides in change.fields.items()
            if key != "draft"
        ),
        fact={one.key: one.value for one in reversed(known)},
    )
    return _with_text(view, told, words, bounds)


def shortened(view: ChangeView, words: Words, room: int) -> ChangeView:
    """The view with no more than `room` characters of its text."""
    kept = bounded(view.entries, room)
    omitted = view.omitted + differing(view.entries) - differing(kept)
    return replace(
        view,
        entries=kept,
        omitted=omitted,
        left_out=words("left_out", n=omitted) if omitted else "",
        opening=_within(view.opening, room),
    )


def _with_text(view: ChangeView, told: Told, words: Words, bounds: Bounds) -> ChangeView:
    if told.before and told.after:
        if not bounds.hunks:
            return view
        shown = excerpt(told, hunks=bounds.hunks, characters=bounds.characters)
        left_out = words("left_out", n=shown.omitted) if shown.omitted else ""
        return replace(view, entries=redline(shown.hunks, words), omitted=shown.omitted, left_out=left_out)
    if told.document is None:
        return view
    label = words("last_seen" if told.change.kind is ChangeKind.REMOVED else "opening")
    return replace(view, opening=_opening(told.document, bounds), opening_label=label)


def _opening(document: Document, bounds: Bounds) -> tuple[str, ...]:
    """The first paragraphs, within bounds; a last `…` where there is more."""
    blocks = document.blocks[: bounds.blocks]
    told = _within(tuple(inert(block.text[: bounds.opening + 1]) for block in blocks), bounds.opening)
    more = len(document.blocks) > len(blocks) and bool(told) and told[-1] != "…"
    return (*told, "…") if more else told


def _within(paragraphs: tuple[str, ...], room: int) -> tuple[str, ...]:
    told: list[str] = []
    for text in paragraphs:
        if room <= 0:
            return (*told, "…") if told else ()
        told.append(text if len(text) <= room else text[:room] + "…")
        room -= len(text)
    return tuple(told)


def _title(document: Document | None) -> str:
    return _cut(inert(document.title), TITLE_LENGTH) if document else ""


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _headline(headline: str, title: str) -> str:
    """The headline, unless it only says the title again."""
    return "" if headline == title or (title.endswith("…") and headline.startswith(title[:-1])) else headline
