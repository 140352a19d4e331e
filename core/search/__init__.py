"""Full text: a query understood, a document cut into what it is found by, and the passages that answer.

A store keeps the `Entry` of each page and finds those that hold the grams of a `Query`, a superset of the answer
wherever a phrase is longer than a gram; `Query.is_met` judges each.
"""

from core.search.entry import Entry, entry, heading
from core.search.excerpt import Marks, excerpt, marked
from core.search.query import LONGEST_QUERY, Phrase, Query, read_query
from core.search.segment import grams, of_heading, of_source, run, segments

__all__ = [
    "LONGEST_QUERY",
    "Entry",
    "Marks",
    "Phrase",
    "Query",
    "entry",
    "excerpt",
    "grams",
    "heading",
    "marked",
    "of_heading",
    "of_source",
    "read_query",
    "run",
    "segments",
]
