"""The fold: the one order in which the steps are applied."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from crawler.normalise import control, mojibake, script, width
from crawler.normalise.marks import one_mark
from crawler.normalise.pinyin import without_annotations
from crawler.normalise.space import compact
from crawler.normalise.width import ascii_marks
from crawler.normalise.years import one_zero


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the fold does; pure, and idempotent by itself.

    Args:
        signs: characters of the first plane without which it changes nothing; None when it must always be tried.
    """

    name: str
    apply: Callable[[str], str]
    signs: Callable[[], frozenset[str]] | None = None


_SHAPING = (
    Step("mojibake", mojibake.legible, lambda: mojibake.SIGNS),  # first: later steps change the bytes that it reads
    Step("control", control.without_controls, lambda: control.SIGNS),
    Step("width", width.narrow, lambda: width.SIGNS),
    Step("punctuation", width.ascii_marks),
    Step("space", compact),
    Step("marks", one_mark),
    Step("years", one_zero),
)
_WORDING = (
    Step("pinyin", without_annotations),
    Step("script", script.simplified, script.signs),
)
STEPS: tuple[Step, ...] = _SHAPING + _WORDING
_ROUNDS = 50
"""Far more than any text needs; every round after the first only shortens it."""


def recipe_steps() -> tuple[str, ...]:
    """The names of the steps, in order, for the digest of a recipe."""
    return tuple(step.name for step in STEPS)


def fold(text: str) -> str:
    """The text that is compared: one line, Simplified, narrow, without spaces between Chinese characters.

    Returns:
        `fold(fold(x)) == fold(x)`; the same for `<p>` and `<br>`, for full and half width, for both scripts.

    >>> fold("廣州市（第 1 號）\\n2024 年")
    '广州市(第1号)2024年'
    """
    # A later step may make work for an earlier one: what an annotation stood between comes together, and 乾縣 (kept
    # by a phrase of OpenCC's) becomes 乾县, which is none of its phrases.
    for _ in range(_ROUNDS):
        idle = _idle(text)
        shaped = _applied(_SHAPING, text, idle)
        folded = _applied(_WORDING, shaped, idle)
        if folded == text or (folded == shaped and ("mojibake" in idle or not mojibake.is_suspect(folded))):
            return folded
        text = folded
    return text


def fold_lines(lines: Sequence[str]) -> tuple[list[str], str]:
    """Each line folded, and the whole of them: what `fold` makes of each, and of all joined by line feeds.

    Nearly every line has only marks and white space to fold. These are folded together: a line costs more than its
    characters do.
    """
    if len(lines) == 1:
        only = fold(lines[0])
        return [only], only
    pattern, _ = _signs()
    plain = [line for line in lines if pattern.search(line) is None and "\n" not in line]
    spaced = [compact(line) for line in ascii_marks("\n".join(plain)).split("\n")] if plain else []
    shaped = _one_shape("\n".join(spaced)).split("\n")
    folded = {line: done for line, done in zip(plain, shaped, strict=False) if without_annotations(done) == done}
    each = [done if (done := folded.get(line)) is not None else fold(line) for line in lines]
    whole = _one_shape(compact("\n".join(spaced)))
    if len(plain) < len(lines) or without_annotations(whole) != whole:
        whole = fold("\n".join(lines))
    return each, whole


def _one_shape(text: str) -> str:
    return one_zero(one_mark(text))


def _applied(steps: tuple[Step, ...], text: str, idle: frozenset[str]) -> str:
    for step in steps:
        if step.name not in idle:
            text = step.apply(text)
    return text


def _idle(text: str) -> frozenset[str]:
    """Names of the steps that will have nothing to do: one look at the text for all of them."""
    pattern, signs = _signs()
    seen = frozenset(pattern.findall(text))
    if not seen:
        return frozenset(signs)
    busy = {name for name, own in signs.items() if not own.isdisjoint(seen)}
    # These two write characters that were not there before, and those may be signs of anything. A question mark alone
    # is a sign of mojibake, but hardly ever of any.
    if "width" in busy or max(seen) > "\uffff" or ("mojibake" in busy and mojibake.is_suspect(text)):
        return frozenset()
    return frozenset(signs.keys() - busy)


@cache
def _signs() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    signs = {step.name: step.signs() for step in STEPS if step.signs}
    first_plane = (character for character in frozenset().union(*signs.values()) if character <= "\uffff")
    return re.compile(f"[{re.escape(''.join(sorted(first_plane)))}\U00010000-\U0010ffff]"), signs
