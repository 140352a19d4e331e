"""entry(told) -> Entry: one change as every feed format says it.

Text of a page is data: it is made plain, escaped, and never becomes a link or markup.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import PackageLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.diff import Op
from core.model import ChangeKind, Document, Stage, Told
from core.redline import Entry as Difference
from core.serialise import dashboard_link, excerpt
from core.source import Language
from notifier.feeds.legible import href, legible, urn
from notifier.feeds.words import FIELDS, KINDS, STAGES, spoken
from notifier.redline import redline

LENGTH = 20_000
"""Characters of the content of one entry, markup included."""

HUNKS = 20
CHARACTERS = 8_000
TITLE_LENGTH = 200
HEADLINE_LENGTH = 200
VALUE_LENGTH = 100
FIELD_LENGTH = 60
MOST_FIELDS = 6
OPENING_BLOCKS = 6
OPENING_CHARACTERS = 1_000
"""Beside the redline no more than 3,500 characters are told, which escapes make five times as long: they always fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change, ready for every format; all text is legible.

    Args:
        id: the same for ever.
        url: of the page; None where it is no link.
        dashboard: where the dashboard shows the change.
        label: the kind in words.
        html: a fragment, escaped; it and `text` are `LENGTH` characters at most.
    """

    id: str
    change_id: str
    kind: ChangeKind
    label: str
    title: str
    url: str | None
    dashboard: str | None
    author: str
    at: datetime
    summary: str
    html: str
    text: str
    doc_number: str | None


def entry(told: Told, language: Language = Language.BOTH, dashboard: str | None = None) -> Entry:
    """What a feed says of a change."""
    change, document = told.change, told.document
    label = spoken(KINDS[change.kind], language)
    title = legible(document.title if document else None, TITLE_LENGTH) or legible(change.url, TITLE_LENGTH)
    headline = legible(change.headline, HEADLINE_LENGTH)
    link = href(dashboard_link(dashboard, change.id))
    html, text = _content(told, language, "" if headline == title else headline, link)
    return Entry(
        id=urn("change", change.id),
        change_id=change.id,
        kind=change.kind,
        label=label,
        title=f"{label}: {title}",
        url=href(change.url),
        dashboard=link,
        author=legible(told.source_name, VALUE_LENGTH) or legible(change.source_id) or "PolicyWatch",
        at=change.at,
        summary=headline or title,
        html=html,
        text=text,
        doc_number=(legible(document.doc_number, VALUE_LENGTH) or None) if document else None,
    )


def _content(told: Told, language: Language, headline: str, dashboard: str | None) -> tuple[str, str]:
    """The fragment and the same in plain lines, as much of the redline as there is room for."""
    shown = excerpt(told, hunks=HUNKS, characters=CHARACTERS) if told.before and told.after else None
    differences = redline(shown.hunks) if shown else ()
    facts, fields = list(_facts(told, language)), list(_fields(told, language))
    opening = _opening(told.document) if told.document and not differences else []
    html, most = "", len(differences)
    for most in (len(differences), 10, 5, 2, 0):
        left_out = _differing(differences[most:]) + (shown.omitted if shown else 0)
        html = _template().render(
            headline=headline,
            facts=facts,
            fields=fields,
            entries=differences[:most],
            opening=opening,
            omitted=spoken(f"… {left_out} more 另有{left_out}处变化未列出", language) if left_out else "",
            dashboard=dashboard,
            said=lambda words: spoken(words, language),
        )
        if len(html) <= LENGTH:
            break
    said = [*_redlined(differences[:most], language), *opening]
    return _legible_lines(html), _text(headline, facts, fields, said)


def _legible_lines(text: str) -> str:
    """The same for what has lines; each of them is legible."""
    return "\n".join(legible(line) for line in text.split("\n") if line)


@cache
def _template() -> Template:
    environment = ImmutableSandboxedEnvironment(
        loader=PackageLoader("notifier"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("feed_entry.html.j2")


def _facts(told: Told, language: Language) -> Iterator[tuple[str, str]]:
    document, change = told.document, told.change
    facts: list[tuple[str, str | None]] = [("Source 来源", told.source_name)]
    if document:
        dates = document.dates
        facts += [
            (FIELDS["doc_number"], document.doc_number),
            (FIELDS["agency"], document.agency),
            (FIELDS["stage"], spoken(STAGES[document.stage], language) if document.stage else None),
            ("Published 发布", str(dates.published or "")),
            (FIELDS["effective"], str(dates.effective or "")),
            (FIELDS["deadline"], str(dates.deadline or "")),
            (FIELDS["expires"], str(dates.expires or "")),
        ]
    if change.canonical_url and change.canonical_url != change.url:
        facts.append(("Original 原文", change.canonical_url))
    if change.pages:
        facts.append(("Same edit on further pages 同样修改的其他页面", str(len(change.pages))))
    for label, value in facts:
        if said := legible(value, VALUE_LENGTH):
            yield spoken(label, language), said


def _fields(told: Told, language: Language) -> Iterator[tuple[str, str, str]]:
    for name, pair in list(told.change.fields.items())[:MOST_FIELDS]:
        before, after = (_field(name, value, language) for value in pair)
        label = spoken(FIELDS[name], language) if name in FIELDS else legible(name, FIELD_LENGTH)
        yield label, before, after


def _field(name: str, value: str | None, language: Language) -> str:
    if name == "stage" and value in list(Stage):
        return spoken(STAGES[Stage(value)], language)
    return legible(value, FIELD_LENGTH)


def _opening(document: Document) -> list[str]:
    """The first paragraphs, within bounds; a last `…` where there is more."""
    told: list[str] = []
    room = OPENING_CHARACTERS
    for block in document.blocks:
        if room <= 0 or len(told) == OPENING_BLOCKS:
            return [*told, "…"]
        told.append(legible(block.text, room + 1))
        room -= len(told[-1])
    return told


def _differing(differences: Sequence[Difference]) -> int:
    return sum(one.op is not Op.EQUAL for one in differences)


def _redlined(differences: Sequence[Difference], language: Language) -> Iterator[str]:
    for one in differences:
        if one.op is Op.EQUAL:
            yield one.after
            continue
        label = spoken(one.label, language)
        yield f"[{label} · {one.where}]" if one.where else f"[{label}]"
        if one.op is not Op.INSERT and one.before:
            yield f"- {one.before}"
        if one.op is not Op.DELETE and one.after:
            yield f"+ {one.after}"


def _text(
    headline: str, facts: Sequence[tuple[str, str]], fields: Sequence[tuple[str, str, str]], body: Sequence[str]
) -> str:
    lines = [headline, *(f"{label}: {value}" for label, value in facts)]
    lines += [f"{label}: {before or '—'} → {after or '—'}" for label, before, after in fields]
    text = _legible_lines("\n".join([*lines, *body]))
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + "…"
