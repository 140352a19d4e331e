"""The documents that a described JSON interface lists (kind `json`)."""

import re
from datetime import tzinfo
from urllib.parse import quote

from core.model import Reference
from core.source import JsonApi, SourceKind
from crawler.discover.address import absolute
from crawler.discover.choice import chosen
from crawler.discover.dialects import date_in
from crawler.discover.facts import facts_in
from crawler.discover.json_value import Value, at, day_of, keys, rows_at, value_of, word
from crawler.discover.legend import plain_title, without_markup
from crawler.discover.outcome import Answer, Found, Outcome, Rules, Unreadable
from crawler.discover.trail import next_page, repeats

MOST_ROWS = 5000
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def json_list(answer: Answer, rules: Rules) -> Outcome:
    """The documents of a JSON listing, in its order, each once; or what of its description does not fit."""
    if rules.api is None:
        return Unreadable("kind json needs api: where the rows are, and their fields")
    document = value_of(answer.text)
    if isinstance(document, Unreadable):
        return document
    rows = rows_at(document, rules.api.items)
    if isinstance(rows, Unreadable):
        return Found((), kind=SourceKind.JSON) if _is_behind_the_end(document, rules.api, answer) else rows
    read = [_reference(row, rules.api, answer.url, rules.zone) for row in rows[:MOST_ROWS]]
    found = [reference for reference in read if reference]
    if rows and not found:
        return Unreadable(f"no row has an address at '{rules.api.url}'; the first row has: {keys(rows[0])}")
    shown = () if repeats(answer, found) else chosen(found, rules)
    return Found(shown, next_page(answer, rules, found), SourceKind.JSON)


def _is_behind_the_end(document: Value, api: JsonApi, answer: Answer) -> bool:
    """Whether a page after the first has nothing where rows would be, which is how some interfaces end."""
    named = isinstance(document, dict) and api.items.partition(".")[0] in document
    return answer.number > 1 and named and not at(document, api.items)


def _reference(row: Value, api: JsonApi, base_url: str, zone: tzinfo) -> Reference | None:
    address = _address(row, api.url)
    url = absolute(address, base_url) if address else None
    if url is None:
        return None
    written = at(row, api.title) if api.title else None
    title = plain_title(without_markup(written)) if isinstance(written, str) else None
    listed_on = day_of(at(row, api.date), zone) if api.date else None
    return Reference(url, title, listed_on or date_in(url), facts_in((), title))


def _address(row: Value, template: str) -> str | None:
    if "{" not in template:
        return word(at(row, template))
    words = {path: word(at(row, path)) for path in PLACEHOLDER.findall(template)}
    if None in words.values():
        return None
    return PLACEHOLDER.sub(lambda match: quote(words[match[1]] or "", safe="/", errors="replace"), template)
