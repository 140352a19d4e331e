"""edit_digest(hunks): the same for the same edit, whatever stands around it."""

import hashlib
import re
from collections.abc import Iterator, Sequence

from core.change.fields import bare
from core.diff import Hunk, Op, Span, spans
from core.diff.numbering import content
from core.identity.script import plain

CONTEXT = 8
"""Characters on either side that belong to the edit, as far as its clause goes: 最高500万元 is not 最低500万元."""

_CLAUSE_END = re.compile(r"[\W_]")


def edit_digest(hunks: Sequence[Hunk]) -> str | None:
    """16 hex digits of what was put in and taken out; None where nothing was, but numbers of articles.

    A block that came or went counts whole. Of a block that was edited only what differs counts, with what stands
    beside it in its clause: so a line of a template that every page carries in another paragraph is one edit, and
    two amounts, or one amount of two subsidies, are two. Place, order and number of times are left out.
    """
    pieces = sorted({piece for hunk in hunks for piece in _pieces(hunk)})
    return hashlib.sha256("\x1e".join(pieces).encode("utf-8", "surrogatepass")).hexdigest()[:16] if pieces else None


def _pieces(hunk: Hunk) -> Iterator[str]:
    before, after = plain(content(hunk.before or "")), plain(content(hunk.after or ""))
    if hunk.op is Op.EQUAL:
        return
    if hunk.before is None or hunk.after is None or before == after:
        yield _piece("", before, after, "")
        return
    found = spans(before, after)
    for at, span in enumerate(found):
        if span.op is not Op.EQUAL:
            left, right = _beside(found, at)
            yield _piece(left, span.before, span.after, right)


def _piece(*parts: str) -> str:
    return "\x1f".join(map(bare, parts))


def _beside(found: Sequence[Span], at: int) -> tuple[str, str]:
    """What stands on either side of a span in the clause that it begins or ends."""
    sides = [side for side in (found[at].before, found[at].after) if side]
    begins = at == 0 or any(_CLAUSE_END.match(side) for side in sides)
    ends = at + 1 == len(found) or any(_CLAUSE_END.match(side[-1]) for side in sides)
    left = "" if begins else _CLAUSE_END.split(found[at - 1].before[-CONTEXT:])[-1]
    right = "" if ends else _CLAUSE_END.split(found[at + 1].before[:CONTEXT])[0]
    return left, right
