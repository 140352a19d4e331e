"""From a listing to the documents it names: pure, one module per kind of listing."""

from crawler.discover.address import same_site
from crawler.discover.outcome import Answer, Elsewhere, Found, Outcome, Rules, Unreadable
from crawler.discover.packed import unpacked
from crawler.discover.references import first_ask, references, rules_of

__all__ = [
    "Answer",
    "Elsewhere",
    "Found",
    "Outcome",
    "Rules",
    "Unreadable",
    "first_ask",
    "references",
    "rules_of",
    "same_site",
    "unpacked",
]
