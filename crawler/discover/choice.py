"""Which of the documents that a listing names are wanted, each once."""

import re
from collections.abc import Iterable
from dataclasses import replace

from core.address_key import address_key
from core.model import Listed, Reference, Validity
from crawler.discover.outcome import Rules

MOST_REFERENCES = 5000


def chosen(found: Iterable[Reference], rules: Rules) -> tuple[Reference, ...]:
    """The documents that `include` and `exclude` let through, in their order, at most `MOST_REFERENCES`.

    A document that stands there under several addresses is one: the first names it, the others go along.
    """
    wanted: dict[str, Reference] = {}
    under: dict[str, str] = {}
    for reference in found:
        if not _wants(rules, reference.url):
            continue
        keys = [address_key(url) for url in (reference.url, *reference.also)]
        first = next((under[key] for key in keys if key in under), None)
        if first is None and len(wanted) < MOST_REFERENCES:
            first = keys[0]
            wanted[first] = reference
        elif first is not None:
            wanted[first] = _joined(wanted[first], reference)
        under.update({key: first for key in keys if first is not None})
    return tuple(wanted.values())


def _wants(rules: Rules, url: str) -> bool:
    if rules.exclude and re.search(rules.exclude, url):
        return False
    return rules.include is None or re.search(rules.include, url) is not None


def _joined(first: Reference, again: Reference) -> Reference:
    known = {address_key(url) for url in (first.url, *first.also)}
    more = tuple(url for url in (again.url, *again.also) if address_key(url) not in known)
    also = first.also + tuple(dict.fromkeys(more))
    return replace(
        first,
        title=first.title or again.title,
        date=first.date or again.date,
        listed=_ended(first.listed, again.listed),
        also=also,
    )


def _ended(first: Listed, again: Listed) -> Listed:
    """A document that is marked as ended in one of its rows is: sites mark the row that they remember."""
    if again.validity not in (None, Validity.IN_FORCE) and first.validity in (None, Validity.IN_FORCE):
        return replace(first, validity=again.validity)
    return first
