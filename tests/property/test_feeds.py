"""Whatever pages say, feeds are well-formed, say it as text, and are read back."""

import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser

from core.model import Block, Change, ChangeKind, Dates, Document, Stage, Told
from core.source import Language, Rule
from notifier.feeds import Dated, Entry, Feed, atom, calendar, dated, entry, json_feed
from notifier.feeds.entry import LENGTH
from policywatch.feed_format import Format
from policywatch.feeds import file_name
from tests.fakes.nouns import NOW
from tests.fakes.told import change, state, told

ATOM = "{http://www.w3.org/2005/Atom}"
MARKUP = ["]]>", "<script>", "</p>", "&amp;", "&", "'", '"', "\\", ";", ",", ":", "{{7*7}}", "{%raw%}", "javascript:"]
SIGNS = [
    "\x00",
    "\x0b",
    "\x85",
    "\r\n",
    "\r\nBEGIN:VEVENT\r\n",
    "\u2028",
    "\u202e",
    "\ufffe",
    "\uffff",
    "\ud800",
    "第一条",
]
NASTY = st.sampled_from([*MARKUP, *SIGNS])
# Half characters too: pages bring them.
TEXT = st.lists(NASTY | st.text(st.characters(), max_size=12), max_size=4).map("".join)
ADDRESS = TEXT.map(lambda text: text.encode("utf-8", "replace").decode())
"""The store gives no half characters in an address: its digest is made of bytes."""

DAYS = st.none() | st.dates()
LANGUAGES = st.sampled_from(Language)


@st.composite
def changes(draw: st.DrawFn) -> Told:
    """An edited, new or vanished document of which every text is anything."""

    def document(*paragraphs: str) -> Document:
        said = state(1, "x").document
        dates = Dates(effective=draw(DAYS), deadline=draw(DAYS), expires=draw(DAYS))
        return replace(
            said,
            title=draw(st.none() | TEXT),
            agency=draw(TEXT),
            doc_number=draw(TEXT),
            stage=draw(st.sampled_from(Stage)),
            dates=dates,
            evidence={"deadline": draw(TEXT)},
            blocks=tuple(Block(text, text, place=draw(st.none() | TEXT)) for text in paragraphs),
        )

    made: Change = change(draw(st.sampled_from(ChangeKind)), fields={draw(TEXT): (draw(TEXT), draw(st.none() | TEXT))})
    made = replace(made, headline=draw(TEXT), canonical_url=draw(ADDRESS), url="https://a.example/" + draw(ADDRESS))
    before, after = (
        replace(state(number, "x"), document=document(*draw(st.lists(TEXT, max_size=4)))) for number in (1, 2)
    )
    return replace(
        told(),
        change=made,
        source_name=draw(TEXT),
        before=draw(st.sampled_from([before, None])),
        after=draw(st.sampled_from([after, None])),
    )


def _feed(name: str, language: Language) -> Feed:
    return Feed(rule=name, updated=NOW, url=name, dashboard=name, language=language)


def _entries(told_of: list[Told], language: Language) -> list[Entry]:
    return [entry(one, language, "https://watch.example.org") for one in told_of]


@given(st.lists(changes(), max_size=2), TEXT, LANGUAGES)
@settings(deadline=None)
def test_any_atom_feed_is_well_formed_and_says_what_its_entries_say(
    told_of: list[Told], name: str, language: Language
) -> None:
    made = _entries(told_of, language)
    root = ElementTree.fromstring(atom(_feed(name, language), made))
    found = root.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in found] == [one.title for one in made]
    assert [one.findtext(f"{ATOM}content") for one in found] == [one.html for one in made]
    assert [one.findtext(f"{ATOM}id") for one in found] == [one.id for one in made]


@given(st.lists(changes(), max_size=2), TEXT, LANGUAGES)
@settings(deadline=None)
def test_any_json_feed_is_read_back(told_of: list[Told], name: str, language: Language) -> None:
    made = _entries(told_of, language)
    items = json.loads(json_feed(_feed(name, language), made).decode("utf-8", "strict"))["items"]
    assert [item["content_text"] for item in items] == [one.text for one in made]
    assert [item["content_html"] for item in items] == [one.html for one in made]


@given(changes(), LANGUAGES)
@settings(deadline=None)
def test_any_content_is_bounded_and_holds_no_markup_but_ours(one: Told, language: Language) -> None:
    made = entry(one, language)
    assert len(made.html) <= LENGTH
    assert len(made.text) <= LENGTH
    body = LexborHTMLParser(made.html).body
    assert body is not None
    assert {node.tag for node in body.css("*")} <= {"body", "p", "strong", "em", "br", "ul", "li", "del", "ins"}


@given(st.lists(changes(), max_size=2), TEXT, LANGUAGES)
@settings(deadline=None)
def test_any_calendar_is_read_back_with_exactly_its_events(told_of: list[Told], name: str, language: Language) -> None:
    noted: list[Dated] = [replace(one, policy=f"pol{at}") for at, one in enumerate(filter(None, map(dated, told_of)))]
    content = calendar(_feed(name, language), noted)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    read = Calendar.from_ical(content)
    assert read.errors == []
    days: list[date] = sorted(event.start for event in read.events)
    assert days == sorted(day for one in noted for day in one.dates.values())
    assert [event.errors for event in read.events if event.errors] == []


@given(TEXT, st.sampled_from(Format))
def test_any_rule_s_file_stays_in_its_folder(name: str, style: Format) -> None:
    file = file_name(Rule(name=name, send_to=()), style)
    assert set(file) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert file.count(".") == 1
    assert not file.startswith(".")
    assert len(file) < 80


@given(TEXT, TEXT)
def test_two_rules_never_share_a_file(one: str, other: str) -> None:
    files = {file_name(Rule(name=name, send_to=()), Format.ATOM) for name in (one, other)}
    assert len(files) == len({one, other})
