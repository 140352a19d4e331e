"""Two texts, sentence by sentence: what they share, which figures differ, and what else was edited."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from core.diff.words import DATE, FIGURE
from core.fingerprint import SHINGLE
from core.model import Block

LONGEST = 40_000
"""Characters of a text that are compared; a longer one is judged by its beginning."""

OPENING = 400
"""Characters in which a document says what it is."""

EDITED = 60
"""Per cent of likeness from which on two sentences are one that was edited."""

MOST_EDITED = 60
"""Sentences of a gap that are compared with each other."""

PLACE_AFTER = 2
"""Characters behind a word that may show it to be that of a place: (南)山区, (天河)区."""

INSERTED = 3
"""Chinese characters put into a sentence or taken from it that are an edit; fewer are the slip of a copyist."""

_SENTENCE = re.compile(r"(?:[^。;!?:]|:(?=\d))+")
_LEADING = re.compile(
    r"(?:第[〇零一二三四五六七八九十百\d]{1,5}[编章节条]|[〇零一二三四五六七八九十]{1,3}、|\(?\d{1,2}[.)、](?!\d)|\([一二三四五六七八九十]{1,3}\))+"
)
_TOKEN = re.compile(
    f"(?=[第一二三四五六七八九十百千万亿零〇○两\\d])(?:(?P<date>{DATE.pattern})|(?P<figure>{FIGURE.pattern}))"
)
_MARKS = re.compile(r"[\W_]+")
_REFERENCE = re.compile(r"第.*[编章节条款项目]|\d{7,}")
_ORDINAL = re.compile("第.*[批期届次号轮]")
_YEAR = re.compile(r"\d{4}(?=年)")
_VOLATILE = re.compile(
    "阅读|浏览|点击|访问量|(?:发布|更新)(?:时间|日期)|来源|编辑|打印|电话|传真|邮编|邮箱|网址|https?:|[上下]一[篇条]|网站标识码|备案号"
)
_CONSULTED_ON = re.compile(
    "征求意见稿|送审稿|(?:公开|社会)(?:公众)?(?:公开)?(?:征求|征集)(?:社会|公众|各方面?|各界|群众)*的?(?:意见|建议)|草案[)》]"
)
_PLACE = re.compile("[省市区县镇乡州盟旗街]")
_HAN = re.compile("[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its number and marks, its figures put aside.

    Args:
        masked: what remains of it.
        figures: dates and figures in their order; references to articles are none.
    """

    masked: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """A text as it is compared."""

    blocks: tuple[Block, ...]

    @cached_property
    def text(self) -> str:
        """The folded text, as much of it as is compared."""
        return "".join(_upto(LONGEST, (block.folded for block in self.blocks)))[:LONGEST]

    @property
    def opening(self) -> str:
        """Its first blocks."""
        return "".join(_upto(OPENING, (block.folded for block in self.blocks)))

    @cached_property
    def is_consulted_on(self) -> bool:
        """Whether its opening says that this is a draft."""
        return _CONSULTED_ON.search(self.opening) is not None

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Every four characters of it, as the number that their 8 bytes are: half the time that strings take."""
        raw = self.text.encode("utf-16-le", "surrogatepass")
        cuts = (raw[offset : len(raw) - (len(raw) - offset) % 8] for offset in range(0, 2 * SHINGLE, 2))
        return frozenset().union(*(memoryview(cut).cast("Q") for cut in cuts))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, in their order."""
        blocks = _upto(LONGEST, (block.folded for block in self.blocks))
        return tuple(
            sentence for block in blocks for part in _SENTENCE.findall(block) if (sentence := _sentence(part)).masked
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """In what two wordings of perhaps one text differ, where they are alike.

    Args:
        shared: share of the shorter text's sentences that the other has, but for figures and slips.
        sentences: how many these are.
        steady: figures that stand in both.
        figures: (there, here) of sentences that are the same but for their figures.
        edited: sentences of which the words were edited.
        swaps: (there, here) words that took each other's place -> in how many sentences.
        places: whether a swapped word is that of a place (越秀区, 天河区).
    """

    shared: float
    sentences: int
    steady: int
    figures: tuple[tuple[str, str], ...]
    edited: int
    swaps: Counter[tuple[str, str]]
    places: bool

    @property
    def dates(self) -> int:
        """How many of the figures are dates."""
        return sum(1 for was, now in self.figures if DATE.fullmatch(was) and DATE.fullmatch(now))

    @property
    def years(self) -> int:
        """How many of the figures are years or dates of another year."""
        return sum(1 for was, now in self.figures if _years_differ(was, now))

    @property
    def ordinals(self) -> int:
        """How many of the figures number a batch, a term, an issue."""
        return sum(1 for was, now in self.figures if _ORDINAL.fullmatch(was) and _ORDINAL.fullmatch(now))


def overlap(one: Wording, other: Wording) -> tuple[float, float]:
    """Resemblance and containment of two texts, 0..1: what they share of all, and of the shorter one.

    >>> overlap(Wording((Block("一二三四五", "一二三四五"),)), Wording((Block("一二三四", "一二三四"),)))
    (0.5, 1.0)
    """
    shorter = min(len(one.shingles), len(other.shingles))
    if not shorter:
        return 0.0, 0.0
    shared = len(one.shingles & other.shingles)
    return shared / (len(one.shingles) + len(other.shingles) - shared), shared / shorter


def difference(there: Wording, here: Wording) -> Difference:
    """In what two texts differ where they are alike; what only one of them has is no difference."""
    old, new = there.sentences, here.sentences
    edits, alike = _edits(old, new)
    alike += sum(1 for edit in edits if edit.slipped)
    figures = [pair for edit in edits for pair in edit.figures]
    words = [edit for edit in edits if edit.words]
    return Difference(
        shared=alike / max(1, min(len(old), len(new))),
        sentences=alike,
        steady=sum(len(one.figures) for one in old) - len(figures),
        figures=tuple(figures),
        edited=sum(edit.words for edit in words),
        swaps=Counter(swap for edit in words for swap in edit.swaps),
        places=any(edit.places for edit in words),
    )


def _upto(limit: int, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if limit <= 0:
            return
        yield text[:limit]
        limit -= len(text)


def _sentence(part: str) -> Sentence:
    lead = _LEADING.match(part)
    said = part[lead.end() :] if lead else part
    figures: list[str] = []
    is_volatile = _VOLATILE.search(said) is not None

    def put_aside(found: re.Match[str]) -> str:
        if not is_volatile and not _REFERENCE.fullmatch(found[0]):
            figures.append(found[0])
        return "0"

    masked = _MARKS.sub("", _TOKEN.sub(put_aside, said))
    return Sentence(masked if masked.strip("0") else "", tuple(figures))


@dataclass(frozen=True, slots=True)
class _Edit:
    """Sentences that stand in the place of others.

    Args:
        words: how many of them say something else, their figures aside.
        slipped: whether they say the same but for slips of a copyist.
        figures: figures in the place of others; only of sentences that are otherwise alike.
    """

    words: int = 0
    slipped: bool = False
    figures: tuple[tuple[str, str], ...] = ()
    swaps: frozenset[tuple[str, str]] = frozenset()
    places: bool = False


def _edits(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[list[_Edit], int]:
    """What stands in the place of what, and how many sentences of both have one form."""
    edits: list[_Edit] = []
    shared = at_old = at_new = 0
    forms = [one.masked for one in old], [one.masked for one in new]
    for left, right, size in Levenshtein.opcodes(*forms).as_matching_blocks():
        edits += _replaced(old[at_old:left], new[at_new:right], inside=at_old > 0 and at_new > 0 and size > 0)
        at_old, at_new = left + size, right + size
        for was, now in zip(old[left:at_old], new[right:at_new], strict=True):
            if figures := _moved(was.figures, now.figures):
                edits.append(_Edit(figures=figures))
        shared += size
    return edits, shared


def _moved(was: Sequence[str], now: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Figures in the place of others."""
    if was == now:
        return ()
    gone, come = Counter(was) - Counter(now), Counter(now) - Counter(was)
    return tuple(zip(gone.elements(), come.elements(), strict=False))


def _replaced(left: Sequence[Sentence], right: Sequence[Sentence], *, inside: bool) -> Iterator[_Edit]:
    """What was edited between two places where the texts agree; at their ends what is unlike is another's text.

    Sentences cut otherwise into blocks are no edit, nor is what was only put in or only left out.
    """
    was, now = "".join(one.masked for one in left), "".join(one.masked for one in right)
    if not left or not right:
        return
    if was in now or now in was:
        yield _Edit(
            figures=_moved(
                [one for part in left for one in part.figures], [one for part in right for one in part.figures]
            )
        )
        return
    edits = list(_paired(left, right))
    yield from edits
    if inside:
        yield _Edit(words=min(len(left), len(right)) - len(edits))


def _paired(left: Sequence[Sentence], right: Sequence[Sentence]) -> Iterator[_Edit]:
    """Edits of the sentences that are alike, each with the best that remains."""
    others = list(right[:MOST_EDITED])
    for first in left[:MOST_EDITED]:
        if not others:
            return
        found = process.extractOne(first.masked, [one.masked for one in others], scorer=fuzz.ratio, score_cutoff=EDITED)
        if found is not None:
            yield _edit(first, others.pop(found[2]))


def _edit(first: Sentence, second: Sentence) -> _Edit:
    was, now = first.masked, second.masked
    figures = _moved(first.figures, second.figures)
    if was.startswith(now) or now.startswith(was):
        return _Edit(slipped=True, figures=figures)
    swaps: set[tuple[str, str]] = set()
    inserted, places = 0, False
    for op in Levenshtein.opcodes(was, now):
        left, right = was[op.src_start : op.src_end], now[op.dest_start : op.dest_end]
        if op.tag == "replace" and _HAN.fullmatch(left) and _HAN.fullmatch(right):
            is_place = _PLACE.search(was, op.src_start, op.src_end + PLACE_AFTER) is not None
            places = places or is_place
            if is_place or len(left) > 1:
                swaps.add((left, right))
        elif op.tag in ("insert", "delete"):
            inserted = max(inserted, len("".join(_HAN.findall(left + right))))
    edited = bool(swaps) or inserted >= INSERTED
    return _Edit(int(edited), not edited, figures, frozenset(swaps), places)


def _years_differ(was: str, now: str) -> bool:
    old, new = _YEAR.match(was), _YEAR.match(now)
    return old is not None and new is not None and old[0] != new[0]
