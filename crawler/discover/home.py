"""Which of a listing's addresses its site answers for."""

import re
from collections.abc import Sequence

from core.model import Reference
from crawler.discover.address import host_ends, publishes
from crawler.discover.outcome import Answer, Rules


def answers_for(url: str, answer: Answer, rules: Rules) -> bool:
    """Whether the site publishes what stands at an address, or `include` speaks of its host."""
    if any(publishes(url, place) for place in dict.fromkeys((answer.url, *rules.itself))):
        return True
    match = re.search(rules.include, url) if rules.include else None
    return match is not None and match.start() < host_ends(url)


def of_the_site(references: Sequence[Reference], answer: Answer, rules: Rules) -> Sequence[Reference]:
    """The entries of a feed without those on foreign sites; all of them where it is the feed of another site."""
    return [reference for reference in references if answers_for(reference.url, answer, rules)] or references
