"""Whether what stands at a page's address has anything to do with its document: walls and errors come in any words."""

from core.change.fields import bare
from core.change.known import said_by
from core.fingerprint import resemblance
from core.model import Document, Kin, Page, Text, Version

TELLING = 8
"""Characters from which on two blocks that are equal are no coincidence."""

_UNLIKE = 0.4
"""Two titles that share less of their pairs of characters are of two documents."""

_FAR = 0.15
"""Two texts below this resemblance share nothing, as far as their signatures tell."""

_SHRUNK = 5
"""A text that is so many times shorter under the same title is a notice in place of a document."""

_SHORT = 300
"""Characters of the longest notice that stands where a document should."""

_OPENING = 2_000


def is_strange(latest: Version, reading: Text) -> bool:
    """Whether a text has nothing of the latest version: no title alike, no block, hardly a run of characters.

    So a page of login, a wall, a queue or the wrong article of a broken cache looks, whatever it says, and so does a
    page whose document another has replaced. Under its old title a document may have gone into its attachments.
    """
    was, now = latest.document, reading.document
    if _share_text(was, now) or resemblance(latest.fingerprint.near, reading.fingerprint.near) >= _FAR:
        return False
    if not is_like(was.title, now.title):
        return True
    return not now.attachments and _SHRUNK * _length(now) < _length(was)


def is_placeholder(listed_title: str | None, reading: Text) -> bool:
    """Whether a short first text has nothing of the title under which its listing announced it, nor of a document."""
    document, listed = reading.document, _pairs(listed_title)
    signed = document.source_label or document.doc_number or document.agency or document.attachments
    if signed or len(listed) < TELLING or _length(document) > _SHORT:
        return False
    title = _pairs(document.title)
    opening = "".join(block.folded for block in document.blocks)[:_OPENING]
    named = len(listed & title) >= _UNLIKE * min(len(listed), len(title)) if title else False
    return not named and len(listed & _pairs(opening)) < _UNLIKE * len(listed)


def is_same_page(page: Page, reading: Text, other: Kin) -> bool:
    """Whether another address of the source shows the very text that is strange here: then it is its site's wall."""
    suspect = page.suspect is not None and page.suspect.exact == said_by(reading.document, reading.fingerprint)
    return suspect and other.source_id == page.source_id and other.fingerprint.exact == reading.fingerprint.exact


def is_cut(latest: Version, reading: Text) -> bool:
    """Whether a text is the beginning of the latest one, and its page is cut or has lost its pager."""
    was = [block.folded for block in latest.document.blocks]
    now = [block.folded for block in reading.document.blocks]
    begins = 0 < len(now) <= len(was) and now[:-1] == was[: len(now) - 1] and was[len(now) - 1].startswith(now[-1])
    if not begins or now == was:
        return False
    unpaged = latest.document.continuation and not reading.document.continuation
    return bool(unpaged) or not any(end in reading.sight.body.lower() for end in (b"</body", b"</html"))


def is_like(one: str | None, other: str | None) -> bool:
    """Whether two titles may be of one document; none is like none."""
    left, right = _pairs(one), _pairs(other)
    if not left or not right:
        return bare(one) == bare(other)
    return 2 * len(left & right) >= _UNLIKE * (len(left) + len(right))


def _share_text(was: Document, now: Document) -> bool:
    known = {block.folded for block in was.blocks if len(block.folded) >= TELLING}
    return any(block.folded in known for block in now.blocks)


def _length(document: Document) -> int:
    return sum(len(block.folded) for block in document.blocks)


def _pairs(text: str | None) -> frozenset[str]:
    squeezed = bare(text)
    return frozenset(squeezed[at : at + 2] for at in range(len(squeezed) - 1))
