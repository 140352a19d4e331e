"""Two bodies -> aligned hunks, the characters that differ inside a replaced block, and what kind of edit it is."""

from core.diff.alignment import diff, similarity
from core.diff.hunks import Hunk, Op, Span, applied, reverted
from core.diff.nature import Nature, differing, nature
from core.diff.numbering import renumbered
from core.diff.words import spans

__all__ = [
    "Hunk",
    "Nature",
    "Op",
    "Span",
    "applied",
    "diff",
    "differing",
    "nature",
    "renumbered",
    "reverted",
    "similarity",
    "spans",
]
